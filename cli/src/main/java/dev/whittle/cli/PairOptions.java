package dev.whittle.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A program and what it became. */
final class PairOptions {
    @Parameters(index = "0", paramLabel = "ORIGINAL", description = "The original jar, directory or class path.")
    @SuppressWarnings("NullAway.Init")
    private String original;

    @Parameters(
            index = "1",
            paramLabel = "WHITTLED",
            description = "The whittled one, in the same order; each .whittle file lies beside its part.")
    @SuppressWarnings("NullAway.Init")
    private String whittled;

    List<Path> originals() {
        return Context.classPath(original, "original program");
    }

    List<Path> whittled() {
        return Context.classPath(whittled, "whittled program");
    }
}
