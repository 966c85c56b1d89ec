package dev.whittle.bench.subject.start;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** The same program with more packets: an operation handles 32. What the eighth of them has come with can be said. */
public final class Packets implements LongSupplier, LongConsumer {
    private static final int RECORDED = 2000;
    private static final int BATCH = 32;
    private static final int TOLD = 7;

    private final Driver driver = Start.open();
    private final long[] statuses = new long[BATCH];

    /** Binds the device. */
    public Packets() {
        java.util.Arrays.fill(statuses, Start.GOOD);
    }

    @Override
    public void accept(long status) {
        statuses[TOLD] = status;
    }

    @Override
    public long getAsLong() {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += driver.rx(statuses[i], i);
        }
        return sum;
    }

    /** The recorded workload: none of the packets is rare. */
    public static void main(String[] args) {
        Packets packets = new Packets();
        long sum = 0;
        for (int i = 0; i < RECORDED; i++) {
            packets.accept(Start.GOOD);
            sum += packets.getAsLong();
        }
        System.out.println(sum);
    }
}
