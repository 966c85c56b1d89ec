package dev.whittle.cli;

import dev.whittle.engine.Require;
import picocli.CommandLine.Option;

/** How sure a command has to be. */
final class RequireOptions {
    @Option(
            names = "--require",
            paramLabel = "VERDICT",
            description = "proved or tested: what each whittled method needs (default: proved).")
    private Require require = Require.PROVED;

    Require require() {
        return require;
    }
}
