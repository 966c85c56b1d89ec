package dev.whittle.cli;

import dev.whittle.engine.Judgement;
import dev.whittle.engine.Require;
import dev.whittle.report.Reports;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves again that a whittled program does what the original does. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Re-proves a whittled program against its original, trusting nothing that the transformer wrote.")
final class VerifyCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(index = "0", paramLabel = "ORIGINAL", description = "The original jar or directory.")
    @SuppressWarnings("NullAway.Init")
    private Path original;

    @Parameters(
            index = "1",
            paramLabel = "WHITTLED",
            description = "The whittled one; its .whittle file lies beside it.")
    @SuppressWarnings("NullAway.Init")
    private Path whittled;

    @Option(
            names = "--require",
            paramLabel = "VERDICT",
            description = "proved or tested: what each method needs (default: proved).")
    private Require require = Require.PROVED;

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Judgement verified = context.stages()
                .verify(
                        Context.existing(original, "original program"),
                        Context.existing(whittled, "whittled program"),
                        require);
        context.say(Reports.verdicts(
                verified.verdicts(), verified.findings(), context.console().width()));
        context.say(verified.accepted() ? "accepted" : "not accepted");
        return verified.accepted() ? ExitCodes.DONE : ExitCodes.CHECK_SAID_NO;
    }
}
