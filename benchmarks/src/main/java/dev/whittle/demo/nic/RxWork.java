package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;

/**
 * The demo driver's receive path on memory that stands for an 82540EM: each time the whole ring is full of frames for this host. It lives
 * in the driver's package to reach the ring; all that is measured is the driver's own code and this device.
 */
public abstract class RxWork implements LongSupplier {
    /** Frames that an operation receives. */
    public static final int BATCH = RxRing.SIZE;

    private static final int DEVICE = 0x100e8086;
    private static final long STATION = 0x525400123456L;
    private static final int HEADERS = 34;
    private static final int CHECK_SEQUENCE = 4;

    private final Memory memory = new Memory();
    private final Tally tally = new Tally();
    private final byte[] frame = new byte[2048];
    private final RxRing ring;
    private final long arrived;

    /** @param payload bytes after the headers of Ethernet and IPv4 */
    RxWork(int payload) {
        Board board = new Board(BoardTraits.identify(DEVICE));
        RxCounters counters = new RxCounters();
        ring = new RxRing(memory, board, counters, new RxFrames(board, counters, tally, STATION));
        ring.reset();
        int length = HEADERS + payload + CHECK_SEQUENCE;
        long status = Regs.RX_DD | Regs.RX_EOP | Regs.RX_IPCS | Regs.RX_TCPCS;
        arrived = status << 32 | length;
        for (int i = 0; i < RxRing.SIZE; i++) {
            int buffer = (int) memory.getLong(RxRing.RING + (i << 4));
            memory.put(buffer, frame(payload, i), 0, HEADERS + payload);
        }
    }

    private static byte[] frame(int payload, int number) {
        byte[] frame = new byte[HEADERS + payload];
        for (int i = 0; i < 6; i++) {
            frame[i] = (byte) (STATION >>> 40 - 8 * i);
        }
        frame[6] = 2;
        frame[11] = (byte) number;
        frame[12] = 8;
        frame[14] = 0x45;
        frame[16] = (byte) (20 + payload >>> 8);
        frame[17] = (byte) (20 + payload);
        frame[23] = 6;
        for (int i = HEADERS; i < frame.length; i++) {
            frame[i] = (byte) (i * 31 + number);
        }
        return frame;
    }

    @Override
    public long getAsLong() {
        arrive();
        return poll();
    }

    /** Has the driver receive what is in the ring. */
    final long poll() {
        int done = ring.poll(RxRing.SIZE);
        return tally.sum * 31 + done;
    }

    /** Says what one of the frames that arrived has come with. */
    final void comesWith(int frame, long status) {
        memory.putLong(RxRing.RING + (frame << 4) + 8, status << 32 | arrived & 0xffff);
    }

    /** Fills the ring. */
    final void arrive() {
        for (int i = 0; i < RxRing.SIZE; i++) {
            memory.putLong(RxRing.RING + (i << 4) + 8, arrived);
        }
    }

    /** Does to the device what the driver does to it for a ring of frames, and nothing else. */
    final long deviceAlone() {
        arrive();
        for (int i = 0; i < RxRing.SIZE; i++) {
            int descriptor = RxRing.RING + (i << 4);
            int length = (int) memory.getLong(descriptor + 8) & 0xffff;
            memory.get(memory.getInt(descriptor), frame, 0, length);
            tally.deliver(frame, length - CHECK_SEQUENCE, 0, FrameSink.GOOD);
            memory.putInt(descriptor + 12, 0);
            if ((i & 7) == 7) {
                memory.write(Regs.RDT, i);
            }
        }
        return tally.sum * 31 + RxRing.SIZE;
    }

    /** The recorded workload: frames of each of the three lengths. */
    public static void main(String[] args) {
        long sum = 0;
        for (LongSupplier work :
                new LongSupplier[] {new HeadersOnly(), new Payload64(), new Payload1500(), new DeviceAlone()}) {
            for (int i = 0; i < 500; i++) {
                sum += work.getAsLong();
            }
        }
        System.out.println(sum);
    }

    /** Frames with nothing after their headers. */
    public static final class HeadersOnly extends RxWork {
        public HeadersOnly() {
            super(0);
        }
    }

    /** The device without the driver, for frames with nothing after their headers: what no whittling of the driver can save. */
    public static final class DeviceAlone extends RxWork {
        public DeviceAlone() {
            super(0);
        }

        @Override
        public long getAsLong() {
            return deviceAlone();
        }
    }

    /** Frames with 64 bytes of payload. */
    public static final class Payload64 extends RxWork {
        public Payload64() {
            super(64);
        }
    }

    /** Frames with 1480 bytes of payload, which makes 1500 with the network header. */
    public static final class Payload1500 extends RxWork {
        public Payload1500() {
            super(1480);
        }
    }

    /** Looks at a few bytes of each frame, so that the copy is the dearest thing that is done to a payload. */
    private static final class Tally implements FrameSink {
        long sum;

        @Override
        public void deliver(byte[] data, int length, int tag, int checksum) {
            sum += data[11] + data[length - 1] + length + tag + checksum;
        }
    }

    /** Shared memory in an array, and registers that take what they are given. */
    static final class Memory implements DeviceAccess {
        private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
        private static final VarHandle LONG =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

        private final byte[] bytes = new byte[0x310000];
        private final int[] registers = new int[0x8000];

        @Override
        public int configRead(int offset) {
            return offset == 0 ? DEVICE : 0;
        }

        @Override
        public void configWrite(int offset, int value) {}

        @Override
        public int read(int offset) {
            return registers[offset >> 2];
        }

        @Override
        public void write(int offset, int value) {
            registers[offset >> 2] = value;
        }

        @Override
        public int getInt(int address) {
            return (int) INT.get(bytes, address);
        }

        @Override
        public long getLong(int address) {
            return (long) LONG.get(bytes, address);
        }

        @Override
        public void putInt(int address, int value) {
            INT.set(bytes, address, value);
        }

        @Override
        public void putLong(int address, long value) {
            LONG.set(bytes, address, value);
        }

        @Override
        public void get(int address, byte[] to, int start, int length) {
            System.arraycopy(bytes, address, to, start, length);
        }

        @Override
        public void put(int address, byte[] from, int start, int length) {
            System.arraycopy(from, start, bytes, address, length);
        }

        @Override
        public boolean awaitInterrupt() {
            return false;
        }

        @Override
        public void pause(int micros) {}
    }
}
