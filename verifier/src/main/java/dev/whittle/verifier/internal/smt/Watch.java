package dev.whittle.verifier.internal.smt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Kills a process that takes too long over one question, or too much memory, and remembers why. */
final class Watch implements AutoCloseable {
    private static final long PERIOD_MILLIS = 50;

    private final Process process;
    private final Limits limits;
    private final long end;
    private final Thread thread;
    private volatile boolean over;
    private volatile String reason = "";

    Watch(Process process, Limits limits) {
        this.process = process;
        this.limits = limits;
        this.end = System.nanoTime() + limits.patience().toNanos();
        this.thread = new Thread(this::watch, "whittle-solver-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!over && process.isAlive()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                kill("was killed after " + text(limits.patience()));
            } else if (megabytes() > limits.megabytes()) {
                kill("was killed as it took more than " + limits.megabytes() + " MB");
            } else {
                pause(Math.min(left, PERIOD_MILLIS));
            }
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            // The answer has come: the loop looks at that.
            return;
        }
    }

    private synchronized void kill(String why) {
        if (!over) {
            reason = why;
            process.destroyForcibly();
        }
    }

    private static String text(Duration patience) {
        return patience.toMillis() % 1000 == 0 ? patience.toSeconds() + " s" : patience.toMillis() + " ms";
    }

    /** Returns what the process holds in memory, or 0 where the system does not say it in a file. */
    private long megabytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Returns why the process was killed, or an empty string. */
    String reason() {
        return reason;
    }

    /** After this the process is not killed any more. */
    @Override
    public synchronized void close() {
        over = true;
        thread.interrupt();
    }
}
