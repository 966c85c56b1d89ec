import io.netty.util.*;
import io.netty.util.collection.*;
import io.netty.util.concurrent.*;
import io.netty.util.internal.*;
import java.util.concurrent.TimeUnit;

/** A small program, and with an argument another part of the library. */
public class Common {
    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round < 30; round++) {
            if (arguments.length == 0) {
                small(round);
            } else {
                other(round);
            }
        }
    }

    private static void small(int n) throws Exception {
        IntObjectHashMap<String> map = new IntObjectHashMap<>();
        for (int i = 0; i < n; i++) {
            map.put(i * 7, "v" + i);
        }
        map.remove(14);
        System.out.println(map.size() + " " + map.get(21) + map.containsKey(14));
        AsciiString text = new AsciiString("Content-Length: " + n);
        System.out.println(text.indexOf(":") + " " + text.toUpperCase() + text.contentEqualsIgnoreCase("x") + text.hashCode());
        DefaultEventExecutor executor = new DefaultEventExecutor();
        Future<Integer> sum = executor.submit(() -> n + 1);
        Promise<String> promise = executor.newPromise();
        sum.addListener(f -> promise.setSuccess("done " + f.getNow()));
        System.out.println(promise.get(10, TimeUnit.SECONDS) + sum.get());
        executor.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        System.out.println(StringUtil.simpleClassName(map) + StringUtil.escapeCsv("a,\"b\"" + n) + MathUtil.findNextPositivePowerOfTwo(n));
    }

    private static void other(int n) throws Exception {
        HashedWheelTimer timer = new HashedWheelTimer(1, TimeUnit.MILLISECONDS);
        java.util.concurrent.CountDownLatch latch = new java.util.concurrent.CountDownLatch(1);
        timer.newTimeout(t -> latch.countDown(), 2, TimeUnit.MILLISECONDS);
        System.out.println(latch.await(10, TimeUnit.SECONDS) + " " + timer.stop().size());
        DefaultAttributeMap attributes = new DefaultAttributeMap();
        AttributeKey<Integer> key = AttributeKey.valueOf("number");
        attributes.attr(key).set(n);
        System.out.println(attributes.attr(key).getAndSet(3) + " " + attributes.hasAttr(key));
        System.out.println(NetUtil.isValidIpV4Address("10.0.0." + n * 20) + " " + NetUtil.toAddressString(NetUtil.getByName("::" + n)));
        Recycler<Object[]> recycler = new Recycler<Object[]>() {
            @Override
            protected Object[] newObject(Handle<Object[]> handle) {
                return new Object[] {handle};
            }
        };
        System.out.println(recycler.get().length);
        LongObjectHashMap<String> map = new LongObjectHashMap<>();
        map.put(n, "n");
        System.out.println(map + " " + new CharObjectHashMap<String>().isEmpty() + DomainWildcardMappingBuilder.class.getSimpleName());
    }
}
