package dev.whittle.bench.subject.merge;

import java.util.function.LongSupplier;

/** Handles events by an object each, which only a rare path shows to others and then merges back into the common one. */
public final class Events implements LongSupplier {
    private static final int STEPS = 256;
    private static final int RARE = 63;

    private final Event[] strange = new Event[16];
    private final byte[] kinds = new byte[STEPS];
    private int seen;
    private long state = 1;

    /** Has met rare events, as a program has that ran for a while: the JIT may not leave their path out. */
    public Events() {
        this(1 << 16);
    }

    private Events(int before) {
        for (int i = 0; i < before; i++) {
            state += handle(state, i & RARE);
        }
        state = 1;
        for (int i = 0; i < STEPS; i++) {
            kinds[i] = (byte) (i % RARE);
        }
    }

    @Override
    public long getAsLong() {
        long sum = state;
        for (byte kind : kinds) {
            sum += handle(sum, kind);
        }
        state = sum;
        return sum;
    }

    private long handle(long word, int kind) {
        Event event = new Event(word, word >>> 7);
        if (kind == RARE) {
            keep(event);
        }
        event.second += kind;
        return event.first * 31 + event.second;
    }

    private void keep(Event event) {
        strange[seen & 15] = event;
        seen++;
    }

    /** The recorded workload: no rare event came. */
    public static void main(String[] args) {
        Events events = new Events(0);
        long sum = 0;
        for (int i = 0; i < 1000; i++) {
            sum += events.getAsLong();
        }
        System.out.println(sum);
    }

    private static final class Event {
        final long first;
        long second;

        Event(long first, long second) {
            this.first = first;
            this.second = second;
        }
    }
}
