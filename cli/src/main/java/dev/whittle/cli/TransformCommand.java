package dev.whittle.cli;

import dev.whittle.engine.ClassMode;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Request;
import dev.whittle.engine.Retention;
import dev.whittle.engine.StoreMode;
import dev.whittle.formats.PlanCodec;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whittles a program, proves it, and writes it beside the original. */
@Command(
        name = "transform",
        mixinStandardHelpOptions = true,
        description =
                "Whittles a program to a profile or plan. The original stays; only methods that are proved equal are"
                        + " changed.")
final class TransformCommand implements Callable<Integer> {
    private final Context context;

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
            description = "The whittled program, or the folder for the entries of a class path (default: INPUT-whittled"
                    + " beside each input).")
    private @Nullable Path output;

    @Option(
            names = "--store",
            paramLabel = "PLACE",
            description =
                    "embedded, sidecar, remote, drop or resident: cold code in a store inside the jar, in a store beside it, in one"
                            + " on a server, left out, or as classes of the program that need no loading of their own (default:"
                            + " embedded).")
    private StoreMode store = StoreMode.EMBEDDED;

    @Option(
            names = "--store-url",
            paramLabel = "URL",
            description = "For --store remote: the folder on a server, http or https, where the store will be.")
    private @Nullable String storeUrl;

    @Option(
            names = "--cold-classes",
            paramLabel = "PLACE",
            description =
                    "stay or beside: where classes go that the recorded run never loaded; beside is a jar that the manifest's"
                            + " Class-Path names, for jars run from a class path (default: stay).")
    private ClassMode coldClasses = ClassMode.STAY;

    @Option(names = "--times", description = "Say how long each stage took.")
    private boolean times;

    @Mixin
    private RequireOptions required = new RequireOptions();

    @Mixin
    private SolvingOptions solving = new SolvingOptions();

    @Mixin
    private ProfitOptions profit = new ProfitOptions();

    @Mixin
    private RefineOptions refine = new RefineOptions();

    @Mixin
    private WriteOptions write = new WriteOptions();

    @Mixin
    private ProgramOptions program = new ProgramOptions();

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
        if (plan != null && (profit.given() || refine.given())) {
            throw new BadInputException("A plan that is given is carried out as it is: give "
                    + (refine.given() ? "--refine" : "--exit-bytes and --explained-share")
                    + " to whittle plan, or leave out --plan.");
        }
        Retention retention = Retention.of(store, storeUrl);
        List<Path> parts = program.inputs();
        List<Path> targets = targets(parts);
        for (Path target : targets) {
            refuseToReplaceInput(parts, target);
            if (!write.dryRun()) {
                Context.mayWrite(target, write.force());
            }
        }
        if (!write.dryRun()) {
            report.mayWrite(write.force());
        }
        Plan given = plan == null ? null : PlanCodec.read(plan);
        Path recorded = profile == null ? null : Context.existing(profile, "profile");
        Outcome done = context.stages()
                .with(solving.solving())
                .with(profit.profit())
                .transform(
                        refine.refined(program.request(recorded, targets, write.force(), required.require())
                                .with(retention)
                                .with(coldClasses)),
                        given,
                        write.dryRun());
        done.warnings().forEach(context::warn);
        report.show(done.report(), context);
        if (!write.dryRun()) {
            report.write(done.report(), context);
        }
        done.learned().forEach(context::say);
        done.written().forEach(file -> context.say("wrote " + file));
        if (times) {
            context.say("times: " + context.progress().times());
        }
        return ExitCodes.DONE;
    }

    private List<Path> targets(List<Path> parts) {
        Path chosen = output;
        if (chosen != null && parts.size() == 1) {
            return List.of(chosen);
        }
        List<Path> targets = parts.stream()
                .map(part -> Request.besides(part.toAbsolutePath().normalize()))
                .map(beside -> chosen == null ? beside : chosen.resolve(beside.getFileName()))
                .toList();
        if (Set.copyOf(targets).size() < targets.size()) {
            throw new BadInputException(
                    "Two entries would have one output of the same name: give each once, and no --output where names"
                            + " are equal.");
        }
        return targets;
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
