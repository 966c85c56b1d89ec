package dev.whittle.demo.nic;

import java.util.function.LongSupplier;

/**
 * The demo driver under a load that changes: first one 82540EM is served, which is what was recorded; then boards of five kinds are bound, the
 * fifth of which the driver's table lacks, so that each fact of a board is written with another value. An operation receives a ring of
 * frames and sends a few; it returns how many results were wrong, by arithmetic of its own.
 */
public abstract class ChangeWork implements LongSupplier, Runnable {
    private static final int[] DEVICES = {0x100e8086, 0x100c8086, 0x100f8086, 0x10d38086, 0x100f8086};
    static final int EXPRESS = 3;
    private static final int UNLISTED = 4;

    private volatile Bound[] served = {new Bound(0)};
    private int turn;

    @Override
    public long getAsLong() {
        Bound[] now = served;
        turn = turn + 1 < now.length ? turn + 1 : 0;
        return now[turn].work();
    }

    /** The change: binds a board of each of the other kinds, and has them served. */
    @Override
    public void run() {
        Bound[] all = {served[0], new Bound(1), new Bound(2), new Bound(EXPRESS), new Bound(UNLISTED)};
        served = after(all);
    }

    /** What is served after the change, of all that is bound. */
    abstract Bound[] after(Bound[] all);

    /** The recorded workload. */
    public static void main(String[] args) {
        LongSupplier work = new Exchange();
        long wrong = 0;
        for (int i = 0; i < 2000; i++) {
            wrong += work.getAsLong();
        }
        System.out.println(wrong);
    }

    /** An 82574L takes the place of the recorded model; the other boards are bound and idle. */
    public static final class Exchange extends ChangeWork {
        /** For the harness. */
        public Exchange() {}

        @Override
        Bound[] after(Bound[] all) {
            return new Bound[] {all[EXPRESS]};
        }
    }

    /** All five boards take turns. */
    public static final class Mixed extends ChangeWork {
        /** For the harness. */
        public Mixed() {}

        @Override
        Bound[] after(Bound[] all) {
            return all;
        }
    }

    /** A board with its driver, and what each round over it must come to. */
    static final class Bound implements FrameSink {
        private static final int PACKETS = 4;
        private static final int TAG = 42;
        private static final long STATION = 0x525400123456L;

        private final RxWork.Memory memory = new RxWork.Memory();
        private final long[] arrived = new long[RxRing.SIZE];
        private final Packet[] packets = new Packet[PACKETS];
        private final boolean express;
        private final RxRing rx;
        private final TxRing tx;
        private final long expected;
        private final int expectedOctets;
        private long sum;
        private int sent;

        Bound(int model) {
            BoardTraits traits = BoardTraits.identify(DEVICES[model]);
            if (model == UNLISTED) {
                traits.crcInBuffer = true;
                traits.vlanOffload = false;
                traits.ipv6Checksum = false;
                traits.copyBreak = 64;
                traits.rxBatch = 4;
                traits.softwareOctets = true;
            }
            express = model == EXPRESS;
            boolean ownTags = model == 1 || model == UNLISTED;
            boolean checked = model == 0 || ownTags;
            Board board = new Board(traits);
            RxCounters counters = new RxCounters();
            tx = new TxRing(memory, board, new TxCounters());
            rx = new RxRing(memory, board, counters, new RxFrames(board, counters, this, STATION));
            tx.reset();
            rx.reset();
            long all = 0;
            for (int i = 0; i < RxRing.SIZE; i++) {
                all += arrange(i, ownTags, checked);
            }
            expected = all;
            for (int i = 0; i < PACKETS; i++) {
                int start = i == 1 ? 34 : 0;
                packets[i] = new Packet(frame(200, i), i == 2 ? 54 : 0, i == 3 ? TAG : 0, start, i == 1 ? 50 : 0);
            }
            expectedOctets = PACKETS * 200 + (ownTags ? 4 : 0);
        }

        /** Puts a frame into a buffer, where it stays; returns what it adds to the sum when it is delivered. */
        private long arrange(int i, boolean ownTags, boolean checked) {
            int length = i % 4 == 2 ? 1514 : i % 4 == 1 ? 98 : 64;
            byte[] frame = frame(length, i);
            int tag = i % 4 == 3 ? TAG : 0;
            byte[] there = frame;
            if (tag != 0 && ownTags) {
                there = new byte[length + 4];
                System.arraycopy(frame, 0, there, 0, 12);
                there[12] = (byte) 0x81;
                there[15] = TAG;
                System.arraycopy(frame, 12, there, 16, length - 12);
            }
            memory.put(0x300000 + i * 2048, there, 0, there.length);
            int received = there.length + (checked ? 4 : 0);
            long status = Regs.RX_DD | Regs.RX_EOP | Regs.RX_IPCS | Regs.RX_TCPCS;
            if (tag != 0 && !ownTags) {
                status |= Regs.RX_VP;
            }
            long special = (long) tag << 48;
            arrived[i] = express ? special | (long) received << 32 | status : special | status << 32 | received;
            return frame[11] + frame[length - 1] + length + 7L * tag + GOOD;
        }

        private static byte[] frame(int length, int number) {
            byte[] frame = new byte[length];
            for (int i = 34; i < length; i++) {
                frame[i] = (byte) (i * 31 + number);
            }
            for (int i = 0; i < 6; i++) {
                frame[i] = (byte) (STATION >>> 40 - 8 * i);
            }
            frame[6] = 2;
            frame[11] = (byte) number;
            frame[12] = 8;
            frame[14] = 0x45;
            frame[16] = (byte) (length - 14 >>> 8);
            frame[17] = (byte) (length - 14);
            frame[23] = 6;
            return frame;
        }

        /** One round; returns how many of its three results are wrong. */
        long work() {
            for (int i = 0; i < RxRing.SIZE; i++) {
                int descriptor = RxRing.RING + (i << 4);
                if (express) {
                    memory.putLong(descriptor, 0x5bd1e995L << 32);
                }
                memory.putLong(descriptor + 8, arrived[i]);
            }
            sum = 0;
            long wrong = rx.poll(RxRing.SIZE) == RxRing.SIZE ? 0 : 1;
            wrong += sum == expected ? 0 : 1;
            int octets = 0;
            for (Packet packet : packets) {
                tx.transmit(packet);
                octets += onWire();
            }
            return wrong + (octets == expectedOctets ? 0 : 1);
        }

        /** Does with new descriptors what the device does, and counts their bytes. */
        private int onWire() {
            int octets = 0;
            int tail = memory.read(Regs.TDT);
            for (int i = sent; i != tail; i = i + 1 & TxRing.SIZE - 1) {
                int descriptor = TxRing.RING + (i << 4);
                int command = memory.getInt(descriptor + 8);
                if ((command & (Regs.TX_DEXT | Regs.TX_DATA)) != Regs.TX_DEXT) {
                    octets += command & 0xffff;
                    memory.putInt(descriptor + 12, memory.getInt(descriptor + 12) | 1);
                }
            }
            sent = tail;
            return octets;
        }

        @Override
        public void deliver(byte[] data, int length, int tag, int checksum) {
            sum += data[11] + data[length - 1] + length + 7L * tag + checksum;
        }
    }
}
