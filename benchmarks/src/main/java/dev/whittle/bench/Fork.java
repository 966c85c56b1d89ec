package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that ran and ended.
 *
 * @param said what it wrote to its output
 * @param millis from before it was started until after it had ended, on the clock
 * @param processor milliseconds of processor time that it used, all threads together, to 10 ms; 0 where the system does not tell
 */
record Fork(String said, double millis, double processor) {
    private static final Path OWN = Path.of("/proc/self/stat");
    /** Where the time of children that have ended stands, in ticks, after the name in parentheses. */
    private static final int CHILDREN = 13;

    private static final double TICK = 10;

    /**
     * Runs one.
     *
     * @param errors takes what it writes besides its output
     * @throws BenchException if it ends with another code than 0
     */
    static Fork run(List<String> command, Path errors) {
        try {
            double before = ofChildren();
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
            return new Fork(said, (end - begin) / 1e6, ofChildren() - before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BenchException.fault("It was interrupted.");
        }
    }

    /** Processor time of all children that have ended, in milliseconds. */
    private static double ofChildren() throws IOException {
        if (!Files.isReadable(OWN)) {
            return 0;
        }
        String stat = Files.readString(OWN);
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(words[CHILDREN]) + Long.parseLong(words[CHILDREN + 1])) * TICK;
    }
}
