package dev.whittle.cli;

import dev.whittle.engine.Fuzzing;
import dev.whittle.engine.Judgement;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Planned;
import dev.whittle.engine.Profit;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.Solving;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import dev.whittle.report.Verification;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stages that note what they are asked, programs that are not started, and a console that is a string. */
final class FakeHouse implements Stages, Launcher {
    final List<Object> asked = new ArrayList<>();
    Solving solving = Solving.defaults();
    Profit profit = Profit.defaults();
    Fuzzing fuzzing = Fuzzing.none();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    Function<List<String>, Integer> program = command -> 0;
    RuntimeException fault;
    Error error;
    boolean accepted = true;

    int run(String... words) {
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                0);
        return new WhittleCli(progress -> this, this, console).run(List.of(words));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void ask(Object job) {
        asked.add(job);
        if (fault != null) {
            throw fault;
        }
        if (error != null) {
            throw error;
        }
    }

    record Transform(Request request, @Nullable Plan given, boolean dryRun) {}

    @Override
    public List<MethodGraph> analyze(Request request) {
        ask(request);
        return List.of();
    }

    @Override
    public Planned plan(Request request) {
        ask(request);
        return new Planned(plan(), request.refine().isEmpty() ? List.of() : List.of("Learned: something."));
    }

    static Plan plan() {
        return new Plan(Plan.VERSION, "app.jar", List.of(), List.of());
    }

    @Override
    public Stages with(Solving solving) {
        this.solving = solving;
        return this;
    }

    @Override
    public Stages with(Profit profit) {
        this.profit = profit;
        return this;
    }

    @Override
    public Stages with(Fuzzing fuzzing) {
        this.fuzzing = fuzzing;
        return this;
    }

    @Override
    public Outcome transform(Request request, @Nullable Plan given, boolean dryRun) {
        ask(new Transform(request, given, dryRun));
        WhittleFile file = new WhittleFile("b1", "", "", "store.wcs", List.of(), List.of(), List.of(), List.of());
        return new Outcome(
                plan(),
                report(),
                file,
                dryRun ? List.of() : request.outputs(),
                List.of("one class is copied as it is"),
                List.of());
    }

    @Override
    public Judgement compare(
            Path first, Path second, @Nullable String className, String method, List<Path> classPath, Require require) {
        // A comparison needs nothing that the other tests would have to wait for: it is the real one.
        return new EngineStages(dev.whittle.engine.Progress.silent())
                .with(fuzzing)
                .compare(first, second, className, method, classPath, require);
    }

    @Override
    public Judgement verify(
            List<Path> original, List<Path> whittled, List<Path> classPath, Require require, @Nullable Path cache) {
        ask(List.of(original, whittled, classPath, require));
        asked.add(Optional.ofNullable(cache));
        List<Verification.Finding> findings = accepted
                ? List.of()
                : List.of(new Verification.Finding(Verification.Kind.FILE, "The file x is missing.", null));
        return new Judgement(new Verification(require == Require.TESTED, List.of(), findings), 0);
    }

    @Override
    public WhittleReport report(Path whittled) {
        ask(whittled);
        return report();
    }

    static WhittleReport report() {
        return new WhittleReport(
                "app.jar",
                "b1",
                List.of(new WhittleReport.AssumedFact(
                        new FactId("net.mac"), "a/B.mac", new dev.whittle.model.FactValue.OfInt(5))),
                List.of(),
                List.of(),
                new WhittleReport.Totals(47, 15, 12, 3, 900, 500, 400, 180, 9, 0, 1),
                List.of());
    }

    @Override
    public Path agentJar() {
        return Path.of("/opt/agent.jar");
    }

    @Override
    public Path demoJar() {
        return Path.of("/opt/demo.jar");
    }

    @Override
    public int run(List<String> command) {
        asked.add(command);
        return program.apply(command);
    }

    /** A program that leaves a file behind, as a recorded one leaves its profile. */
    static Function<List<String>, Integer> writing(Path file, int code) {
        return command -> {
            try {
                Files.writeString(file, "x");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return code;
        };
    }
}
