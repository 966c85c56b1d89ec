package dev.whittle.bench.subject.polluted;

import java.util.function.LongSupplier;

/** A loop of five calls through an interface each time round, in a process that has seen five implementations of it. */
public final class Polls implements LongSupplier {
    private static final int STEPS = 256;
    private static final int KINDS = 5;

    private final Port port = Port.of(0);
    private long state = 1;

    /** Has used all the five until they were compiled, as a process has that serves five kinds of boards. */
    public Polls() {
        this(8000);
    }

    private Polls(int before) {
        for (int i = 0; i < before; i++) {
            state += poll(Port.of(i % KINDS), i);
        }
        state = 1;
    }

    @Override
    public long getAsLong() {
        state += poll(port, state);
        return state;
    }

    private static long poll(Port port, long from) {
        long sum = 0;
        for (int i = 0; i < STEPS; i++) {
            long word = from + i;
            sum += port.status(word) + port.address(word) + port.length(word) + port.sum(word) + port.next(word);
        }
        return sum;
    }

    /** The recorded workload: one kind at work, each of the others seen once. */
    public static void main(String[] args) {
        Polls polls = new Polls(KINDS);
        long sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += polls.getAsLong();
        }
        System.out.println(sum);
    }
}
