package dev.whittle.verifier.internal.replay;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Counts the steps of replayed code and notes what its state at the end does not show. Each sandbox defines a copy of this class, so its
 * state lives as long as one run and belongs to that run's thread; the copy that the verifier itself has loaded is never used.
 */
public final class Meter {
    private static final int ENTRY = 10;
    private static final int ELEMENTS_PER_STEP = 4;
    private static final int MAX_EVENTS = 2000;

    private static final Meter RUN = new Meter();

    /** Ends a run. No replayed code can hold it up: each handler passes it on. */
    public static final class Exhausted extends Error {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("the steps are used up", null, false, false);
        }
    }

    private long budget = Long.MAX_VALUE;
    private long used;
    private final List<String> events = new ArrayList<>();
    private final BitSet outcomes = new BitSet();
    private final Set<String> touched = new LinkedHashSet<>();

    private Meter() {}

    /** Begins to count anew, and forgets the events. */
    public static void start(long budget) {
        RUN.budget = budget;
        RUN.used = 0;
        RUN.events.clear();
    }

    public static long used() {
        return RUN.used;
    }

    public static boolean exhausted() {
        return RUN.used > RUN.budget;
    }

    public static List<String> events() {
        return List.copyOf(RUN.events);
    }

    public static BitSet outcomes() {
        return (BitSet) RUN.outcomes.clone();
    }

    public static Set<String> touched() {
        return Set.copyOf(RUN.touched);
    }

    private void spend(long steps) {
        used += steps;
        if (used > budget) {
            // Later calls end at once, whoever caught this one.
            used = Math.max(used, 1) + budget / 2;
            throw new Exhausted();
        }
    }

    /** Stands for the exception of the runtime, which is one that programs may catch, too. */
    public static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("the cold code cannot be brought back");
        }
    }

    /** An exit that finds no cold code which is the one it pins. */
    @SuppressWarnings("DoNotCallSuggester") // replayed code calls it
    public static void lost() {
        throw new Lost();
    }

    public static void enter() {
        RUN.spend(ENTRY);
    }

    public static void back() {
        RUN.spend(1);
    }

    /** Before an array or a buffer is made, or a collection of a size. */
    public static void size(int length) {
        RUN.spend(1 + Math.max(0, length) / ELEMENTS_PER_STEP);
    }

    public static void size(int rows, int columns) {
        RUN.spend(1 + Math.max(0L, rows) * Math.max(1, columns) / ELEMENTS_PER_STEP);
    }

    /** What the platform is given to copy, or gave. Calls no replayed code. */
    public static void grown(Object value) {
        long size = 0;
        if (value instanceof String s) {
            size = s.length();
        } else if (value instanceof StringBuilder s) {
            size = s.length();
        } else if (value != null && value.getClass().getClassLoader() == null) {
            if (value instanceof Collection<?> c) {
                size = c.getClass().getName().startsWith("java.util.Collections$") ? 16 : sizeOf(c);
            } else if (value instanceof Map<?, ?> m && !m.getClass().getName().startsWith("java.util.Collections$")) {
                size = m.size();
            } else if (value instanceof byte[] b) {
                size = b.length;
            } else if (value instanceof char[] b) {
                size = b.length;
            } else if (value instanceof Object[] b) {
                size = b.length;
            }
        }
        if (size > 0) {
            RUN.spend(size / ELEMENTS_PER_STEP);
        }
    }

    private static int sizeOf(Collection<?> c) {
        return c.getClass().getName().contains("$") ? 16 : c.size();
    }

    /** At each handler: what is not the program's own is not for it. */
    public static void caught(Throwable thrown) throws Throwable {
        if (exhausted() || thrown instanceof Exhausted || thrown instanceof VirtualMachineError) {
            RUN.used = Math.max(RUN.used, RUN.budget + 1);
            throw thrown;
        }
        RUN.spend(1);
    }

    /** What a stand-in answers: its made-up values in turn. */
    public static long answer(long[] values, int call) {
        return values == null || values.length == 0 ? 0 : values[Math.floorMod(call, values.length)];
    }

    public static void outcome(int number) {
        RUN.outcomes.set(number);
    }

    /** The class's static state may not be what it was when it was loaded. */
    public static void touched(String className) {
        RUN.touched.add(className);
    }

    public static void event(String what) {
        if (RUN.events.size() < MAX_EVENTS) {
            RUN.events.add(what);
        }
    }

    public static void wrote(int value, String field) {
        event(write(String.valueOf(value), field));
    }

    public static void wrote(long value, String field) {
        event(write(String.valueOf(value), field));
    }

    public static void wrote(float value, String field) {
        event(write(String.valueOf(value), field));
    }

    public static void wrote(double value, String field) {
        event(write(String.valueOf(value), field));
    }

    public static void wrote(Object value, String field) {
        boolean text = value == null || value instanceof String || value instanceof Number;
        event(write(text ? String.valueOf(value) : value.getClass().getName(), field));
    }

    /** Without the usual operator, which would have to be linked in each sandbox anew. */
    private static String write(String value, String field) {
        return "write of ".concat(value).concat(" to ").concat(field);
    }
}
