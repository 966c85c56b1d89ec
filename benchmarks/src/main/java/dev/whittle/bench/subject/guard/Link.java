package dev.whittle.bench.subject.guard;

import dev.whittle.annotations.HwBranch;

/** A link whose width is a fact; what it costs to rely on it is what is measured. */
final class Link {
    @HwBranch("bench.width")
    private final int width;

    Link(int width) {
        this.width = width;
    }

    /** Asks the fact once a call. */
    long step(long word) {
        if (width > 32) {
            return word * NoFact.FACTOR ^ word >>> 7;
        }
        return narrow(word);
    }

    /** Asks the fact in a loop. */
    long steps(long from, int count) {
        long sum = from;
        for (int i = 0; i < count; i++) {
            long word = from + i;
            if (width > 32) {
                sum += word * NoFact.FACTOR ^ word >>> 7;
            } else {
                sum += narrow(word);
            }
        }
        return sum;
    }

    private static long narrow(long word) {
        long low = word & 0xffffffffL;
        return low * 31 + (low >>> 7);
    }
}
