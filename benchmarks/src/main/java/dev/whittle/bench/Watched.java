package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a program ran.
 *
 * @param exit its exit code, or {@link #TIMED_OUT}
 * @param seconds on the clock, from before it was started until it had ended
 * @param peak most bytes of memory that it and the processes it started had at once, by what Linux says every few milliseconds; 0 elsewhere
 */
record Watched(int exit, double seconds, long peak) {
    static final int TIMED_OUT = -1;
    private static final int MILLIS = 20;
    private static final int PAGE = 4096;

    /**
     * Runs a program to its end, or until its time is over.
     *
     * @param log takes all that it prints
     */
    static Watched run(List<String> command, Path log, long minutes) {
        long start = System.nanoTime();
        long limit = TimeUnit.MINUTES.toNanos(minutes);
        long peak = 0;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            while (!process.waitFor(MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, memory(process.toHandle()));
                if (System.nanoTime() - start > limit) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    return new Watched(TIMED_OUT, seconds(start), peak);
                }
            }
            return new Watched(process.exitValue(), seconds(start), peak);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BenchException.fault("It was interrupted.");
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long memory(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(p -> resident(p.pid()))
                .sum();
    }

    /** Returns bytes, 0 where Linux does not say. */
    private static long resident(long pid) {
        try {
            String said = Files.readString(Path.of("/proc/" + pid + "/statm"), StandardCharsets.US_ASCII);
            return Long.parseLong(said.split(" ")[1]) * PAGE;
        } catch (IOException | RuntimeException e) {
            // It has just ended, or this is not Linux.
            return 0;
        }
    }
}
