package dev.whittle.cli;

import dev.whittle.engine.Judgement;
import dev.whittle.report.Reports;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Keep proofs in this folder and believe those that are in it (default: prove everything anew).")
    private @Nullable Path cache;

    @Mixin
    private CheckOptions checks = new CheckOptions();

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        checks.mayWrite();
        Judgement verified = context.stages()
                .verify(pair.originals(), pair.whittled(), library.entries(), required.require(), cache);
        context.say(Reports.verdicts(
                verified.verdicts(), verified.findings(), context.console().width()));
        if (cache != null) {
            int all = verified.verdicts().size();
            context.say("proofs from the cache: " + (all - verified.judged()) + " of " + all);
        }
        checks.write(verified.verification(), context);
        context.say(verified.accepted() ? "accepted" : "not accepted");
        return verified.accepted() ? ExitCodes.DONE : ExitCodes.CHECK_SAID_NO;
    }
}
