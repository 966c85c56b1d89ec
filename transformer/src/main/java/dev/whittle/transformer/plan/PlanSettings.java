package dev.whittle.transformer.plan;

/**
 * What a plan aims at.
 *
 * @param explainedShare share of a method's executions, 0 to 1, that its principal path should explain
 * @param exitBytes bytes that an exit adds to a hot class file: its call, its frame, its constants and the name of its fragment. In a
 *     program without folded facts, code leaves only where more than that leaves with it; 0 moves everything
 */
public record PlanSettings(double explainedShare, int exitBytes) {
    /**
     * What part of an exit a method adds that moves whole after the first of its class: they share their fragment, and constants that only it has
     * leave with it. Less lets methods go that leave no more than their call; more keeps methods that are worth it (commons-lang3, netty-buffer).
     */
    private static final int SHARING = 6;

    /** What an exit was seen to cost on average in whittled classes of h2 2.4.240 and of the demo's driver. */
    private static final int MEASURED_EXIT = 210;

    /** Returns the bytes that so many methods of one class add to it when they move whole. */
    long wholeBytes(int methods) {
        return methods == 0 ? 0 : exitBytes + (long) (methods - 1) * sharedBytes();
    }

    /** Returns the bytes that one more method of a class adds to it when it moves whole. */
    int sharedBytes() {
        return exitBytes / SHARING;
    }

    public static PlanSettings defaults() {
        return new PlanSettings(0.99, MEASURED_EXIT);
    }
}
