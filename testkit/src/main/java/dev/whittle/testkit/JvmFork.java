package dev.whittle.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a JVM of the same kind as this one in a process of its own. Stateless. */
public final class JvmFork {
    private JvmFork() {}

    /** @param exit exit code of the process */
    public record Result(int exit, String out, String err) {}

    /** Returns the {@code java} of the JVM that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Runs {@code java} with the arguments and waits, at most three minutes.
     *
     * @throws IllegalStateException if it takes longer; it is killed
     */
    public static Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of(arguments));
        return execute(command);
    }

    /** Runs any command in the same way. */
    public static Result execute(List<String> command) {
        return execute(command, null, Duration.ofMinutes(3));
    }

    /**
     * Runs any command and waits for so long at most.
     *
     * @param folder that it runs in; null for this JVM's
     * @throws IllegalStateException if it takes longer; it is killed
     */
    public static Result execute(List<String> command, @Nullable Path folder, Duration longest) {
        try {
            Path out = Files.createTempFile("fork", ".out");
            Path err = Files.createTempFile("fork", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .directory(folder == null ? null : folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("took longer than " + longest + ": " + command);
                }
                return new Result(process.exitValue(), text(out), text(err));
            } finally {
                Files.deleteIfExists(out);
                Files.deleteIfExists(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
