package dev.whittle.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records and whittles each subject with the tool, measures it before and after, and writes the results down. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        subcommands = {Application.class, NoHarm.class, Changed.class, Sizes.class, StartUp.class, TwoModels.class},
        description = "Measures original programs against what whittle makes of them.")
public final class Main implements Callable<Integer> {
    @Option(
            names = "--subjects",
            split = ",",
            paramLabel = "NAME",
            description = "Only these: huge, huge-many, medium, medium-many, merge, polluted, rx, guard.")
    private List<String> subjects = List.of();

    @Option(names = "--modes", split = ",", paramLabel = "MODE", description = "Only these: c2, c1, interpreter.")
    private List<String> modes = List.of();

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    private final PrintStream console = System.err;

    private Main() {}

    /** Runs it and ends the JVM: 0 done, 1 the variants differ, 2 wrong usage, 3 a fault. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler((e, a) -> {
            line.getErr().println("benchmark: " + e.getMessage());
            return 2;
        });
        line.setExecutionExceptionHandler((e, l, r) -> {
            if (e instanceof BenchException known) {
                line.getErr().println("benchmark: " + known.getMessage());
                return known.exitCode();
            }
            throw e;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws Exception {
        List<Subject> chosen = chosenSubjects();
        List<Mode> where = chosenModes();
        List<Jdk> on = options.jdks();
        Tool tool = Tool.find();
        Path results = options.results("benchmark");
        Path work = Files.createTempDirectory("benchmark-work");
        console.println("working in " + work);
        Conditions conditions = Conditions.now(on, options.quick());
        Measurement measurement =
                new Measurement(options.quick() ? Measurement.Effort.quick() : Measurement.Effort.full(), work);
        List<Outcome> outcomes = new ArrayList<>();
        for (Subject subject : chosen) {
            outcomes.add(measure(subject, tool, measurement, where, on, work));
            // After each: a run takes long, and what it found until something fails is worth having.
            new Results(conditions.ended(), outcomes).write(results);
        }
        console.println("wrote " + results.resolve("transformer.json") + ", transformer.md and transformer.svg");
        return 0;
    }

    private Outcome measure(
            Subject subject, Tool tool, Measurement measurement, List<Mode> where, List<Jdk> on, Path work) {
        console.println(subject.name() + ": recording and whittling");
        Tool.Whittled jars = tool.whittle(subject, work);
        console.printf(
                Locale.ROOT,
                "%s: %d methods proved, %d put back, %d branches gone%n",
                subject.name(),
                jars.proved(),
                jars.reverted(),
                jars.eliminated());
        BranchCount.Compared branches = BranchCount.of(subject, jars);
        if (branches != null) {
            console.printf(
                    Locale.ROOT,
                    "%s: %.1f conditional branches each time -> %.1f%n",
                    subject.name(),
                    branches.before().branches(),
                    branches.after().branches());
        }
        List<Cell> cells = new ArrayList<>();
        for (Subject.Case part : subject.cases()) {
            for (Mode mode : where) {
                for (Jdk jdk : part.modes().contains(mode) ? on : List.<Jdk>of()) {
                    Cell cell = measurement.measure(subject, part, jars, mode, jdk);
                    cells.add(cell);
                    console.printf(
                            Locale.ROOT,
                            "%s, %s, JDK %d: %.1f -> %.1f ns, %.2f times, %.1f -> %.1f B%n",
                            cell.title(),
                            mode.title(),
                            jdk.feature(),
                            cell.reference().mean(),
                            cell.whittled().mean(),
                            cell.ratio().value(),
                            cell.reference().allocated(),
                            cell.whittled().allocated());
                }
            }
        }
        return new Outcome(subject, jars, cells, branches);
    }

    private List<Subject> chosenSubjects() {
        List<Subject> all = Subjects.all();
        for (String name : subjects) {
            if (all.stream().noneMatch(s -> s.name().equals(name))) {
                throw BenchException.usage("There is no subject " + name + ": choose among "
                        + all.stream().map(Subject::name).collect(Collectors.joining(", ")) + ".");
            }
        }
        return all.stream()
                .filter(s -> subjects.isEmpty() || subjects.contains(s.name()))
                .toList();
    }

    private List<Mode> chosenModes() {
        List<Mode> chosen = new ArrayList<>();
        for (String name : modes) {
            chosen.add(Arrays.stream(Mode.values())
                    .filter(m -> m.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> BenchException.usage(
                            "There is no mode " + name + ": choose among c2, c1 and interpreter.")));
        }
        return chosen.isEmpty() ? List.of(Mode.values()) : chosen;
    }
}
