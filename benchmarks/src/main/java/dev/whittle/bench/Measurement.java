package dev.whittle.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures cells. In each round the reference and the whittled program run one after the other, each in a JVM of its own, so that a
 * machine that gets slower meanwhile slows both.
 */
final class Measurement {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Effort effort;
    private final Path folder;

    /** @param folder takes what JMH says */
    Measurement(Effort effort, Path folder) {
        this.effort = effort;
        this.folder = folder;
    }

    /**
     * How long is measured.
     *
     * @param rounds pairs of JVMs
     * @param warmups iterations that do not count
     * @param iterations iterations that count
     * @param millis milliseconds of an iteration
     */
    record Effort(int rounds, int warmups, int iterations, int millis) {
        static Effort full() {
            return new Effort(2, 4, 5, 500);
        }

        static Effort quick() {
            return new Effort(1, 2, 3, 150);
        }
    }

    private record Variant(Path jar, String type, long checksum) {}

    private static final class Samples {
        final List<Double> nanoseconds = new ArrayList<>();
        final List<Double> allocated = new ArrayList<>();

        Score score() {
            double bytes = allocated.stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN);
            return Score.of(nanoseconds, bytes);
        }
    }

    /** @throws BenchException if the two give different results, before anything is measured */
    Cell measure(Subject subject, Subject.Case part, Tool.Whittled jars, Mode mode, Jdk jdk) {
        Path other = part.againstOriginal() ? jars.original() : jars.whittled();
        long expected = checksum(other, part.reference());
        Operation.requireEqual(
                part.type() + " of " + jars.whittled(), expected, checksum(jars.whittled(), part.type()));
        Variant reference = new Variant(other, part.reference(), expected);
        Variant whittled = new Variant(jars.whittled(), part.type(), expected);
        Samples first = new Samples();
        Samples second = new Samples();
        String log = String.join("-", subject.name(), part.name().replace(' ', '-'), mode.name(), "" + jdk.feature());
        for (int round = 0; round < effort.rounds; round++) {
            run(reference, mode, jdk, folder.resolve(log + "-reference-" + round + ".jmh"), first);
            run(whittled, mode, jdk, folder.resolve(log + "-whittled-" + round + ".jmh"), second);
        }
        return new Cell(
                subject.name(),
                part.name(),
                mode,
                jdk.feature(),
                part.againstOriginal(),
                first.score(),
                second.score());
    }

    private static long checksum(Path jar, String type) {
        try (Operation operation = Operation.load(jar, type)) {
            return operation.checksum();
        }
    }

    private void run(Variant variant, Mode mode, Jdk jdk, Path log, Samples into) {
        TimeValue time = TimeValue.milliseconds(effort.millis);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(OperationBenchmark.class.getName() + ".operate")
                .param("jar", variant.jar.toAbsolutePath().toString())
                .param("type", variant.type)
                .param("checksum", Long.toString(variant.checksum))
                .jvm(jdk.java().toString())
                .jvmArgs("-Xms256m", "-Xmx256m")
                .jvmArgsAppend(mode.options().toArray(String[]::new))
                .forks(1)
                .warmupIterations(effort.warmups)
                .warmupTime(time)
                .measurementIterations(effort.iterations)
                .measurementTime(time)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.NORMAL)
                .output(log.toString());
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            results.forEach(r -> collect(r, into));
        } catch (RunnerException e) {
            throw BenchException.fault("JMH could not measure " + variant.type + " of " + variant.jar
                    + ": what it said stands in " + log + ".");
        }
    }

    private static void collect(RunResult run, Samples into) {
        for (BenchmarkResult result : run.getBenchmarkResults()) {
            for (IterationResult iteration : result.getIterationResults()) {
                into.nanoseconds.add(iteration.getPrimaryResult().getScore());
                for (Result<?> more : iteration.getSecondaryResults().values()) {
                    if (more.getLabel().endsWith(ALLOCATED)) {
                        into.allocated.add(more.getScore());
                    }
                }
            }
        }
    }
}
