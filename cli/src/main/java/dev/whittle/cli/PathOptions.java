package dev.whittle.cli;

import dev.whittle.formats.AgentOptions;
import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which methods count paths while a program is recorded. What is not said is the agent's own default. */
final class PathOptions {
    private enum By {
        ASYNC,
        COUNTERS
    }

    @Option(
            names = "--hot",
            paramLabel = "COUNT",
            description = "A method whose entries or branches are counted so often also counts its paths; 0: each from"
                    + " the start (default: 2000).")
    private @Nullable Integer hot;

    @Option(
            names = "--hot-by",
            paramLabel = "HOW",
            description = "async: async-profiler's samples choose the methods that count paths, and counters where it"
                    + " cannot run; counters: --hot alone (default: async).")
    private @Nullable By by;

    @Option(
            names = "--hot-methods",
            paramLabel = "FILE",
            description = "Collapsed stacks of an earlier run, as async-profiler writes them: the methods on top count"
                    + " paths from the start, and no others.")
    private @Nullable Path methods;

    AgentOptions addTo(AgentOptions agent) {
        AgentOptions result = agent;
        if (hot != null) {
            if (hot < 0) {
                throw new BadInputException("--hot is " + hot + ": give a count, or 0 to count all paths.");
            }
            result = result.with("hot", Integer.toString(hot));
        }
        if (by != null) {
            result = result.with("hot-by", by.name().toLowerCase(Locale.ROOT));
        }
        if (methods != null) {
            Path file = Context.existing(methods, "list of hot methods");
            result = result.with("hot-methods", file.toAbsolutePath().toString());
        }
        return result;
    }
}
