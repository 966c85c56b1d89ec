package dev.whittle.bench;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Two device models bound at once and both hot: the pace of each, against its pace alone in a program that was whittled to it alone. Each
 * round runs all variants one after the other, each in a JVM of its own.
 */
@Command(
        name = "two-models",
        mixinStandardHelpOptions = true,
        description = "Measures whittled programs that serve two device models at once.")
final class TwoModels implements Callable<Integer> {
    private static final String PROGRAM = "dev.whittle.demo.nic.TwoWork";
    private static final String BOTH = "both";

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    private final PrintStream console = System.err;

    /**
     * How the two were served.
     *
     * @param about for people
     * @param recorded which recording the program was whittled to; empty for the original program
     */
    record Serving(String about, String recorded) {}

    /**
     * @param alone picoseconds an operation of the board alone, in the program that was whittled to it, by rounds
     * @param both picoseconds an operation beside the other board
     */
    record Pace(String board, Serving serving, Jdk jdk, List<Double> alone, List<Double> both) {
        Pace {
            alone = List.copyOf(alone);
            both = List.copyOf(both);
        }

        Ratio ratio() {
            return Ratio.paired(alone, both);
        }
    }

    @Override
    public Integer call() throws Exception {
        List<Jdk> on = options.jdks();
        Tool tool = Tool.find();
        Path results = options.results("two-models");
        Path work = Files.createTempDirectory("two-models-work");
        console.println("working in " + work);
        Conditions conditions = Conditions.now(on, options.quick());
        Map<String, Tool.Whittled> made = new LinkedHashMap<>();
        for (String recorded : List.of("pci", "express", BOTH)) {
            console.println("two models: recording and whittling to " + recorded);
            made.put(recorded, tool.whittle(subject(recorded), Files.createDirectory(work.resolve(recorded))));
        }
        List<Pace> paces = new ArrayList<>();
        for (Jdk jdk : on) {
            paces.addAll(measure(made, jdk, work));
        }
        Files.writeString(results.resolve("two-models.json"), TwoPage.json(conditions.ended(), paces));
        Files.writeString(results.resolve("two-models.md"), TwoPage.text(conditions.ended(), paces));
        console.println("wrote " + results.resolve("two-models.json") + " and two-models.md");
        return 0;
    }

    static Subject subject(String recorded) {
        String main = PROGRAM + "$" + Character.toUpperCase(recorded.charAt(0)) + recorded.substring(1);
        return new Subject(
                "two-" + recorded,
                "the demo driver, recorded with " + recorded,
                main,
                List.of("dev/whittle/demo/"),
                Map.of(),
                List.of(),
                List.of());
    }

    private List<Pace> measure(Map<String, Tool.Whittled> made, Jdk jdk, Path work) {
        Map<String, List<Double>> alone = new LinkedHashMap<>();
        Map<Serving, Map<String, List<Double>>> together = new LinkedHashMap<>();
        List<Serving> servings = List.of(
                new Serving("recorded with both", BOTH),
                new Serving("recorded with pci alone", "pci"),
                new Serving("recorded with express alone", "express"),
                new Serving("the original program", ""));
        for (int round = 0; round < (options.quick() ? 3 : 5); round++) {
            for (String board : List.of("pci", "express")) {
                add(alone, run(jar(made, board), jdk, work, board));
            }
            for (Serving serving : servings) {
                add(
                        together.computeIfAbsent(serving, s -> new LinkedHashMap<>()),
                        run(jar(made, serving.recorded()), jdk, work, "pci", "express"));
            }
        }
        List<Pace> paces = new ArrayList<>();
        together.forEach((serving, boards) -> boards.forEach((board, times) -> {
            Pace pace = new Pace(board, serving, jdk, alone.getOrDefault(board, List.of()), times);
            console.println(ResultsPage.line(
                    "%s, %s, JDK %d: %.2f of its pace alone",
                    board, serving.about(), jdk.feature(), pace.ratio().value()));
            paces.add(pace);
        }));
        return paces;
    }

    /** @param recorded as in {@link Serving} */
    private static Path jar(Map<String, Tool.Whittled> made, String recorded) {
        Tool.Whittled jars = Objects.requireNonNull(made.get(recorded.isEmpty() ? BOTH : recorded));
        return recorded.isEmpty() ? jars.original() : jars.whittled();
    }

    private static void add(Map<String, List<Double>> all, Map<String, Double> one) {
        one.forEach((board, time) ->
                all.computeIfAbsent(board, b -> new ArrayList<>()).add(time));
    }

    /** Serves boards in a JVM of its own; returns picoseconds an operation of each. */
    private Map<String, Double> run(Path jar, Jdk jdk, Path work, String... boards) {
        List<String> command = new ArrayList<>(List.of(
                jdk.java().toString(),
                "-Xms256m",
                "-Xmx256m",
                "-cp",
                // The jar comes first: the suite has the original's classes too.
                jar + File.pathSeparator + System.getProperty("java.class.path"),
                TwoRun.class.getName(),
                PROGRAM,
                options.quick() ? "500" : "3000",
                options.quick() ? "20" : "200"));
        command.addAll(List.of(boards));
        Map<String, Double> times = new LinkedHashMap<>();
        for (String line :
                Fork.run(command, work.resolve("run.err")).said().lines().toList()) {
            String[] words = line.split(" ");
            if (!words[0].equals("wrong")) {
                times.put(words[0], Double.parseDouble(words[1]));
            } else if (!words[1].equals("0")) {
                throw BenchException.mismatch(words[1] + " results of " + jar + " were wrong: nothing is reported.");
            }
        }
        return times;
    }
}
