package dev.whittle.cli;

import dev.whittle.engine.ProfileFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows on what two profiles disagree. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description =
                "Shows what one of two profiles saw and the other did not: classes, methods, outcomes, handlers and"
                        + " values of facts. How often is not compared.")
final class CompareCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "FIRST", description = "A profile.")
    @SuppressWarnings("NullAway.Init")
    private Path first;

    @Parameters(index = "1", paramLabel = "SECOND", description = "Another profile.")
    @SuppressWarnings("NullAway.Init")
    private Path second;

    @Option(
            names = "--input",
            paramLabel = "INPUT",
            description = "Also say how far each fits this program: a jar, a directory, or a class path.")
    private @Nullable String input;

    CompareCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Context.existing(first, "profile");
        Context.existing(second, "profile");
        if (input != null) {
            List<Path> program = Context.classPath(input, "input");
            context.say(first + ": " + ProfileFiles.match(first, program));
            context.say(second + ": " + ProfileFiles.match(second, program));
        }
        List<String> lines = ProfileFiles.compare(first, second);
        context.say(lines.isEmpty() ? "Both saw the same." : String.join("\n", lines));
        return ExitCodes.DONE;
    }
}
