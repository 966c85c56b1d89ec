package dev.whittle.engine.mutation;

import java.util.ArrayList;
import java.util.List;

/** What code that {@link Staging} prepared calls while it runs. One thing runs at a time. */
public final class Ticks {
    /** Ends a run that takes too long, or would do what no experiment may. */
    static final class Spent extends Error {
        private static final long serialVersionUID = 1;

        Spent() {
            super("", null, false, false);
        }
    }

    private static long left;
    private static boolean spent;
    private static long hits;
    private static final List<String> EVENTS = new ArrayList<>();

    private Ticks() {}

    static void start(long budget) {
        left = budget;
        spent = false;
        EVENTS.clear();
    }

    /** Code may catch what ends it: then it is not over, but counts for nothing. */
    static boolean spent() {
        return spent;
    }

    static long left() {
        return left;
    }

    static long hits() {
        return hits;
    }

    static void noHits() {
        hits = 0;
    }

    static List<String> events() {
        return List.copyOf(EVENTS);
    }

    public static void tick() {
        if (--left < 0) {
            stop();
        }
    }

    public static void size(int n) {
        left -= Math.max(0, n) / 8;
        tick();
    }

    public static void stop() {
        spent = true;
        throw new Spent();
    }

    /** The code that was changed is reached. */
    public static void hit() {
        hits++;
    }

    public static void refuse() {
        throw new IllegalStateException("the cold store has no such code");
    }

    public static void event(String what) {
        if (EVENTS.size() < 1000) {
            EVENTS.add(what);
        }
    }
}
