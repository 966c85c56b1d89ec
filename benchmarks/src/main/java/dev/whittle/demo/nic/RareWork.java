package dev.whittle.demo.nic;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The demo driver's receive path as in {@link RxWork}, where what one of the 32 frames has come with can be said. */
public final class RareWork implements LongSupplier, LongConsumer {
    /** What the controller says of a frame that is as it should be. */
    public static final long GOOD = Regs.RX_DD | Regs.RX_EOP | Regs.RX_IPCS | Regs.RX_TCPCS;

    /** The same with an error of the frame's check sequence. */
    public static final long BAD = GOOD | (long) Regs.ERR_CE << 8;

    /** A frame whose checksums the controller did not look at. */
    public static final long UNCHECKED = Regs.RX_DD | Regs.RX_EOP;

    private static final int RECORDED = 2000;
    private static final int TOLD = 7;

    private final RxWork work = new RxWork.HeadersOnly();
    private long status = GOOD;

    /** Binds the device. */
    public RareWork() {}

    @Override
    public void accept(long status) {
        this.status = status;
    }

    @Override
    public long getAsLong() {
        work.arrive();
        work.comesWith(TOLD, status);
        return work.poll();
    }

    /** The recorded workload: none of the frames is rare. */
    public static void main(String[] args) {
        RareWork work = new RareWork();
        long sum = 0;
        for (int i = 0; i < RECORDED; i++) {
            work.accept(GOOD);
            sum += work.getAsLong();
        }
        System.out.println(sum);
    }
}
