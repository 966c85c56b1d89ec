package dev.whittle.verifier.internal.replay;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws that can be drawn again, or with a few of them changed: an input is made from what was drawn, so it can be varied. */
final class Choices {
    private final long[] given;
    private final SplittableRandom random;
    private long[] drawn = new long[64];
    private int count;

    private Choices(long[] given, SplittableRandom random) {
        this.given = given;
        this.random = random;
    }

    static Choices fresh(SplittableRandom random) {
        return new Choices(new long[0], random);
    }

    /** Returns what was drawn, but for one to three places. */
    static Choices varied(long[] drawn, SplittableRandom random) {
        long[] copy = drawn.clone();
        int changes = copy.length == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            copy[random.nextInt(copy.length)] = random.nextLong() >>> 1;
        }
        return new Choices(copy, random);
    }

    long any() {
        long value = count < given.length ? given[count] : random.nextLong() >>> 1;
        if (count == drawn.length) {
            drawn = Arrays.copyOf(drawn, count * 2);
        }
        drawn[count++] = value;
        return value;
    }

    /** Returns 0 to n - 1. */
    int below(int n) {
        return (int) (any() % n);
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    long[] drawn() {
        return Arrays.copyOf(drawn, count);
    }
}
