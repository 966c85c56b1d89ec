package dev.whittle.cli;

import dev.whittle.formats.AgentOptions;
import dev.whittle.formats.RuleSet;
import dev.whittle.formats.RulesCodec;
import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a program with the recording agent. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description =
                "Runs a program and writes down what it does. Example: whittle record -o app.wprof -- java -jar app.jar")
final class RecordCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "The profile to write, such as app.wprof.")
    @SuppressWarnings("NullAway.Init")
    private Path output;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "Also write every so many seconds (default: 30).")
    private int interval = 30;

    @Option(
            names = "--inputs",
            paramLabel = "CALLS",
            description =
                    "Also write the arguments of so many different calls of each method into the profile, texts and"
                            + " bytes included: for verification by replay (default: 0, none).")
    private int inputs;

    @Option(names = "--force", description = "Replace a profile that is there.")
    private boolean force;

    @Mixin
    private PathOptions paths = new PathOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command, which starts with java.")
    private List<String> command = new ArrayList<>();

    RecordCommand(Context context) {
        this.context = context;
    }

    private AgentOptions agent() {
        Path file = selection.rules();
        RuleSet rules = file == null ? RuleSet.none() : RulesCodec.read(file);
        AgentOptions plain = new AgentOptions(
                output.toAbsolutePath(), interval, selection.include(), selection.exclude(), List.of());
        AgentOptions agent = paths.addTo(plain.withRules(rules));
        if (inputs < 0) {
            throw new BadInputException("--inputs is " + inputs + ": give a number of calls, or 0 to keep none.");
        }
        return inputs == 0 ? agent : agent.with("inputs", Integer.toString(inputs));
    }

    @Override
    public Integer call() throws Exception {
        AgentOptions agent = agent();
        List<String> recorded = agent.insertInto(command, context.launcher().agentJar());
        Context.mayWrite(output, force);
        discard();
        int code = context.launcher().run(recorded);
        if (!Files.exists(output)) {
            throw new BadInputException("The program ended with code " + code + " and no profile was written to "
                    + output + ": check that the command starts a Java program and that the folder can be written to.");
        }
        return code;
    }

    /** A profile of another run is not to be taken for that of this one. */
    private void discard() {
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new BadInputException("The profile " + output + " cannot be replaced (" + e
                    + "): check its folder, or name another file with --output.");
        }
    }
}
