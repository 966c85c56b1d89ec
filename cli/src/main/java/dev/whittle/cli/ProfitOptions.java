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
                            + " cold code out of hot methods (default: 100).")
    private @Nullable Integer exitBytes;

    @Option(
            names = "--explained-share",
            paramLabel = "SHARE",
            description =
                    "Share of a method's executions that has to pass a test at its entry, above 0 and at most 1 (default:"
                            + " 0.99).")
    private @Nullable Double explainedShare;

    /** True if the command line says something of it. */
    boolean given() {
        return exitBytes != null || explainedShare != null;
    }

    Profit profit() {
        Profit profit = Profit.defaults();
        profit = exitBytes == null ? profit : profit.withExitBytes(exitBytes);
        return explainedShare == null ? profit : profit.withExplainedShare(explainedShare);
    }
}
