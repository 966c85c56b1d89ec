package dev.whittle.verifier.internal.child;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How a process is started that runs this JVM's own java, and where its classes come from. */
public final class ChildJvm {
    /** The settings of a JVM that would print or run something in the process. */
    private static final List<String> FOREIGN = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** It lives shortly, in a small heap, and leaves nothing behind. */
    private static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:-CreateCoredumpOnCrash");

    private ChildJvm() {}

    /**
     * Returns what starts a process in a folder of its own, without the settings that this JVM's environment has for others.
     *
     * @param scratch where it works, and puts what is temporary
     * @param options more of the JVM
     * @param words the main class, and what it is told
     */
    public static ProcessBuilder builder(
            Path scratch, Collection<Path> classPath, List<String> options, List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.add("-Djava.io.tmpdir=" + scratch);
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.add("-cp");
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
        builder.environment().keySet().removeAll(FOREIGN);
        return builder;
    }

    /**
     * Returns the jar or folder that a class came from.
     *
     * @throws IOException if there is none; its message is a sentence's end
     */
    public static Path place(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IOException("the place of " + type.getName() + " is not known");
        }
        return path(source.getLocation());
    }

    /** @throws IOException if it is no file; its message is a sentence's end */
    public static Path path(URL url) throws IOException {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IOException(url + " is not a file", e);
        }
    }

    /** Returns the lines of what a process printed that say something. */
    public static List<String> said(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
