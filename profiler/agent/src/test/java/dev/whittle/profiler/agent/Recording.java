package dev.whittle.profiler.agent;

import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a program under the agent in a JVM of its own, which verifies all that it loads. The agent's jar is a manifest that points at the classes under test. */
final class Recording {
    private final Path directory;
    private final Path agent;

    Recording(Path directory) throws IOException {
        this(directory, agentJar(directory.resolve("agent.jar"), true));
    }

    Recording(Path directory, Path agent) {
        this.directory = directory;
        this.agent = agent;
    }

    /** @param retransforms whether its classes may be changed again while the program runs */
    static Path agentJar(Path jar, boolean retransforms) throws IOException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(p -> Path.of(p).toUri().toString())
                .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        manifest.getMainAttributes().putValue("Premain-Class", ProfilerAgent.class.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", Boolean.toString(retransforms));
        manifest.getMainAttributes().putValue("Agent-Class", ProfilerAgent.class.getName());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    /** Compiles a program; its main class is {@code app.Main}. */
    Path program(String main) {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("app.Main", main));
        return JarBuilder.write(directory.resolve("app.jar"), classes, Map.of(), "app.Main");
    }

    Path agent() {
        return agent;
    }

    Path output() {
        return directory.resolve("run.wprof");
    }

    List<String> command(String agentOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(JvmFork.java());
        command.add("-javaagent:" + agent + "=out=" + output() + (agentOptions.isEmpty() ? "" : "," + agentOptions));
        command.addAll(List.of(arguments));
        return command;
    }

    JvmFork.Result run(String agentOptions, String... arguments) {
        return JvmFork.execute(command(agentOptions, arguments));
    }

    Profile profile() {
        return ProfileFile.read(output());
    }

    static Profile.ClassProfile type(Profile profile, String name) {
        return profile.classes().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no class " + name));
    }

    static Profile.MethodProfile method(Profile profile, String owner, String name) {
        return type(profile, owner).methods().stream()
                .filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method " + name));
    }
}
