package dev.whittle.bench;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures first packets and first rare events: original and whittled by turns, each in a JVM of its own. */
final class FirstMeasurement {
    private static final List<String> EVENTS =
            List.of(RareEvent.USUAL, RareEvent.FIRST, RareEvent.NEXT, RareEvent.SECOND, RareEvent.ANOTHER);

    private final int rounds;
    private final int warmMillis;
    private final Path work;

    /** @param warmMillis how long a process runs before the first rare event */
    FirstMeasurement(int rounds, int warmMillis, Path work) {
        this.rounds = rounds;
        this.warmMillis = warmMillis;
        this.work = work;
    }

    /** @param usual, rare, other statuses of packets */
    record Statuses(long usual, long rare, long other) {}

    FirstPackets packets(Subject subject, Tool.Whittled jars, Jdk jdk) {
        Pair pair = rounds(jars, jdk, List.of(), List.of(subject.main(), Integer.toString(FirstPackets.MILLIS)));
        return new FirstPackets(
                subject.name(),
                subject.about(),
                jdk,
                samples(pair.original, "packets", 1),
                samples(pair.whittled, "packets", 1),
                samples(pair.original, "ready", 1e-6),
                samples(pair.whittled, "ready", 1e-6));
    }

    /** @param rehearsed whether the whittled program does at its start what has to be done once before code can come back */
    RareEvent rare(Subject subject, Tool.Whittled jars, Jdk jdk, Statuses statuses, boolean rehearsed) {
        List<String> options = rehearsed ? List.of("-Dwhittle.rehearse=true") : List.of();
        List<String> words = List.of(
                subject.main(),
                Integer.toString(warmMillis),
                Long.toString(statuses.usual),
                Long.toString(statuses.rare),
                Long.toString(statuses.other));
        Pair pair = rounds(jars, jdk, options, words);
        List<String> before = loaded(jars.original(), jdk, List.of(), words);
        List<String> after = loaded(jars.whittled(), jdk, options, words);
        return new RareEvent(
                subject.name() + (rehearsed ? ", rehearsed" : ""),
                subject.about(),
                jdk,
                events(pair.original),
                events(pair.whittled),
                new RareEvent.Classes(
                        before.size(),
                        after.size(),
                        count(after, "java.lang.invoke.", "jdk.internal.org.objectweb"),
                        count(after, "jdk.jfr.", "jdk.internal.event.", "jdk.proxy")),
                numbers(pair.whittled.get(0), "fragments")[0]);
    }

    private static long count(List<String> loaded, String... parts) {
        return loaded.stream()
                .filter(l -> Arrays.stream(parts).anyMatch(l::contains))
                .count();
    }

    private record Pair(List<Map<String, long[]>> original, List<Map<String, long[]>> whittled) {}

    /** @param options of the JVMs of the whittled program */
    private Pair rounds(Tool.Whittled jars, Jdk jdk, List<String> options, List<String> words) {
        Pair pair = new Pair(new ArrayList<>(), new ArrayList<>());
        long[] expected = null;
        for (int round = 0; round < rounds; round++) {
            Map<String, long[]> original = read(run(jars.original(), jdk, List.of(), words));
            Map<String, long[]> whittled = read(run(jars.whittled(), jdk, options, words));
            expected = expected == null ? numbers(original, "results") : expected;
            for (Map<String, long[]> said : List.of(original, whittled)) {
                StartTimes.requireEqual(
                        said == original
                                ? jars.original().toString()
                                : jars.whittled().toString(),
                        Arrays.toString(expected),
                        Arrays.toString(numbers(said, "results")));
            }
            pair.original.add(original);
            pair.whittled.add(whittled);
        }
        return pair;
    }

    private String run(Path jar, Jdk jdk, List<String> options, List<String> words) {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx256m"));
        command.addAll(options);
        // The jar comes first: the suite has the original's classes too.
        command.addAll(List.of("-cp", jar + File.pathSeparator + System.getProperty("java.class.path")));
        command.add(FirstRun.class.getName());
        command.addAll(words);
        return Fork.run(command, work.resolve("run.err")).said();
    }

    /** The classes that a run loads during its first rare event, by its log between the two marks. */
    private List<String> loaded(Path jar, Jdk jdk, List<String> options, List<String> words) {
        List<String> logging = new ArrayList<>(options);
        logging.add("-Xlog:class+load");
        List<String> said = run(jar, jdk, logging, words).lines().toList();
        return said.subList(said.indexOf("event") + 1, said.indexOf("over")).stream()
                .filter(l -> l.contains(" source: "))
                .toList();
    }

    static Map<String, long[]> read(String said) {
        Map<String, long[]> lines = new HashMap<>();
        said.lines()
                .map(l -> l.strip().split(" "))
                .forEach(words -> lines.put(
                        words[0],
                        Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray()));
        return lines;
    }

    private static long[] numbers(Map<String, long[]> lines, String word) {
        long[] numbers = lines.get(word);
        if (numbers == null) {
            throw BenchException.fault("The measured program said nothing of " + word + ".");
        }
        return numbers;
    }

    private static Samples samples(List<Map<String, long[]>> rounds, String word, double factor) {
        return new Samples(
                rounds.stream().map(r -> numbers(r, word)[0] * factor).toList());
    }

    private static Map<String, Samples> events(List<Map<String, long[]>> rounds) {
        Map<String, Samples> all = new LinkedHashMap<>();
        EVENTS.forEach(e -> all.put(e, samples(rounds, e, 1e-3)));
        return all;
    }
}
