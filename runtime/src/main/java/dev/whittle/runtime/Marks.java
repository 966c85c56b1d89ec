package dev.whittle.runtime;

/**
 * Marks of objects: what the constructor of a class with facts gathers at its end, a bit for each fact that has the value which the program
 * was whittled for. Hot code that holds the object asks for the bits that it needs and for nothing else. Stateless.
 *
 * <p>A mark is written once, by the constructor, behind all that it says; until then it is 0, which says nothing. It speaks of final
 * fields alone, so that it never has to be taken back. Off, no object gets any, so that all hot code that asks leaves. See {@code docs/guards.md}.
 */
public final class Marks {
    private Marks() {}

    /** Returns {@code marks} with {@code bit} if the value is the expected one, else without a change. */
    public static int add(int marks, int value, int expected, int bit) {
        return value == expected && !Switch.OFF ? marks | bit : marks;
    }

    /** Returns {@code marks} with {@code bit} if the value is the expected one, else without a change. */
    public static int add(int marks, long value, long expected, int bit) {
        return value == expected && !Switch.OFF ? marks | bit : marks;
    }

    /**
     * Returns {@code marks} with {@code bit} if the value is the constant of that name, else without a change.
     *
     * @param value null, or a constant of an enum
     */
    public static int add(int marks, Object value, String expected, int bit) {
        boolean same = value instanceof Enum<?> constant && constant.name().equals(expected);
        return same && !Switch.OFF ? marks | bit : marks;
    }
}
