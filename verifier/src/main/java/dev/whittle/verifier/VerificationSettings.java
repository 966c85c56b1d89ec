package dev.whittle.verifier;

import java.time.Duration;

/**
 * How much a verification may take, and who has to agree.
 *
 * @param jobs methods that are proved at once, above 0; the result does not depend on it
 * @param budget steps that each solver may take for one method, counted by itself; above 0
 * @param secondSolver whether a second, independent solver has to agree to each proof
 * @param patience for one question to a solver; one that takes longer is killed, and that is a fault
 * @param megabytes of memory that a solver may take; one that takes more is killed, and that is a fault
 * @param fuzzing of what is not proved
 */
public record VerificationSettings(
        int jobs, long budget, boolean secondSolver, Duration patience, int megabytes, Fuzzing fuzzing) {
    public static final long NO_BUDGET = Long.MAX_VALUE;

    public VerificationSettings {
        if (jobs < 1 || budget < 1 || patience.isNegative() || patience.isZero() || megabytes < 1) {
            throw new IllegalArgumentException("each of these must be above 0: " + jobs + " jobs, a budget of " + budget
                    + ", a patience of " + patience + ", " + megabytes + " MB");
        }
    }

    /** Without a fuzzer. */
    public VerificationSettings(int jobs, long budget, boolean secondSolver, Duration patience, int megabytes) {
        this(jobs, budget, secondSolver, patience, megabytes, Fuzzing.none());
    }

    /** Returns the same with another search for counterexamples. */
    public VerificationSettings with(Fuzzing other) {
        return new VerificationSettings(jobs, budget, secondSolver, patience, megabytes, other);
    }

    /** A job for each processor, no budget, a second solver, a minute and 2 GB. */
    public static VerificationSettings defaults() {
        return new VerificationSettings(
                Runtime.getRuntime().availableProcessors(), NO_BUDGET, true, Duration.ofMinutes(3), 2048);
    }

    /** Returns what a proof may depend on: no number of jobs, no fuzzer, and nothing that only ends in a fault. */
    String ground() {
        return "budget " + budget + ", second solver " + secondSolver;
    }
}
