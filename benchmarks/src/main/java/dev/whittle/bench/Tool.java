package dev.whittle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tool as users have it: a jar that is run in a process of its own, and the jar of its agent. */
record Tool(Path cli, Path agent) {
    /**
     * What became of a subject.
     *
     * @param original the jar that was packed
     * @param whittled the jar that the tool made of it
     * @param proved methods that were changed and proved equal
     * @param reverted methods that were put back because they were not proved
     * @param eliminated branches that hot code no longer executes
     * @param kept what was left as it was: reason and how often
     */
    record Whittled(Path original, Path whittled, int proved, int reverted, int eliminated, Map<String, Integer> kept) {
        Whittled {
            kept = Map.copyOf(kept);
        }
    }

    /**
     * Finds the jars: those that {@code whittle.cli} and {@code whittle.agent} name, or those of the build around this folder.
     *
     * @throws BenchException if there are none
     */
    static Tool find() {
        return new Tool(
                jar("whittle.cli", "cli", "whittle-cli-", "-all.jar"),
                jar("whittle.agent", "profiler/agent", "whittle-profiler-agent-", ".jar"));
    }

    private static Path jar(String property, String module, String prefix, String suffix) {
        String given = System.getProperty(property, "");
        if (!given.isEmpty()) {
            return Path.of(given).toAbsolutePath();
        }
        for (String above : new String[] {"", "..", "../.."}) {
            Path target = Path.of(above, module.split("/")).resolve("target");
            if (Files.isDirectory(target)) {
                try (Stream<Path> files = Files.list(target)) {
                    List<Path> found = files.filter(
                                    f -> f.getFileName().toString().startsWith(prefix)
                                            && f.toString().endsWith(suffix))
                            .sorted()
                            .toList();
                    if (!found.isEmpty()) {
                        return found.get(0).toAbsolutePath().normalize();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw BenchException.usage("There is no " + prefix + "*" + suffix + " in " + module
                + "/target: run ./benchmark, which builds it first.");
    }

    /** Packs a subject, records its workload and whittles it, in the folder given. */
    Whittled whittle(Subject subject, Path folder) {
        Path original = folder.resolve(subject.name() + ".jar");
        Path profile = folder.resolve(subject.name() + ".wprof");
        Path whittled = folder.resolve(subject.name() + "-whittled.jar");
        SubjectJar.write(subject, original);
        Path log = folder.resolve(subject.name() + ".log");
        run(log, "record", "--force", "--hot", "0", "-o", profile, "--", java(), "-jar", original);
        List<Object> words = new ArrayList<>(List.of("transform", original, "--force", "--profile", profile));
        words.addAll(List.of("-o", whittled));
        words.addAll(subject.options());
        run(log, words.toArray());
        return read(original, whittled, folder.resolve(subject.name() + "-whittled.report.json"));
    }

    /** @throws BenchException if the tool says no */
    void run(Path log, Object... words) {
        List<String> command = new ArrayList<>(List.of(java(), "-Dwhittle.agent=" + agent, "-jar", cli.toString()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            int exit = process.waitFor();
            if (exit != 0) {
                throw BenchException.fault("whittle " + words[0] + " ended with code " + exit
                        + ": what it said stands at the end of " + log + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BenchException.fault("It was interrupted.");
        }
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static Whittled read(Path original, Path whittled, Path report) {
        try {
            JsonNode root = new ObjectMapper().readTree(new File(report.toString()));
            JsonNode totals = root.path("totals");
            Map<String, Integer> kept = new TreeMap<>();
            root.path("kept")
                    .forEach(k ->
                            kept.put(k.path("reason").asText(), k.path("count").asInt()));
            return new Whittled(
                    original,
                    whittled,
                    totals.path("proved").asInt(),
                    totals.path("reverted").asInt(),
                    totals.path("eliminated").asInt(),
                    kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
