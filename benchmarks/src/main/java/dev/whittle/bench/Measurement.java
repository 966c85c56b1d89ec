package dev.whittle.bench;

import dev.whittle.bench.Score.Sample;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
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
     * @param warm milliseconds of processor time to warm up for, where something is compiled
     * @param warmups iterations besides that do not count
     * @param iterations iterations that count
     * @param millis milliseconds of an iteration
     */
    record Effort(int rounds, int warm, int warmups, int iterations, int millis) {
        static Effort full() {
            return new Effort(3, 500, 2, 4, 300);
        }

        static Effort quick() {
            return new Effort(1, 200, 1, 3, 100);
        }
    }

    /**
     * What is measured.
     *
     * @param jars where it is, as a class path has them
     * @param type the class whose operation it is
     * @param checksum what many operations have to return
     */
    record Variant(List<Path> jars, String type, long checksum) {
        Variant {
            jars = List.copyOf(jars);
        }

        private String classPath() {
            return jars.stream()
                    .map(j -> j.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /** @throws BenchException if the two give different results, before anything is measured */
    Cell measure(Subject subject, Subject.Case part, Tool.Whittled jars, Mode mode, Jdk jdk) {
        Path other = part.againstOriginal() ? jars.original() : jars.whittled();
        long expected = checksum(other, part.reference());
        Operation.requireEqual(
                part.type() + " of " + jars.whittled(), expected, checksum(jars.whittled(), part.type()));
        Variant reference = new Variant(List.of(other), part.reference(), expected);
        Variant whittled = new Variant(List.of(jars.whittled()), part.type(), expected);
        List<List<Sample>> first = new ArrayList<>();
        List<List<Sample>> second = new ArrayList<>();
        String log = String.join("-", subject.name(), part.name().replace(' ', '-'), mode.name(), "" + jdk.feature());
        for (int round = 0; round < effort.rounds; round++) {
            first.add(run(reference, mode, jdk, folder.resolve(log + "-reference-" + round + ".jmh")));
            second.add(run(whittled, mode, jdk, folder.resolve(log + "-whittled-" + round + ".jmh")));
        }
        return new Cell(
                subject.name(),
                part.name(),
                mode,
                jdk.feature(),
                part.againstOriginal(),
                Score.of(first),
                Score.of(second));
    }

    private static long checksum(Path jar, String type) {
        try (Operation operation = Operation.load(jar, type)) {
            return operation.checksum();
        }
    }

    /** Runs one in a JVM of its own and returns its iterations. */
    List<Sample> run(Variant variant, Mode mode, Jdk jdk, Path log) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(OperationBenchmark.class.getName() + ".operate")
                .param("jar", variant.classPath())
                .param("type", variant.type)
                .param("checksum", Long.toString(variant.checksum))
                .param("warm", Integer.toString(mode == Mode.INTERPRETER ? 0 : effort.warm))
                .jvm(jdk.java().toString())
                .jvmArgs("-Xms256m", "-Xmx256m")
                .jvmArgsAppend(mode.options().toArray(String[]::new))
                .forks(1)
                .warmupIterations(effort.warmups)
                .warmupTime(TimeValue.milliseconds(effort.millis))
                .measurementIterations(effort.iterations)
                .measurementTime(TimeValue.milliseconds(effort.millis))
                .addProfiler(GCProfiler.class)
                .addProfiler(WorkerTime.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.NORMAL)
                .output(log.toString());
        try {
            return new Runner(options.build())
                    .run().stream()
                            .flatMap(r -> r.getBenchmarkResults().stream())
                            .flatMap(r -> r.getIterationResults().stream())
                            .map(Measurement::sample)
                            .toList();
        } catch (RunnerException e) {
            throw BenchException.fault("JMH could not measure " + variant.type + " of " + variant.jars.get(0)
                    + ": what it said stands in " + log + ".");
        }
    }

    private static Sample sample(IterationResult iteration) {
        return new Sample(
                secondary(iteration, WorkerTime.LABEL),
                iteration.getPrimaryResult().getScore(),
                secondary(iteration, ALLOCATED));
    }

    private static double secondary(IterationResult iteration, String label) {
        return iteration.getSecondaryResults().values().stream()
                .filter(r -> r.getLabel().endsWith(label))
                .mapToDouble(r -> r.getScore())
                .findFirst()
                .orElse(Double.NaN);
    }
}
