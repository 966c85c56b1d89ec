package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import dev.whittle.verifier.VerificationSettings;
import java.time.Duration;

/**
 * How much proofs may take, and who has to agree to them.
 *
 * @param jobs methods that are proved at once; no result depends on it
 * @param budget steps that each solver may take for one method, counted by itself; 0 for as many as it takes
 * @param secondSolver whether a second, independent solver has to agree to each proof
 * @param patience seconds that one question may take before the solver is killed, which fails what was asked for
 */
public record Solving(int jobs, long budget, boolean secondSolver, int patience) {
    public static final int PATIENCE = 180;

    /** @throws BadInputException if one of the numbers makes no sense */
    public Solving {
        if (jobs < 1 || budget < 0 || patience < 1) {
            throw new BadInputException("A number of jobs or seconds is at least 1, and a budget at least 0: not "
                    + jobs + " jobs, " + patience + " seconds and a budget of " + budget + ".");
        }
    }

    public static Solving defaults() {
        return new Solving(Runtime.getRuntime().availableProcessors(), 0, true, PATIENCE);
    }

    VerificationSettings settings() {
        return new VerificationSettings(
                jobs,
                budget == 0 ? VerificationSettings.NO_BUDGET : budget,
                secondSolver,
                Duration.ofSeconds(patience),
                VerificationSettings.defaults().megabytes());
    }

    /** Returns what a result depends on; empty for what is usual. */
    String ground() {
        return (budget == 0 ? "" : " budget " + budget) + (secondSolver ? "" : " one solver");
    }
}
