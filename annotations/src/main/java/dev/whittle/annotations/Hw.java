package dev.whittle.annotations;

/**
 * Marker calls for decisions that no field, method, parameter or type names.
 *
 * <p>Each returns what it was given, so a program behaves the same with Whittle and without; unlike {@link HwBranch} the calls are
 * made at run time, so this class has to be on the class path of a program that uses them. All methods are thread-safe.
 */
public final class Hw {
    private Hw() {}

    /**
     * Says that the outcome of this condition is the fact {@code id}.
     *
     * @param id the fact's id, a constant such as {@code net.quirk.tipg}
     * @param condition the outcome
     * @return {@code condition}
     */
    public static boolean decide(String id, boolean condition) {
        return condition;
    }

    /**
     * Says that this number is the fact {@code id}, for a switch or a comparison that follows.
     *
     * @param id the fact's id, a constant such as {@code net.revision}
     * @param value the number, of any range
     * @return {@code value}
     */
    public static int decide(String id, int value) {
        return value;
    }
}
