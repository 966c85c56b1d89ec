package dev.whittle.formats;

import dev.whittle.formats.internal.JsonFormat;
import java.nio.file.Path;

/** The file NAME.whittle, as JSON. Stateless; equal content gives equal text. */
public final class CertificateCodec {
    private static final int VERSION = 1;
    private static final JsonFormat<WhittleFile> FORMAT =
            new JsonFormat<>("certificate", VERSION, WhittleFile.class, "make it anew with `whittle transform`");

    private CertificateCodec() {}

    /** @throws dev.whittle.model.BadInputException if the file cannot be read or is not such a file of this version */
    public static WhittleFile read(Path file) {
        return FORMAT.read(file);
    }

    /**
     * Replaces the file at once or not at all.
     *
     * @throws dev.whittle.model.BadInputException if the file cannot be written
     */
    public static void write(Path file, WhittleFile content) {
        FORMAT.write(file, content);
    }

    /** @param name what messages call the text, such as a file name */
    public static WhittleFile fromText(String text, String name) {
        return FORMAT.fromText(text, name);
    }

    public static String toText(WhittleFile content) {
        return FORMAT.toText(content);
    }
}
