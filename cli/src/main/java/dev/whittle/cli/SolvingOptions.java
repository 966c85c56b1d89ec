package dev.whittle.cli;

import dev.whittle.engine.Solving;
import picocli.CommandLine.Option;

/** How much proofs may take, and who has to agree to them. */
final class SolvingOptions {
    enum SecondSolver {
        ON,
        OFF
    }

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Prove so many methods at once (default: one for each processor). The result is the same.")
    private int jobs = Solving.defaults().jobs();

    @Option(
            names = "--budget",
            paramLabel = "STEPS",
            description = "Steps that each solver may take for one method, counted by itself; what needs more is not"
                    + " proved (default: no such limit).")
    private long budget;

    @Option(
            names = "--second-solver",
            paramLabel = "on|off",
            description = "Whether a second, independent solver has to agree to each proof (default: on).")
    private SecondSolver second = SecondSolver.ON;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "A solver that takes longer over one question is killed, and the command fails (default: "
                    + Solving.PATIENCE + ").")
    private int patience = Solving.PATIENCE;

    Solving solving() {
        return new Solving(jobs, budget, second == SecondSolver.ON, patience);
    }
}
