package dev.whittle.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The words that suites have in common. */
final class SuiteOptions {
    @Option(
            names = "--jdk",
            split = ",",
            paramLabel = "HOME",
            description = "Measure on these JDKs (default: the one that runs this, and a JDK 25 if one is found).")
    private List<Path> jdks = List.of();

    @Option(names = "--quick", description = "Few and short rounds: shows that it runs, and says little of speed.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where the results go (default: benchmarks/results, or a new folder with --quick).")
    private @Nullable Path out;

    List<Jdk> jdks() {
        return jdks.isEmpty() ? Jdk.found() : jdks.stream().map(Jdk::at).toList();
    }

    boolean quick() {
        return quick;
    }

    /**
     * Returns the folder for the results, which is there then.
     *
     * @param suite for the name of a new one
     */
    Path results(String suite) throws IOException {
        Path folder = out != null ? out : quick ? Files.createTempDirectory(suite) : Path.of("benchmarks/results");
        return Files.createDirectories(folder);
    }
}
