package dev.whittle.bench.subject.change;

import java.util.function.LongSupplier;

/** Words over a channel whose settings all change at once; an operation returns 1 if what came of a block of words is wrong. */
public final class Channels implements LongSupplier, Runnable {
    private static final int WORDS = 256;

    private final Channel channel = new Channel(0, 1, false);
    private final int[] words = new int[WORDS];
    private final long before;
    private final long after;
    /** 0 before the change, 1 while it goes on, 2 when all is stored. */
    private volatile int phase;

    /** For the harness. */
    public Channels() {
        long plain = 0;
        long changed = 0;
        for (int i = 0; i < WORDS; i++) {
            words[i] = i * 0x9e3779b9;
            plain = plain * 31 + (words[i] + 16777619);
            changed = changed * 31 + changed(words[i]);
        }
        before = plain;
        after = changed;
    }

    /** The code of a word with swapped bytes over four lanes, scrambled. */
    private static int changed(int word) {
        int swapped = (word & 0xff) << 24 | (word & 0xff00) << 8 | word >>> 8 & 0xff00 | word >>> 24;
        int turned = (swapped << 4 | swapped >>> 28) + (swapped & 3);
        int mixed = turned ^ (turned >>> 7 ^ turned << 9);
        return mixed * 0x5bd1e995;
    }

    @Override
    public long getAsLong() {
        int begun = phase;
        long sum = 0;
        for (int word : words) {
            sum = sum * 31 + channel.code(word);
        }
        if (begun == 2) {
            return sum == after ? 0 : 1;
        }
        return begun == 1 || phase != 0 || sum == before ? 0 : 1;
    }

    /** The change. */
    @Override
    public void run() {
        phase = 1;
        channel.order(1);
        channel.lanes(4);
        channel.scrambled(true);
        phase = 2;
    }

    /** The recorded workload. */
    public static void main(String[] args) {
        Channels channels = new Channels();
        long wrong = 0;
        for (int i = 0; i < 2000; i++) {
            wrong += channels.getAsLong();
        }
        System.out.println(wrong);
    }
}
