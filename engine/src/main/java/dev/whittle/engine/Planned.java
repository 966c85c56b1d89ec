package dev.whittle.engine;

import dev.whittle.model.Plan;
import java.util.List;

/**
 * What would be done.
 *
 * @param learned what was learned from runs of whittled programs and what came of it, for a person, one sentence each; empty where nothing
 *     was asked for
 */
public record Planned(Plan plan, List<String> learned) {
    public Planned {
        learned = List.copyOf(learned);
    }
}
