package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import dev.whittle.transformer.plan.PlanSettings;

/**
 * What has to come of it that code leaves, when a plan is made. A plan that is given is carried out as it is.
 *
 * @param exitBytes bytes that an exit counts as: in a program without folded facts, code leaves where more bytes leave than its exits
 *     count, so that 0 takes all cold code out of hot methods, small ones too
 */
public record Profit(int exitBytes) {
    /** @throws BadInputException if the number is below 0 */
    public Profit {
        if (exitBytes < 0) {
            throw new BadInputException("An exit counts as at least 0 bytes, not " + exitBytes + ".");
        }
    }

    /** What an exit was measured to add to a class file. */
    public static Profit defaults() {
        return new Profit(PlanSettings.defaults().exitBytes());
    }

    PlanSettings settings() {
        return new PlanSettings(PlanSettings.defaults().explainedShare(), exitBytes);
    }
}
