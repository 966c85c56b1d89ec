package dev.whittle.formats.internal;

import dev.whittle.model.BadInputException;
import dev.whittle.model.Staging;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text in and out: strict UTF-8, bounded size, and files that are replaced whole or not at all. */
public final class TextFiles {
    private static final long MOST_BYTES = 512L << 20;

    private TextFiles() {}

    static String read(Path file, String kind) {
        return read(file, kind, MOST_BYTES);
    }

    /** @param most bytes that the file may have */
    public static String read(Path file, String kind, long most) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new BadInputException(
                        "There is no " + kind + " at " + file + ": give the path of an existing file.");
            }
            if (Files.size(file) > most) {
                throw new BadInputException("The " + kind + " " + file + " is larger than " + (most >> 20)
                        + " MiB and is not read: give the file that Whittle wrote.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException("The " + kind + " " + file + " is not UTF-8 text: save it as UTF-8.", e);
        } catch (IOException e) {
            throw new BadInputException(
                    "The " + kind + " " + file + " cannot be read: check that it exists and its permissions.", e);
        }
    }

    /**
     * Writes a file whole or not at all.
     *
     * @param kind word for the file in messages
     */
    public static void write(Path file, String text, String kind) {
        try {
            Staging.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new BadInputException(
                    "The " + kind + " " + file + " cannot be written: check the folder and its permissions.", e);
        }
    }
}
