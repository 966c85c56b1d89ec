package dev.whittle.formats;

import dev.whittle.formats.internal.JsonFormat;
import dev.whittle.model.WhittleReport;
import java.nio.file.Path;

/** Results of a whittling as JSON, for tools and for `whittle diff`. Stateless; equal results give equal text. */
public final class ResultsCodec {
    private static final int VERSION = 1;
    private static final JsonFormat<WhittleReport> FORMAT =
            new JsonFormat<>("report", VERSION, WhittleReport.class, "make it anew with `whittle transform`");

    private ResultsCodec() {}

    /** @throws dev.whittle.model.BadInputException if the file cannot be read or is not a file of results of this version */
    public static WhittleReport read(Path file) {
        return FORMAT.read(file);
    }

    /**
     * Replaces the file at once or not at all.
     *
     * @throws dev.whittle.model.BadInputException if the file cannot be written
     */
    public static void write(Path file, WhittleReport results) {
        FORMAT.write(file, results);
    }

    /** @param name what messages call the text, such as a file name */
    public static WhittleReport fromText(String text, String name) {
        return FORMAT.fromText(text, name);
    }

    public static String toText(WhittleReport results) {
        return FORMAT.toText(results);
    }
}
