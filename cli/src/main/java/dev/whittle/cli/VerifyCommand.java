package dev.whittle.cli;

import dev.whittle.engine.Judgement;
import dev.whittle.report.Reports;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Proves again that a whittled program does what the original does. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Re-proves a whittled program against its original, trusting nothing that the transformer wrote.")
final class VerifyCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private PairOptions pair = new PairOptions();

    @Mixin
    private LibraryOptions library = new LibraryOptions();

    @Mixin
    private RequireOptions required = new RequireOptions();

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Judgement verified =
                context.stages().verify(pair.originals(), pair.whittled(), library.entries(), required.require());
        context.say(Reports.verdicts(
                verified.verdicts(), verified.findings(), context.console().width()));
        context.say(verified.accepted() ? "accepted" : "not accepted");
        return verified.accepted() ? ExitCodes.DONE : ExitCodes.CHECK_SAID_NO;
    }
}
