package dev.whittle.cli;

import dev.whittle.engine.Planned;
import dev.whittle.formats.PlanCodec;
import dev.whittle.model.Plan;
import dev.whittle.report.Reports;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what would be done to each method, as data that a person can read and edit. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Writes a plan from a profile, to read, edit and diff.")
final class PlanCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-p", "--profile"},
            paramLabel = "FILE",
            required = true,
            description = "The profile that record wrote.")
    @SuppressWarnings("NullAway.Init")
    private Path profile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The plan to write (default: app.plan.json beside app.jar).")
    private @Nullable Path output;

    @Mixin
    private ProfitOptions profit = new ProfitOptions();

    @Mixin
    private RefineOptions refine = new RefineOptions();

    @Mixin
    private WriteOptions write = new WriteOptions();

    @Mixin
    private ProgramOptions program = new ProgramOptions();

    PlanCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Path> parts = program.inputs();
        Path target = output == null ? planBeside(parts.get(0)) : output;
        if (!write.dryRun()) {
            Context.mayWrite(target, write.force());
        }
        Planned planned = context.stages()
                .with(profit.profit())
                .plan(refine.refined(program.looking(Context.existing(profile, "profile"))));
        Plan plan = planned.plan();
        context.say(Reports.plan(plan));
        planned.learned().forEach(context::say);
        if (!write.dryRun()) {
            PlanCodec.write(target, plan);
            context.say("wrote " + target);
        }
        return ExitCodes.DONE;
    }

    /** {@code app.jar} becomes {@code app.plan.json}. */
    private static Path planBeside(Path input) {
        Path absolute = input.toAbsolutePath().normalize();
        String name = String.valueOf(absolute.getFileName());
        return absolute.resolveSibling(
                (name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name) + ".plan.json");
    }
}
