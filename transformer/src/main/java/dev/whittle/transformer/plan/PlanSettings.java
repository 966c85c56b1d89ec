package dev.whittle.transformer.plan;

/**
 * What a plan aims at.
 *
 * @param explainedShare share of a method's executions, 0 to 1, that its principal path should explain
 */
public record PlanSettings(double explainedShare) {
    public static PlanSettings defaults() {
        return new PlanSettings(0.99);
    }
}
