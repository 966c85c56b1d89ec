package dev.whittle.cli;

import dev.whittle.engine.Fuzzing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a fuzzer looks for counterexamples, too. */
final class FuzzOptions {
    @Option(
            names = "--fuzz",
            paramLabel = "N",
            description =
                    "Have Jazzer run each method that is not proved, and differs on none of Whittle's own inputs, N"
                            + " times (default: 0).")
    private int runs;

    @Option(
            names = "--jazzer",
            paramLabel = "PATH",
            description =
                    "With --fuzz: the jars of Jazzer and of its API, or a folder that holds them. Whittle brings none.")
    private @Nullable String jazzer;

    Fuzzing fuzzing() {
        return new Fuzzing(runs, jazzer == null ? List.<Path>of() : Context.classPath(jazzer, "jar of Jazzer"));
    }
}
