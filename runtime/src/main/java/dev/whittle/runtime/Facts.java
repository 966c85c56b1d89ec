package dev.whittle.runtime;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Guards of facts: tested where a fact is read, at no cost in compiled code, and broken where another value is written.
 *
 * <p>Memory model. A guard is a {@link MutableCallSite} whose target is the constant true. A writer of another value sets the target to the
 * constant false and calls {@link MutableCallSite#syncAll}, which "forces all future readers of each call site's target to accept the
 * most recently stored value", and only then stores the value. Take a thread that has got hold of an object (the base reference), then
 * tests the guard and sees true:
 *
 * <ul>
 *   <li>If a write of another value to that object came before it got hold of the object, the guard was broken before that write, and the
 *       test, which comes later in program order, would have seen false. So no such write had come yet.
 *   <li>If a write comes after, the thread may go on with the old value up to its next barrier, just as it could have read the field at the
 *       moment of the test. After a barrier the hot code tests again.
 * </ul>
 *
 * <p>The test must therefore come after the reference was obtained: a thread that tested first could then be handed an object that was
 * published after the guard broke. What the specification promises, and what HotSpot does beyond it, is in {@code docs/guards.md}.
 *
 * <p>Thread-safe. There is one guard for each build and fact; it breaks once and for ever, and is false for sites that are linked later.
 */
public final class Facts {
    /** Holds texts, constants and call sites of no class of the program, so it keeps no class loader alive. */
    private static final ConcurrentMap<String, Guard> GUARDS = new ConcurrentHashMap<>();

    private Facts() {}

    /** Links a test of a guard: {@code ()boolean}, true while the fact has only been written with the expected value. */
    public static CallSite guard(Lookup caller, String name, MethodType type, String build, String factKey) {
        return guardOf(build, factKey).site;
    }

    /**
     * Links the check before a write of a fact: {@code (value)void}; another value than the expected one breaks the guard before the check
     * returns.
     *
     * @param expected {@code I:5}, {@code J:5}, {@code Z:1}, {@code E:NAME} or {@code N:}; no value is equal to any other text
     */
    public static CallSite write(
            Lookup caller, String name, MethodType type, String build, String factKey, String expected) {
        Write write = new Write(
                guardOf(build, factKey), build, expected, caller.lookupClass().getName());
        try {
            return new ConstantCallSite(
                    checker(write, type.parameterType(0), expected).asType(type));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // An expectation that cannot be read is met by no value: the program is right without the guard, and only
            // slower.
            return new ConstantCallSite(MethodHandles.dropArguments(unreadable(write), 0, type.parameterList()));
        }
    }

    private static MethodHandle checker(Write write, Class<?> type, String expected)
            throws ReflectiveOperationException {
        Lookup own = MethodHandles.lookup();
        String rest = expected.substring(2);
        if (type.isPrimitive() && "IJZ".indexOf(expected.charAt(0)) < 0) {
            throw new IllegalArgumentException(expected);
        }
        if (type == long.class) {
            MethodHandle check = own.findVirtual(
                    Write.class, "checkLong", MethodType.methodType(void.class, long.class, long.class));
            return MethodHandles.insertArguments(check, 0, write, Long.parseLong(rest));
        }
        if (type.isPrimitive()) {
            MethodHandle check =
                    own.findVirtual(Write.class, "checkInt", MethodType.methodType(void.class, int.class, int.class));
            MethodHandle bound = MethodHandles.insertArguments(check, 0, write, Integer.parseInt(rest));
            return type == boolean.class
                    ? MethodHandles.filterArguments(
                            bound,
                            0,
                            own.findStatic(Facts.class, "asInt", MethodType.methodType(int.class, boolean.class)))
                    : bound;
        }
        MethodHandle check = own.findVirtual(
                Write.class, "checkName", MethodType.methodType(void.class, String.class, Object.class));
        return MethodHandles.insertArguments(check, 0, write, expected);
    }

    private static MethodHandle unreadable(Write write) {
        try {
            return MethodHandles.lookup().bind(write, "unreadable", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Whittle's runtime is damaged: " + e, e);
        }
    }

    static int asInt(boolean value) {
        return value ? 1 : 0;
    }

    /** Returns the facts, as {@code owner.field}, whose guards a write broke, sorted; none if {@link Switch#OFF}. */
    public static List<String> invalidated() {
        return GUARDS.values().stream()
                .filter(g -> g.broken && !Switch.OFF)
                .map(g -> g.factKey)
                .distinct()
                .sorted()
                .toList();
    }

    private static Guard guardOf(String build, String factKey) {
        String key = build + '|' + factKey;
        Guard known = GUARDS.get(key);
        if (known != null) {
            return known;
        }
        // Without a lambda, which would be the first of many programs, and dear.
        Guard fresh = new Guard(factKey);
        known = GUARDS.putIfAbsent(key, fresh);
        return known == null ? fresh : known;
    }

    /** One place that writes a fact. */
    static final class Write {
        private final Guard guard;
        private final String build;
        private final String expected;
        /** Name of its class. */
        private final String writer;

        Write(Guard guard, String build, String expected, String writer) {
            this.guard = guard;
            this.build = build;
            this.expected = expected;
            this.writer = writer;
        }

        void checkInt(int expectedValue, int value) {
            if (value != expectedValue) {
                failed("I:" + value);
            }
        }

        void checkLong(long expectedValue, long value) {
            if (value != expectedValue) {
                failed("J:" + value);
            }
        }

        void checkName(String expectedName, Object value) {
            boolean same = value instanceof Enum<?> e
                    ? expectedName.startsWith("E:")
                            && expectedName.startsWith(e.name(), 2)
                            && expectedName.length() == e.name().length() + 2
                    : value == null && expectedName.equals("N:");
            if (!same) {
                failed(
                        value instanceof Enum<?> e
                                ? "E:" + e.name()
                                : value == null ? "N:" : "O:" + value.getClass().getName());
            }
        }

        void unreadable() {
            failed("O:not compared");
        }

        /** Tells of the first value alone: one is enough to fold no more, and later writes cost nothing. */
        private void failed(String actual) {
            if (guard.breakGuard()) {
                ColdEvents.failed(build, guard.factKey, expected, actual, writer);
            }
        }
    }

    /**
     * State of one fact of one build. It has no initialiser that could fail where the stack ends: what the JVM remembers of that would fail
     * each guard after it.
     */
    static final class Guard {
        private final String factKey;
        private final MutableCallSite site = new MutableCallSite(MethodHandles.constant(boolean.class, !Switch.OFF));
        /** Set only when every thread sees the guard broken. */
        private volatile boolean broken = Switch.OFF;

        Guard(String factKey) {
            this.factKey = factKey;
        }

        /**
         * Returns when the guard is false for all threads, true to the one that broke it. A second writer waits for the first, or it
         * would store too early.
         */
        boolean breakGuard() {
            if (broken) {
                return false;
            }
            MethodHandle no = MethodHandles.constant(boolean.class, false);
            synchronized (this) {
                boolean first = !broken;
                if (first) {
                    site.setTarget(no);
                    MutableCallSite.syncAll(new MutableCallSite[] {site});
                    broken = true;
                }
                return first;
            }
        }
    }
}
