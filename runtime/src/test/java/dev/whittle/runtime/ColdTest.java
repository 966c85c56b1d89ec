package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ColdTest {
    private static final String TWICE =
            "private static int secret = 3;\n static int cold0(int a) { return secret * a; }";

    @Test
    void coldCodeComesBackWithAccessToPrivateMembers() throws Throwable {
        Sample sample = Sample.of(TWICE);
        assertThat(sample.call("cold0", 4)).isEqualTo(12);
        assertThat(sample.call("cold0", 5)).isEqualTo(15);
    }

    @Test
    void sixtyFourThreadsFallIntoTheSameTenSitesAtOnce() throws Throwable {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            body.append("static long cold" + i + "(int a) { return a * " + (i + 1) + "L; }\n");
        }
        Sample sample = Sample.of(body.toString());
        int before = Cold.loads();
        ExecutorService pool = Executors.newFixedThreadPool(64);
        CyclicBarrier start = new CyclicBarrier(64);
        List<Callable<List<Object>>> work = new ArrayList<>();
        for (int t = 0; t < 64; t++) {
            int shift = t;
            work.add(() -> {
                start.await();
                List<Object> results = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    int site = (i + shift) % 10;
                    try {
                        results.add((long) sample.call("cold" + site, shift) - shift * (site + 1L));
                    } catch (Throwable e) {
                        results.add(e);
                    }
                }
                return results;
            });
        }
        for (Future<List<Object>> result : pool.invokeAll(work, 60, TimeUnit.SECONDS)) {
            assertThat(result.get()).hasSize(10).allMatch(r -> r.equals(0L));
        }
        pool.shutdown();
        assertThat(Cold.loads() - before).isEqualTo(10);
    }

    @Test
    void aMissingStoreIsATypedErrorAndOnePutBackMakesTheNextCallWork() throws Throwable {
        Sample sample = Sample.of(TWICE);
        sample.loader.resource(Sample.STORE, null);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sample.call("cold0", 4))
                    .isInstanceOf(ColdStoreException.class)
                    .hasMessageContaining("app.Hot.cold0, fragment 0")
                    .hasMessageContaining(Sample.STORE);
        }
        sample.loader.resource(Sample.STORE, sample.store);
        assertThat(sample.call("cold0", 4)).isEqualTo(12);
    }

    @Test
    void everyFlippedBitAndEveryTruncationIsRefusedBeforeAnythingIsDefined() throws Throwable {
        Sample sample = Sample.of(TWICE);
        int before = Cold.loads();
        for (int at = 0; at < sample.store.length; at++) {
            byte[] flipped = sample.store.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            sample.loader.resource(Sample.STORE, flipped);
            assertRefused(sample);
        }
        for (int length = 0; length < sample.store.length; length++) {
            sample.loader.resource(Sample.STORE, Arrays.copyOf(sample.store, length));
            assertRefused(sample);
        }
        assertThat(Cold.loads()).isEqualTo(before);
        sample.loader.resource(Sample.STORE, sample.store);
        assertThat(sample.call("cold0", 4)).isEqualTo(12);
    }

    private static void assertRefused(Sample sample) {
        Throwable thrown = catchThrowable(() -> sample.call("cold0", 4));
        assertThat(thrown).isInstanceOf(ColdStoreException.class).hasMessageContaining("fragment 0");
        assertThat(((ColdStoreException) thrown).place()).contains(Sample.STORE);
    }

    @Test
    void aStoreOfAnotherBuildIsRefused() throws Throwable {
        Sample sample = Sample.of(TWICE);
        Sample other = Sample.of("static int cold0(int a) { return -a; }");
        sample.loader.resource(Sample.STORE, other.store);
        assertThatThrownBy(() -> sample.call("cold0", 4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("pins");
        StoreFormat format = StoreFormat.parse(sample.store);
        byte[] renamed = StoreFormat.write(
                "build1",
                new byte[0],
                List.of(new StoreFormat.Raw(
                        0, "app/Hot$whittle$0", format.fragment(format.entries().get(0)))));
        sample.loader.resource(Sample.STORE, renamed);
        assertThatThrownBy(() -> sample.call("cold0", 4))
                .isInstanceOf(ColdStoreException.class)
                .hasMessageContaining("build1");
    }

    @Test
    void traceNamesTheOriginalMethodFileAndLine() throws Throwable {
        Sample sample =
                Sample.of("static int cold0(Runnable r) {\n r.run();\n throw new IllegalStateException(\"mine\");\n }");
        Runnable nothing = () -> {};
        Throwable in = catchThrowable(() -> sample.call("cold0", nothing));
        assertThat(in).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(in.getStackTrace()[0].getMethodName()).isEqualTo("cold0");
        assertThat(in.getStackTrace()[0].getFileName()).isEqualTo("Hot.java");
        assertThat(in.getStackTrace()[0].getLineNumber()).isEqualTo(5);
        Runnable thrower = () -> {
            throw new UnsupportedOperationException("through");
        };
        Throwable through = catchThrowable(() -> sample.call("cold0", thrower));
        assertThat(through).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Arrays.stream(through.getStackTrace()))
                .anyMatch(f -> f.getMethodName().equals("cold0")
                        && f.getClassName().startsWith("app.Hot")
                        && "Hot.java".equals(f.getFileName())
                        && f.getLineNumber() == 4);
    }

    @Test
    void theBootstrapNeverThrowsWhateverItIsGiven() throws Throwable {
        for (String fragment : List.of("", "|", "x|y", "-1|", "0", "99999999999|a")) {
            var site = Cold.link(MethodHandles.lookup(), "m", MethodType.methodType(void.class), "none", fragment);
            assertThatThrownBy(() -> site.dynamicInvoker().invoke()).isInstanceOf(ColdStoreException.class);
        }
    }
}
