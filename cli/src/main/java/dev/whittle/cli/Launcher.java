package dev.whittle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Starts programs for {@code record} and {@code run}. */
interface Launcher {
    /** @throws dev.whittle.model.BadInputException if the agent is not installed beside this program */
    Path agentJar();

    /** @throws dev.whittle.model.BadInputException if the demo's driver is not installed beside this program */
    Path demoJar();

    /** Returns the exit code of the command, which uses the terminal of this process. */
    int run(List<String> command) throws IOException, InterruptedException;
}
