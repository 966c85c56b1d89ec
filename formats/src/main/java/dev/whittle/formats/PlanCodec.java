package dev.whittle.formats;

import dev.whittle.formats.internal.JsonFormat;
import dev.whittle.model.Plan;
import java.nio.file.Path;

/** Plans as JSON that a person can read, edit and diff. Stateless; equal plans give equal text. */
public final class PlanCodec {
    private static final JsonFormat<Plan> FORMAT = new JsonFormat<>(
            "plan", Plan.VERSION, Plan.class, "correct it there, or make the plan anew with `whittle plan`");

    private PlanCodec() {}

    /** @throws dev.whittle.model.BadInputException if the file cannot be read or is not a plan of this version */
    public static Plan read(Path file) {
        return FORMAT.read(file);
    }

    /**
     * Replaces the file at once or not at all.
     *
     * @throws dev.whittle.model.BadInputException if the file cannot be written
     */
    public static void write(Path file, Plan plan) {
        FORMAT.write(file, plan);
    }

    /** @param name what messages call the text, such as a file name */
    public static Plan fromText(String text, String name) {
        return FORMAT.fromText(text, name);
    }

    public static String toText(Plan plan) {
        return FORMAT.toText(plan);
    }
}
