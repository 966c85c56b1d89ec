package dev.whittle.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one workload.
 *
 * @param library the library with its version
 * @param build what the tool made of it, or null if it failed
 * @param cells one for each JVM, none if something failed or nothing was to be measured
 * @param failure what failed; empty if nothing did
 * @param exitCode 0, or what the program that looks for harm ends with for this
 */
record HarmOutcome(
        Workload workload,
        String library,
        @Nullable LibraryBuild build,
        List<Cell> cells,
        String failure,
        int exitCode) {
    HarmOutcome {
        cells = List.copyOf(cells);
    }

    boolean is(LibraryBuild.Extent extent) {
        return build != null && build.extent() == extent;
    }
}
