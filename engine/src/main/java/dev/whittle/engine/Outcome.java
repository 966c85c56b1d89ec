package dev.whittle.engine;

import dev.whittle.formats.WhittleFile;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import java.nio.file.Path;
import java.util.List;

/**
 * What a whittling came to.
 *
 * @param plan what was carried out
 * @param written files that were written, empty for a dry run
 * @param warnings for a person, one sentence each
 * @param learned as in {@link Planned}
 */
public record Outcome(
        Plan plan,
        WhittleReport report,
        WhittleFile certificate,
        List<Path> written,
        List<String> warnings,
        List<String> learned) {
    public Outcome {
        learned = List.copyOf(learned);
        written = List.copyOf(written);
        warnings = List.copyOf(warnings);
    }
}
