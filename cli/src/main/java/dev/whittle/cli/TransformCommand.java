package dev.whittle.cli;

import dev.whittle.engine.Outcome;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.StoreMode;
import dev.whittle.formats.PlanCodec;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whittles a program, proves it, and writes it beside the original. */
@Command(
        name = "transform",
        mixinStandardHelpOptions = true,
        description =
                "Whittles a program to a profile or plan. The original stays; only methods that are proved equal are changed.")
final class TransformCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(paramLabel = "INPUT", description = Context.INPUT)
    @SuppressWarnings("NullAway.Init")
    private String input;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "FILE",
            description = "The profile that record wrote.")
    private @Nullable Path profile;

    @Option(names = "--plan", paramLabel = "FILE", description = "A plan, perhaps edited; without it one is made.")
    private @Nullable Path plan;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The whittled program (default: INPUT-whittled beside the input).")
    private @Nullable Path output;

    @Option(
            names = "--require",
            paramLabel = "VERDICT",
            description = "proved or tested: what a method needs to stay whittled (default: proved).")
    private Require require = Require.PROVED;

    @Option(
            names = "--store",
            paramLabel = "PLACE",
            description = "embedded or sidecar: cold code inside the jar or in a file beside it (default: embedded).")
    private StoreMode store = StoreMode.EMBEDDED;

    @Option(names = "--dry-run", description = "Do everything but write.")
    private boolean dryRun;

    @Option(names = "--force", description = "Replace outputs that are there.")
    private boolean force;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    TransformCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (profile == null && plan == null) {
            throw new BadInputException("Nothing says what to whittle to: give --profile FILE, or --plan FILE.");
        }
        List<Path> parts = Context.input(input);
        Path target =
                output == null ? Request.besides(parts.get(0).toAbsolutePath().normalize()) : output;
        refuseToReplaceInput(parts, target);
        if (!dryRun) {
            Context.mayWrite(target, force);
            report.mayWrite(force);
        }
        Plan given = plan == null ? null : PlanCodec.read(plan);
        Path recorded = profile == null ? null : Context.existing(profile, "profile");
        Outcome done = context.stages()
                .transform(selection.request(parts, recorded, target, force, require, store), given, dryRun);
        done.warnings().forEach(context::warn);
        report.show(done.report(), context);
        if (!dryRun) {
            report.write(done.report(), context);
        }
        done.written().forEach(file -> context.say("wrote " + file));
        return ExitCodes.DONE;
    }

    /** Even with --force: the original is what the way back leads to. */
    private static void refuseToReplaceInput(List<Path> parts, Path target) {
        Path out = target.toAbsolutePath().normalize();
        if (parts.stream().anyMatch(p -> p.toAbsolutePath().normalize().equals(out))) {
            throw new BadInputException(
                    "The output " + target + " is the input itself, which stays: name another file.");
        }
    }
}
