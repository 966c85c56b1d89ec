package dev.whittle.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the profile goes that a command makes of others. */
final class ProfileOutput {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The profile to write.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(names = "--force", description = "Replace a profile that is there.")
    private boolean force;

    /** Returns the file, which may be written. */
    Path file() {
        Context.mayWrite(output, force);
        return output;
    }
}
