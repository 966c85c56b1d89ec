package dev.whittle.bench.subject.guard;

/** A link whose width is known to the compiler: {@link Link} with the test gone, and nothing to guard. */
final class NoFact {
    /** Too large for the compilers to make shifts and additions of, which they would order otherwise in each loop. */
    static final long FACTOR = 0x9e3779b97f4a7c15L;

    long step(long word) {
        return word * FACTOR ^ word >>> 7;
    }

    long steps(long from, int count) {
        long sum = from;
        for (int i = 0; i < count; i++) {
            long word = from + i;
            sum += word * FACTOR ^ word >>> 7;
        }
        return sum;
    }
}
