package dev.whittle.bench.subject.guard;

/** A link whose width is known to the compiler: {@link Link} with the test gone, and nothing to guard. */
final class NoFact {
    long step(long word) {
        return word * 31 + (word >>> 7);
    }

    long steps(long from, int count) {
        long sum = from;
        for (int i = 0; i < count; i++) {
            sum += sum * 31 + (sum >>> 7);
        }
        return sum;
    }
}
