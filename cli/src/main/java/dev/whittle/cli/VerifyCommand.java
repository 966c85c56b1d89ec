package dev.whittle.cli;

import dev.whittle.engine.Judgement;
import dev.whittle.model.BadInputException;
import dev.whittle.report.Reports;
import dev.whittle.report.Reproducers.Programs;
import java.nio.file.Path;
import java.util.List;
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

    @Mixin
    private SolvingOptions solving = new SolvingOptions();

    @Mixin
    private FuzzOptions fuzz = new FuzzOptions();

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description =
                    "Keep proofs in this folder and believe those that are in it (default: prove everything anew).")
    private @Nullable Path cache;

    @Mixin
    private CheckOptions checks = new CheckOptions();

    @Option(
            names = "--pair",
            description =
                    "Compare one method of any two class files, jars or directories: no certificate is asked for.")
    private boolean two;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "With --pair: the method, with its descriptor where there are several of that name.")
    private @Nullable String method;

    @Option(names = "--class", paramLabel = "NAME", description = "With --pair of jars or directories: the class.")
    private @Nullable String className;

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return two ? compare() : verify();
    }

    private int compare() {
        List<Path> first = pair.originals();
        List<Path> second = pair.whittled();
        if (method == null || first.size() > 1 || second.size() > 1) {
            throw new BadInputException("--pair compares one method of two files: give both, and --method.");
        }
        if (cache != null) {
            throw new BadInputException("--pair keeps no proofs: leave --cache out.");
        }
        checks.mayWrite();
        Judgement judged = context.stages()
                .with(solving.solving())
                .with(fuzz.fuzzing())
                .compare(first.get(0), second.get(0), className, method, library.entries(), required.require());
        judged.verdicts().forEach(v -> context.say(PairText.sentence(v.method(), v.verdict())));
        checks.write(judged.verification(), context);
        checks.reproduce(judged.verdicts(), new Programs(first, second, library.entries()), context);
        return judged.accepted() ? ExitCodes.DONE : ExitCodes.CHECK_SAID_NO;
    }

    private int verify() {
        if (method != null || className != null) {
            throw new BadInputException("--method and --class belong to --pair: add it, or leave them out.");
        }
        checks.mayWrite();
        Judgement verified = context.stages()
                .with(solving.solving())
                .with(fuzz.fuzzing())
                .verify(pair.originals(), pair.whittled(), library.entries(), required.require(), cache);
        context.say(Reports.verdicts(
                verified.verdicts(), verified.findings(), context.console().width()));
        if (cache != null) {
            int all = verified.verdicts().size();
            context.say("proofs from the cache: " + (all - verified.judged()) + " of " + all);
        }
        checks.write(verified.verification(), context);
        checks.reproduce(
                verified.verdicts(), new Programs(pair.originals(), pair.whittled(), library.entries()), context);
        context.say(verified.accepted() ? "accepted" : "not accepted");
        return verified.accepted() ? ExitCodes.DONE : ExitCodes.CHECK_SAID_NO;
    }
}
