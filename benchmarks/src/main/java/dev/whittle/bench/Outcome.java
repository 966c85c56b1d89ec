package dev.whittle.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one subject: what the tool did to it, and what that came to.
 *
 * @param branches null if none were counted
 */
record Outcome(Subject subject, Tool.Whittled whittled, List<Cell> cells, BranchCount.@Nullable Compared branches) {
    Outcome {
        cells = List.copyOf(cells);
    }
}
