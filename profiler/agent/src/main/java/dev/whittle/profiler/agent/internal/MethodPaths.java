package dev.whittle.profiler.agent.internal;

import dev.whittle.model.Profile.PathCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The path counters of one method that earned them. They lie apart from the class's other counters, which so never move.
 *
 * @param slot where probes find them
 */
record MethodPaths(int slot, PathNumbering numbering, long[] counters) {
    /** Returns the paths that were taken, the most frequent first. */
    List<PathCount> read() {
        List<PathCount> result = new ArrayList<>();
        for (int i = 0; i < counters.length; i++) {
            // Read once: the program may still be running.
            long count = counters[i];
            if (count > 0) {
                result.add(numbering.decode(i, count));
            }
        }
        result.sort(Comparator.comparingLong(PathCount::count).reversed());
        return result;
    }
}
