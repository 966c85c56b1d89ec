package dev.whittle.verifier.internal.smt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A worker's own folder: solvers unpack their libraries there, and a killed one leaves them. */
final class Scratch {
    private static final String PREFIX = "whittle-solver-";

    private Scratch() {}

    static Path make() throws IOException {
        return Files.createTempDirectory(PREFIX);
    }

    /** Removes what can be removed of a folder that was made here; of any other nothing. */
    static void delete(Path folder) {
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
