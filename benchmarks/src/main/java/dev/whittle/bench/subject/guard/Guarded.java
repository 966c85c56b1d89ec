package dev.whittle.bench.subject.guard;

import java.util.function.LongSupplier;

/** The loop over a link that asks a fact, and its workload. */
public final class Guarded {
    static final int STEPS = 256;

    private Guarded() {}

    /** The guard is tested in each of the calls that the loop makes. */
    public static final class EachCall implements LongSupplier {
        private final Link link = new Link(64);
        private long state = 1;

        public EachCall() {}

        @Override
        public long getAsLong() {
            long sum = state;
            for (int i = 0; i < STEPS; i++) {
                sum += link.step(state + i);
            }
            state = sum;
            return sum;
        }
    }

    /** The guard is tested wherever the tool puts it for a loop that asks the fact each time round. */
    public static final class Loop implements LongSupplier {
        private final Link link = new Link(64);
        private long state = 1;

        public Loop() {}

        @Override
        public long getAsLong() {
            state = link.steps(state, STEPS);
            return state;
        }
    }

    /** The recorded workload. */
    public static void main(String[] args) {
        long sum = 0;
        for (LongSupplier work :
                new LongSupplier[] {new EachCall(), new Loop(), new Unguarded.EachCall(), new Unguarded.Loop()}) {
            for (int i = 0; i < 1000; i++) {
                sum += work.getAsLong();
            }
        }
        System.out.println(sum);
    }
}
