package dev.whittle.bench;

import java.util.List;

/** What was seen of one subject: what the tool did to it, and what that came to. */
record Outcome(Subject subject, Tool.Whittled whittled, List<Cell> cells) {
    Outcome {
        cells = List.copyOf(cells);
    }
}
