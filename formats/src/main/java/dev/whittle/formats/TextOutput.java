package dev.whittle.formats;

import dev.whittle.formats.internal.TextFiles;
import java.nio.file.Path;

/** Writes text files whole or not at all. */
public final class TextOutput {
    private TextOutput() {}

    /**
     * Writes beside the target and renames.
     *
     * @param kind word for the file in messages
     * @throws dev.whittle.model.BadInputException if the file cannot be written
     */
    public static void write(Path file, String text, String kind) {
        TextFiles.write(file, text, kind);
    }
}
