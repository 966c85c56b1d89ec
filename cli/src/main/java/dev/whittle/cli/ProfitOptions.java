package dev.whittle.cli;

import dev.whittle.engine.Profit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a plan aims at. */
final class ProfitOptions {
    @Option(
            names = "--exit-bytes",
            paramLabel = "BYTES",
            description =
                    "Bytes that an exit counts as: code leaves where more leaves than its exits count. 0 takes all"
                            + " cold code out of hot methods (default: what an exit was measured to add).")
    private @Nullable Integer exitBytes;

    /** True if the command line says something of it. */
    boolean given() {
        return exitBytes != null;
    }

    Profit profit() {
        return exitBytes == null ? Profit.defaults() : new Profit(exitBytes);
    }
}
