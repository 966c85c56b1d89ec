package dev.whittle.profiler.agent;

import dev.whittle.model.BadInputException;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/** Writes the profile, on a timer and at the end, one at a time. Never disturbs the program: what goes wrong is said on stderr. */
final class ProfileWriter {
    private final Path output;
    private final Supplier<Profile> snapshot;
    private volatile String lastWrite = "";

    ProfileWriter(Path output, Supplier<Profile> snapshot) {
        this.output = output;
        this.snapshot = snapshot;
    }

    synchronized void writeOrThrow() {
        ProfileFile.write(output, snapshot.get());
        lastWrite = Instant.now().toString();
    }

    Path output() {
        return output;
    }

    /** Returns when, in ISO-8601 and UTC; empty before the first. */
    String lastWrite() {
        return lastWrite;
    }

    void write() {
        try {
            writeOrThrow();
        } catch (BadInputException e) {
            System.err.println(e.getMessage());
        } catch (RuntimeException e) {
            System.err.println("Whittle's agent could not write the profile " + output + ": " + e);
        }
    }

    void startTimer(int seconds) {
        Thread timer = new Thread(() -> writeEvery(seconds), "whittle-profile-timer");
        timer.setDaemon(true);
        timer.start();
    }

    private void writeEvery(int seconds) {
        try {
            while (true) {
                Thread.sleep(seconds * 1000L);
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
