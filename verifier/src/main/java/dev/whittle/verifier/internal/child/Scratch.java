package dev.whittle.verifier.internal.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A process's own folder: what unpacks its libraries there leaves them when it is killed. */
public final class Scratch {
    private static final String PREFIX = "whittle-scratch-";

    private Scratch() {}

    /** @param purpose for people who look into the folder for temporary files */
    public static Path make(String purpose) throws IOException {
        return Files.createTempDirectory(PREFIX + purpose + "-");
    }

    /** Removes what can be removed of a folder that was made here; of any other nothing. */
    public static void delete(Path folder) {
        if (!String.valueOf(folder.getFileName()).startsWith(PREFIX)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(Scratch::deleteOne);
        } catch (IOException | UncheckedIOException e) {
            // It is in the folder for temporary files: the system clears it.
            return;
        }
    }

    private static void deleteOne(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
