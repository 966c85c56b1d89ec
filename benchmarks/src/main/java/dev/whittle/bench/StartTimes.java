package dev.whittle.bench;

import dev.whittle.bench.RegistryMaker.Kind;
import dev.whittle.bench.subject.start.Start;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How long a program takes from the start of its process to the end, with its original jar, the whittled one, and the one of the program
 * that has nothing but the driver that is used.
 *
 * @param original in milliseconds, a round each, as the others
 */
record StartTimes(Kind kind, Jdk jdk, Sharing sharing, Variant original, Variant whittled, Variant only) {
    /**
     * One of the three programs.
     *
     * @param millis from start to end, a round each
     * @param processor mean milliseconds of processor time
     * @param classes that were loaded, the JDK's too
     * @param archived how many of them came from an archive
     * @param drivers how many of them are drivers
     * @param jar bytes of the jar
     */
    record Variant(Samples millis, double processor, long classes, long archived, long drivers, long jar) {
        /** The ratio of processor times, or 0 where the system does not tell. */
        double over(Variant other) {
            return other.processor == 0 ? 0 : processor / other.processor;
        }
    }

    /** What the JVM shares. */
    enum Sharing {
        OFF("no class data sharing (`-Xshare:off`)"),
        JDK("the JDK's own archive, as JVMs start by default"),
        ARCHIVE("an archive of the program (17: AppCDS, 25: AOT cache)");

        private final String title;

        Sharing(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** What the JVM is told. */
        List<String> options(Jdk jdk, Path archive) {
            return switch (this) {
                case OFF -> List.of("-Xshare:off");
                case JDK -> List.of();
                case ARCHIVE -> List.of((hasCache(jdk) ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
            };
        }

        private static boolean hasCache(Jdk jdk) {
            return jdk.feature() >= 25;
        }
    }

    Ratio timesOriginal() {
        return Ratio.paired(original.millis.values(), whittled.millis.values());
    }

    Ratio timesOnly() {
        return Ratio.paired(only.millis.values(), whittled.millis.values());
    }

    /** What the program with the one driver gains over the original: more than that is not to be had. */
    Ratio mostPossible() {
        return Ratio.paired(original.millis.values(), only.millis.values());
    }

    /**
     * Measures, after a round that does not count.
     *
     * @throws BenchException if the programs print different results
     */
    static StartTimes measure(Kind kind, Jars jars, Jdk jdk, Sharing sharing, int rounds, Path work) {
        List<Program> programs = Stream.of(jars.original, jars.whittled, jars.only)
                .map(jar -> new Program(
                        jar,
                        command(jar, Start.class.getName(), jdk, sharing, work),
                        new ArrayList<>(),
                        new ArrayList<>()))
                .toList();
        String expected =
                Fork.run(programs.get(0).command, work.resolve("run.err")).said();
        for (int round = 0; round <= rounds; round++) {
            for (Program program : programs) {
                Fork fork = Fork.run(program.command, work.resolve("run.err"));
                requireEqual(program.jar.toString(), expected, fork.said());
                if (round > 0) {
                    program.millis.add(fork.millis());
                    program.processor.add(fork.processor());
                }
            }
        }
        List<Variant> all = programs.stream().map(p -> variant(p, work)).toList();
        return new StartTimes(kind, jdk, sharing, all.get(0), all.get(1), all.get(2));
    }

    /** The programs that are compared; {@code only} has nothing but the driver that is used. */
    record Jars(Path original, Path whittled, Path only) {}

    private record Program(Path jar, List<String> command, List<Double> millis, List<Double> processor) {}

    static void requireEqual(String what, String expected, String said) {
        if (!said.equals(expected)) {
            throw BenchException.mismatch(what + " gives another result than the original, " + said.strip()
                    + " instead of " + expected.strip() + ".");
        }
    }

    /**
     * Returns what runs a program, and makes the archive first that it is run with, if it is.
     *
     * @param work where the archive lies, by the jar's name
     */
    static List<String> command(Path jar, String main, Jdk jdk, Sharing sharing, Path work) {
        Path archive = work.resolve(jar.getFileName() + "-" + jdk.feature() + ".archive");
        String to = Sharing.hasCache(jdk) ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
        if (sharing == Sharing.ARCHIVE) {
            Fork.run(words(jar, main, jdk, List.of(to + archive)), work.resolve("archive.err"));
            if (!Files.isReadable(archive)) {
                throw BenchException.fault("JDK " + jdk.feature() + " made no archive of " + jar
                        + ": what it said stands in " + work.resolve("archive.err") + ".");
            }
        }
        return words(jar, main, jdk, sharing.options(jdk, archive));
    }

    private static List<String> words(Path jar, String main, Jdk jdk, List<String> options) {
        List<String> words = new ArrayList<>(List.of(jdk.java().toString()));
        words.addAll(options);
        words.addAll(List.of("-cp", jar.toString(), main));
        return words;
    }

    /** Runs once more to see what is loaded. */
    private static Variant variant(Program program, Path work) {
        List<String> words = new ArrayList<>(program.command);
        words.add(1, "-Xlog:class+load");
        List<String> loaded = Fork.run(words, work.resolve("run.err"))
                .said()
                .lines()
                .filter(l -> l.contains(" source: "))
                .toList();
        String drivers = " " + DriverMaker.name(0).replace('/', '.').replace("000", "");
        return new Variant(
                new Samples(program.millis),
                new Samples(program.processor).mean(),
                loaded.size(),
                loaded.stream().filter(l -> l.contains("shared objects file")).count(),
                loaded.stream()
                        .filter(l -> l.contains(drivers) && !l.contains(drivers + " "))
                        .count(),
                program.jar.toFile().length());
    }
}
