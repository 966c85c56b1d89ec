package dev.whittle.bench;

import dev.whittle.bench.subject.change.Channels;
import dev.whittle.demo.nic.ChangeWork;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Breaks every guard of a whittled program under load, and watches it beside the original in the same change. */
@Command(
        name = "changed",
        mixinStandardHelpOptions = true,
        description = "Measures how a whittled program takes it when all that was recorded changes under load.")
final class Changed implements Callable<Integer> {
    private static final int BEFORE = 60;
    private static final int AFTER = 100;

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    private final PrintStream console = System.err;

    private record Scenario(String name, String about, String type) {}

    private static Subject driver() {
        return subject("changed-driver", ChangeWork.class, "dev/whittle/demo/");
    }

    private static Subject channels() {
        return subject("changed-values", Channels.class, "dev/whittle/bench/subject/change/");
    }

    private static Subject subject(String name, Class<?> main, String prefix) {
        return new Subject(name, name, main.getName(), List.of(prefix), Map.of(), List.of(), List.of());
    }

    @Override
    public Integer call() throws Exception {
        List<Jdk> on = options.jdks();
        Tool tool = Tool.find();
        Path results = options.results("changed");
        Path work = Files.createTempDirectory("changed-work");
        console.println("working in " + work);
        Conditions conditions = Conditions.now(on, options.quick());
        List<ChangeOutcome> outcomes = new ArrayList<>();
        for (Subject subject : List.of(driver(), channels())) {
            Tool.Whittled jars = tool.whittle(subject, work);
            for (Scenario scenario : scenarios(subject)) {
                for (Jdk jdk : on) {
                    outcomes.add(measure(scenario, jars, jdk, work));
                    new ChangedPage(conditions.ended(), outcomes).write(results);
                }
            }
        }
        console.println("wrote " + results.resolve("changed.json") + " and changed.md");
        return outcomes.stream().allMatch(o -> o.wrong() == 0) ? 0 : 1;
    }

    private static List<Scenario> scenarios(Subject subject) {
        if (subject.main().equals(Channels.class.getName())) {
            return List.of(new Scenario(
                    "values", "three settings of a channel change while a thread codes words", subject.main()));
        }
        return List.of(
                new Scenario(
                        "exchange",
                        "boards of four other kinds are bound, and an 82574L takes the 82540EM's place",
                        ChangeWork.Exchange.class.getName()),
                new Scenario(
                        "mixed",
                        "boards of four other kinds are bound, and all five take turns",
                        ChangeWork.Mixed.class.getName()));
    }

    private ChangeOutcome measure(Scenario scenario, Tool.Whittled jars, Jdk jdk, Path work) {
        List<ChangeSeries> original = new ArrayList<>();
        List<ChangeSeries> whittled = new ArrayList<>();
        int rounds = options.quick() ? 1 : 5;
        for (int i = 0; i < rounds; i++) {
            original.add(run(scenario, jars.original(), jdk, work));
            whittled.add(run(scenario, jars.whittled(), jdk, work));
        }
        ChangeOutcome outcome = new ChangeOutcome(scenario.name, scenario.about, jdk, BEFORE, original, whittled);
        console.printf(
                Locale.ROOT,
                "%s, JDK %d: %d wrong, %.2f before, %.2f from 2 s on (clock %.2f), below 0.95 until %d ms, pause %.1f (original %.1f) ms,"
                        + " %.0f guards broke, %.1f compilations and %.1f code thrown away more a guard%n",
                scenario.name,
                jdk.feature(),
                outcome.wrong(),
                outcome.ratioBefore(),
                outcome.ratioAfter(),
                outcome.clockAfter(),
                outcome.back(),
                outcome.pause(whittled),
                outcome.pause(original),
                ChangeOutcome.median(whittled, ChangeSeries::broken),
                outcome.compilationsMore(),
                outcome.discardedMore());
        return outcome;
    }

    private static ChangeSeries run(Scenario scenario, Path jar, Jdk jdk, Path work) {
        Path log = work.resolve("compilers.log");
        // The jar comes first: the suite has the original's classes too.
        String path = jar + java.io.File.pathSeparator + System.getProperty("java.class.path");
        List<String> command = List.of(
                jdk.java().toString(),
                "-Xmx256m",
                "-Xlog:jit+compilation=debug:file=" + log + ":uptimenanos",
                "-cp",
                path,
                ChangeRun.class.getName(),
                scenario.type,
                Integer.toString(BEFORE),
                Integer.toString(AFTER));
        return ChangeSeries.read(Fork.run(command, work.resolve("run.err")).said(), log);
    }
}
