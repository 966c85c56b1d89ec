package dev.whittle.bench;

import dev.whittle.bench.StartTimes.Sharing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one program runs, from the start of its process to the end, as it was and as tools made it.
 *
 * @param variants the original first
 */
record AppTimes(String program, Jdk jdk, Sharing sharing, List<Variant> variants) {
    private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

    /**
     * A jar to compare.
     *
     * @param title who made it
     * @param jar what is run, null if nobody made it
     * @param elsewhere bytes that are kept beside the jar
     * @param small whether the program that was recorded prints what the original prints
     * @param other whether the program that does other things does
     */
    record Made(String title, @Nullable Path jar, long elsewhere, boolean small, boolean other) {
        long jarBytes() {
            return jar == null ? 0 : jar.toFile().length();
        }
    }

    /**
     * What was measured of one.
     *
     * @param millis from start to end, a round each, in which all variants ran by turns
     * @param processor mean milliseconds of processor time
     * @param classes that were loaded, the JDK's too
     * @param archived how many of them came from an archive
     * @param metaspace bytes used when the program ended
     */
    record Variant(Made made, Samples millis, double processor, long classes, long archived, long metaspace) {}

    AppTimes {
        variants = List.copyOf(variants);
    }

    /** How many times as fast as the original one of the variants starts and ends. */
    Ratio timesOriginal(Variant variant) {
        return Ratio.paired(variants.get(0).millis().values(), variant.millis().values());
    }

    private record Running(Made made, List<String> command, List<Double> millis, List<Double> processor) {}

    /**
     * Measures, after a round that does not count.
     *
     * @param made the original first; those that do not print the same are left out
     * @param main class of the program
     */
    static AppTimes measure(
            String program, List<Made> made, String main, Jdk jdk, Sharing sharing, int rounds, Path work) {
        Path errors = work.resolve("run.err");
        List<Running> running = new ArrayList<>();
        for (Made each : made) {
            if (each.jar() != null && each.small()) {
                Path folder = each.jar().toAbsolutePath().getParent();
                List<String> command =
                        StartTimes.command(each.jar(), main, jdk, sharing, folder == null ? work : folder);
                running.add(new Running(each, command, new ArrayList<>(), new ArrayList<>()));
            }
        }
        String expected = Fork.run(running.get(0).command(), errors).said();
        for (int round = 0; round <= rounds; round++) {
            for (Running one : running) {
                Fork fork = Fork.run(one.command(), errors);
                StartTimes.requireEqual(one.made().title(), expected, fork.said());
                if (round > 0) {
                    one.millis().add(fork.millis());
                    one.processor().add(fork.processor());
                }
            }
        }
        return new AppTimes(
                program,
                jdk,
                sharing,
                running.stream().map(r -> variant(r, work)).toList());
    }

    /** Runs once more to see what is loaded, and how much room it takes. */
    private static Variant variant(Running one, Path work) {
        Path log = work.resolve("classes.log");
        List<String> words = new ArrayList<>(one.command());
        words.add(1, "-Xlog:class+load,gc+exit*:file=" + log + "::filecount=0");
        Fork.run(words, work.resolve("run.err"));
        List<String> lines = lines(log);
        long metaspace = 0;
        for (String line : lines) {
            Matcher found = METASPACE.matcher(line);
            if (found.find()) {
                metaspace = Long.parseLong(found.group(1)) << 10;
            }
        }
        List<String> loaded =
                lines.stream().filter(l -> l.contains(" source: ")).toList();
        return new Variant(
                one.made(),
                new Samples(one.millis()),
                new Samples(one.processor()).mean(),
                loaded.size(),
                loaded.stream().filter(l -> l.contains("shared objects file")).count(),
                metaspace);
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
