package dev.whittle.cli;

import picocli.CommandLine.Option;

/** Whether a command writes, and over what. */
final class WriteOptions {
    @Option(names = "--dry-run", description = "Do everything but write.")
    private boolean dryRun;

    @Option(names = "--force", description = "Replace outputs that are there.")
    private boolean force;

    boolean dryRun() {
        return dryRun;
    }

    boolean force() {
        return force;
    }
}
