package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that ran and ended.
 *
 * @param said what it wrote to its output
 * @param millis from before it was started until after it had ended, on the clock
 */
record Fork(String said, double millis) {
    /**
     * Runs one.
     *
     * @param errors takes what it writes besides its output
     * @throws BenchException if it ends with another code than 0
     */
    static Fork run(List<String> command, Path errors) {
        try {
            long begin = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            long end = System.nanoTime();
            if (exit != 0) {
                throw BenchException.fault(String.join(" ", command) + " ended with code " + exit
                        + ": what it said stands in " + errors + ".");
            }
            return new Fork(said, (end - begin) / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BenchException.fault("It was interrupted.");
        }
    }
}
