package dev.whittle.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that files are written to. Stateless. */
public final class Folders {
    private Folders() {}

    /**
     * Creates a folder and those above it, as far as they are missing. Unlike {@link Files#createDirectories} of JDK 17 it takes a link to a folder
     * for a folder (JDK-8294193).
     *
     * @return the folder
     * @throws IOException if it cannot be created
     */
    public static Path create(Path folder) throws IOException {
        return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
    }
}
