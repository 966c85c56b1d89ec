package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import dev.whittle.transformer.plan.PlanSettings;

/**
 * What a plan that is made aims at. A plan that is given is carried out as it is.
 *
 * @param exitBytes bytes that an exit counts as: in a program without folded facts, code leaves where more bytes leave than its exits
 *     count, so that 0 takes all cold code out of hot methods, small ones too
 * @param explainedShare share of a method's executions, above 0 and at most 1, that has to pass a test at its entry
 */
public record Profit(int exitBytes, double explainedShare) {
    /** @throws BadInputException if a number is out of its range */
    public Profit {
        if (exitBytes < 0) {
            throw new BadInputException("An exit counts as at least 0 bytes, not " + exitBytes + ".");
        }
        if (!(explainedShare > 0 && explainedShare <= 1)) {
            throw new BadInputException("The explained share is a part of all executions, above 0 and at most 1, not "
                    + explainedShare + ".");
        }
    }

    /** What an exit counts as unless somebody says otherwise, and 99 of 100 executions. */
    public static Profit defaults() {
        PlanSettings defaults = PlanSettings.defaults();
        return new Profit(defaults.exitBytes(), defaults.explainedShare());
    }

    public Profit withExitBytes(int bytes) {
        return new Profit(bytes, explainedShare);
    }

    public Profit withExplainedShare(double share) {
        return new Profit(exitBytes, share);
    }

    PlanSettings settings() {
        return new PlanSettings(explainedShare, exitBytes);
    }
}
