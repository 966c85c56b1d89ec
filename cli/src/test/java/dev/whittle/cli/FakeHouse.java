package dev.whittle.cli;

import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Stages that note what they are asked, programs that are not started, and a console that is a string. */
final class FakeHouse implements Stages, Launcher {
    final List<Object> asked = new ArrayList<>();
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
        return new WhittleCli(this, this, console).run(List.of(words));
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

    @Override
    public List<MethodGraph> analyze(Jobs.Analyze job, Progress progress) {
        ask(job);
        return List.of();
    }

    @Override
    public Plan plan(Jobs.MakePlan job, Progress progress) {
        ask(job);
        return new Plan(Plan.VERSION, "app.jar", List.of(), List.of());
    }

    @Override
    public Jobs.Transformed transform(Jobs.Transform job, Progress progress) {
        progress.at("transform", 1, 2);
        ask(job);
        progress.warn("one class is copied as it is");
        return new Jobs.Transformed(report(), job.dryRun() ? List.of() : List.of(job.output()));
    }

    @Override
    public Jobs.Verified verify(Jobs.Verify job, Progress progress) {
        ask(job);
        return new Jobs.Verified(accepted, List.of(), List.of());
    }

    @Override
    public WhittleReport diff(Path original, Path whittled) {
        ask(List.of(original, whittled));
        return report();
    }

    static WhittleReport report() {
        return new WhittleReport(
                "app.jar",
                "b1",
                List.of(new WhittleReport.AssumedFact(
                        new FactId("net.mac"), "a/B.mac", new dev.whittle.model.FactValue.OfInt(5))),
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
