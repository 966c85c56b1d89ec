package dev.whittle.transformer.plan;

/**
 * What a plan aims at.
 *
 * @param explainedShare share of a method's executions, 0 to 1, that its principal path should explain
 * @param exitBytes bytes that an exit adds to a hot class file: its call, its frame, its constants and the name of its fragment. In a
 *     program without folded facts, code leaves only where more than that leaves with it; 0 moves everything
 */
public record PlanSettings(double explainedShare, int exitBytes) {
    /** What an exit was seen to cost on average in whittled classes of h2 2.4.240 and of the demo's driver. */
    private static final int MEASURED_EXIT = 210;

    public static PlanSettings defaults() {
        return new PlanSettings(0.99, MEASURED_EXIT);
    }
}
