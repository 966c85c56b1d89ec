package dev.whittle.transformer.plan;

/**
 * What a plan aims at.
 *
 * @param explainedShare share of a method's executions, 0 to 1, that its principal path should explain
 * @param exitBytes bytes of code that an exit counts as: its call, its frame, its constants and the name of its fragment. In a
 *     program without folded facts, code leaves only where more than that leaves with it; 0 moves everything
 */
public record PlanSettings(double explainedShare, int exitBytes) {
    /**
     * What part of an exit a method adds that moves whole after the first of its class: they share their fragment, and constants that only it has
     * leave with it. Less lets methods go that leave no more than their call; more keeps methods that are worth it (commons-lang3, netty-buffer).
     */
    private static final int SHARING = 6;

    /** What part of an exit that of the off switch costs with its test: the method's own constants and its code, and no class of its own. */
    private static final int SWITCH = 3;

    /**
     * What an exit counts as, against the bytes of code alone that leave. It was seen to cost about 200; but constants, lines and frames leave with
     * code, about as much again. Of 0 to 210, class files of h2 2.4.240 and netty-buffer 4.1.128 are smallest with 100 to 120.
     */
    private static final int DEFAULT_EXIT = 100;

    /** Returns the bytes that so many methods of one class add to it when they move whole. */
    long wholeBytes(int methods) {
        return methods == 0 ? 0 : exitBytes + (long) (methods - 1) * sharedBytes();
    }

    /**
     * Returns the bytes that a method adds to its class when parts of it leave.
     *
     * @param exits on its ways
     * @param atEntry true if the off switch has one besides, which shares its fragment with those of other methods
     */
    long partBytes(int exits, boolean atEntry) {
        return (long) exits * exitBytes + (atEntry ? exitBytes / SWITCH : 0);
    }

    /** Returns the bytes that one more method of a class adds to it when it moves whole. */
    int sharedBytes() {
        return exitBytes / SHARING;
    }

    public static PlanSettings defaults() {
        return new PlanSettings(0.99, DEFAULT_EXIT);
    }
}
