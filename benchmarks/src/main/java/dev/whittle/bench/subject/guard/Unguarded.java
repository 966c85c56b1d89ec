package dev.whittle.bench.subject.guard;

import java.util.function.LongSupplier;

/** The same loops without a fact: what {@link Guarded} is compared with, in the same whittled jar. */
public final class Unguarded {
    private Unguarded() {}

    /** Each call does the work alone. */
    public static final class EachCall implements LongSupplier {
        private final NoFact link = new NoFact();
        private long state = 1;

        public EachCall() {}

        @Override
        public long getAsLong() {
            long sum = state;
            for (int i = 0; i < Guarded.STEPS; i++) {
                sum += link.step(state + i);
            }
            state = sum;
            return sum;
        }
    }

    /** The loop does the work alone. */
    public static final class Loop implements LongSupplier {
        private final NoFact link = new NoFact();
        private long state = 1;

        public Loop() {}

        @Override
        public long getAsLong() {
            state = link.steps(state, Guarded.STEPS);
            return state;
        }
    }
}
