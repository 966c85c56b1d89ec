import io.netty.buffer.*;
import io.netty.util.CharsetUtil;

/** A small program, and with an argument another part of the library. */
public class Buffers {
    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round < 30; round++) {
            if (arguments.length == 0) {
                small(round);
            } else {
                other(round);
            }
        }
    }

    private static void small(int n) {
        PooledByteBufAllocator pooled = PooledByteBufAllocator.DEFAULT;
        ByteBuf a = pooled.heapBuffer(16 + n);
        a.writeInt(n).writeLong(n * 77L).writeShort(n).writeByte(3).writeBytes("hello".getBytes(CharsetUtil.UTF_8));
        System.out.println(a.readInt() + " " + a.readLong() + " " + a.readShort() + a.readByte() + a.toString(CharsetUtil.UTF_8));
        ByteBuf b = Unpooled.buffer(4);
        for (int i = 0; i < n * 10; i++) {
            b.writeByte(i);
        }
        System.out.println(b.capacity() + " " + ByteBufUtil.hexDump(b, 0, Math.min(8, b.readableBytes())) + b.indexOf(0, b.writerIndex(), (byte) 7));
        CompositeByteBuf c = Unpooled.compositeBuffer();
        c.addComponent(true, a.resetReaderIndex());
        c.addComponent(true, b);
        System.out.println(c.readableBytes() + " " + c.getInt(2) + c.slice(1, 6).readShort() + ByteBufUtil.hashCode(c));
        c.release();
        ByteBuf d = pooled.directBuffer(64);
        d.writeDouble(n / 3.0).writeBoolean(n > 3).writeCharSequence("x" + n, CharsetUtil.US_ASCII);
        System.out.println(d.readDouble() + " " + d.readBoolean() + d.readableBytes() + d.refCnt());
        d.release();
        try {
            Unpooled.buffer(2, 4).writeLong(1);
        } catch (IndexOutOfBoundsException e) {
            System.out.println(e.getClass().getName() + e.getMessage().length());
        }
    }

    private static void other(int n) throws Exception {
        ByteBuf a = Unpooled.copiedBuffer("text number " + n, CharsetUtil.UTF_16);
        System.out.println(ByteBufUtil.prettyHexDump(a));
        ByteBuf b = Unpooled.directBuffer(8).writeIntLE(n).writeMediumLE(5).writeFloatLE(n).writeShortLE(n);
        System.out.println(b.readIntLE() + " " + b.readMediumLE() + b.readFloatLE() + b.getShortLE(b.readerIndex()));
        try (ByteBufInputStream in = new ByteBufInputStream(a.duplicate()); ByteBufOutputStream out = new ByteBufOutputStream(b)) {
            out.writeUTF("w" + n);
            out.writeLong(n);
            System.out.println(in.readShort() + " " + in.available() + b.writerIndex());
        }
        ByteBuf ro = Unpooled.unmodifiableBuffer(a.slice());
        try {
            ro.setByte(0, 1);
        } catch (java.nio.ReadOnlyBufferException e) {
            System.out.println(e);
        }
        System.out.println(ByteBufUtil.compare(a, b) + " " + ByteBufUtil.equals(a, a.copy()) + Unpooled.wrappedBuffer(new byte[] {1, 2}, new byte[] {(byte) n}).getMedium(0));
        CompositeByteBuf c = UnpooledByteBufAllocator.DEFAULT.compositeDirectBuffer(3);
        for (int i = 0; i < 5; i++) {
            c.addComponent(true, Unpooled.buffer().writeLong(i * n));
        }
        c.readerIndex(9);
        System.out.println(c.discardReadBytes().readableBytes() + " " + c.consolidate().numComponents() + c.nioBuffer().remaining());
        System.out.println(a.forEachByte(x -> x != 'n') + " " + ByteBufUtil.utf8MaxBytes("ab\u00e9") + ByteBufUtil.writeUtf8(b, "\u00e9\ud83d\ude00" + n));
        PooledByteBufAllocator p = new PooledByteBufAllocator(true);
        ByteBuf huge = p.buffer(20_000_000).setZero(0, 100);
        ByteBuf tiny = p.heapBuffer(7, 9).writeZero(6);
        System.out.println(huge.getLong(8) + " " + tiny.isWritable(3) + tiny.ensureWritable(4, false) + p.metric().numDirectArenas() / 1000);
        huge.release();
        tiny.release();
        System.out.println(Unpooled.copyInt(1, n).getInt(4) + Base(n));
    }

    private static String Base(int n) {
        return ByteBufUtil.getBytes(Unpooled.copyLong(n)).length + new EmptyByteBuf(UnpooledByteBufAllocator.DEFAULT).toString(CharsetUtil.UTF_8);
    }
}
