package dev.whittle.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records what libraries do, whittles them to it with the tool, and looks whether any is slower for it. */
@Command(
        name = "no-harm",
        mixinStandardHelpOptions = true,
        description = "Whittles libraries to recorded workloads and measures whether any is slower for it.")
final class NoHarm implements Callable<Integer> {
    @Option(names = "--workloads", split = ",", paramLabel = "NAME", description = "Only these (default: all).")
    private List<String> names = List.of();

    @Option(
            names = "--jdk",
            split = ",",
            paramLabel = "HOME",
            description = "Measure on these JDKs (default: the one that runs this).")
    private List<Path> jdks = List.of();

    @Option(
            names = "--settings",
            split = ",",
            paramLabel = "WORD",
            description = "What transform is told besides, such as --settings=--exit-bytes,0 (default: nothing).")
    private List<String> settings = List.of();

    @Option(names = "--build-only", description = "Whittle and compare the results; measure nothing.")
    private boolean buildOnly;

    @Option(names = "--quick", description = "Short iterations: shows that it runs, and says little of speed.")
    private boolean quick;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description =
                    "Where the results go (default: benchmarks/results, or a new folder unless all is measured as usual).")
    private @Nullable Path out;

    private final PrintStream console = System.err;

    NoHarm() {}

    @Override
    public Integer call() throws Exception {
        List<Workload> chosen = chosen();
        List<Jdk> on = jdks.isEmpty()
                ? List.of(Jdk.running())
                : jdks.stream().map(Jdk::at).toList();
        Tool tool = Tool.find();
        Libraries libraries = Libraries.find();
        boolean asUsual = names.isEmpty() && settings.isEmpty() && !quick && !buildOnly;
        Path results =
                out != null ? out : asUsual ? Path.of("benchmarks/results") : Files.createTempDirectory("no-harm");
        Files.createDirectories(results);
        Path work = Files.createTempDirectory("no-harm-work");
        console.println("working in " + work);
        Conditions conditions = Conditions.now(on, quick);
        HarmMeasurement measurement = new HarmMeasurement(quick, work);
        List<HarmOutcome> outcomes = new ArrayList<>();
        for (Workload workload : chosen) {
            outcomes.add(attempt(workload, libraries, tool, measurement, on, work));
            // After each: a run takes long, and what it found until something fails is worth having.
            new HarmResults(conditions.ended(), settings, outcomes).write(results);
        }
        console.println("wrote " + results.resolve(HarmResults.NAME + ".json") + " and " + HarmResults.NAME + ".md");
        // A wrong result is worse than a fault, which may have other reasons.
        return outcomes.stream()
                .mapToInt(HarmOutcome::exitCode)
                .filter(e -> e != 0)
                .min()
                .orElse(0);
    }

    private List<Workload> chosen() {
        List<Workload> all = Workloads.all();
        for (String name : names) {
            if (all.stream().noneMatch(w -> w.name().equals(name))) {
                throw BenchException.usage("There is no workload " + name + ": choose among "
                        + all.stream().map(Workload::name).collect(Collectors.joining(", ")) + ".");
            }
        }
        return all.stream()
                .filter(w -> names.isEmpty() || names.contains(w.name()))
                .toList();
    }

    /** One workload, whose failure does not keep the others from being looked at. */
    private HarmOutcome attempt(
            Workload workload, Libraries libraries, Tool tool, HarmMeasurement measurement, List<Jdk> on, Path work) {
        String library = libraries.title(workload.library());
        List<Cell> cells = new ArrayList<>();
        LibraryBuild build = null;
        try {
            build = LibraryBuild.make(workload, libraries, tool, settings, work);
            console.printf(
                    Locale.ROOT,
                    "%s: %d methods changed, %d moved whole, %d put back%n",
                    workload.name(),
                    build.inPlace(),
                    build.whole(),
                    build.reverted());
            long checksum = HarmMeasurement.requireEqual(workload, build);
            for (Jdk jdk : buildOnly ? List.<Jdk>of() : on) {
                cells.add(measurement.measure(workload, build, checksum, jdk));
                say(cells.get(cells.size() - 1));
            }
            return new HarmOutcome(workload, library, build, cells, "", 0);
        } catch (BenchException e) {
            console.println(workload.name() + " FAILED: " + e.getMessage());
            return new HarmOutcome(workload, library, build, cells, String.valueOf(e.getMessage()), e.exitCode());
        }
    }

    private void say(Cell cell) {
        console.printf(
                Locale.ROOT,
                "%s, JDK %d: %.2f -> %.2f us, ratio %.3f (%.3f to %.3f)%s%n",
                cell.subject(),
                cell.jdk(),
                cell.reference().mean() / 1000,
                cell.whittled().mean() / 1000,
                cell.ratio().value(),
                cell.ratio().low(),
                cell.ratio().high(),
                cell.harm() ? " HARMED" : "");
    }
}
