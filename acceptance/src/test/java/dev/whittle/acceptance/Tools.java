package dev.whittle.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The jars as users have them, and how they are run. */
public final class Tools {
    static final List<String> MODELS = List.of("82540em", "82544gc", "82545em", "82574l");

    private Tools() {}

    static Path cli() {
        return jar("cli", "whittle-cli-", "-all.jar");
    }

    static Path agent() {
        return jar("profiler/agent", "whittle-profiler-agent-", ".jar");
    }

    static Path demo() {
        return jar("demo-drivers", "whittle-demo-drivers-", ".jar");
    }

    private static Path jar(String module, String prefix, String suffix) {
        Path target = Path.of("..", module.split("/")).resolve("target").normalize();
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix)
                            && f.toString().endsWith(suffix))
                    .min(Path::compareTo)
                    .orElseThrow()
                    .toAbsolutePath();
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("no " + prefix + "*" + suffix + " in " + target + ": run mvn verify", e);
        }
    }

    public static JvmFork.Result whittle(Object... words) {
        return JvmFork.execute(command(words));
    }

    /** What runs the command line with these words. */
    public static List<String> command(Object... words) {
        List<String> command = new ArrayList<>(List.of(JvmFork.java(), "-Dwhittle.agent=" + agent()));
        command.addAll(List.of("-Dwhittle.demo=" + demo(), "-jar", cli().toString()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        return command;
    }

    /** QEMU where it has to be: on a build server, or where it was asked for. */
    static String backend() {
        boolean there = Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .anyMatch(p -> Files.isExecutable(Path.of(p, "qemu-system-x86_64")));
        boolean must = "true".equals(System.getenv("CI")) || Boolean.getBoolean("whittle.requireQemu");
        if (!there && must) {
            throw new IllegalStateException("qemu-system-x86_64 is not installed, and these tests must run over it");
        }
        return there ? "qemu" : "replay";
    }

    public static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
