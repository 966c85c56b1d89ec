package dev.whittle.profiler.importers;

import dev.whittle.model.BadInputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods in the order of the samples that found them running. Sampling proves nothing about what did not run: it only chooses
 * where path probes are worth their cost.
 *
 * @param provenance one line for the profile: what chose the methods, or why nothing could
 * @param methods the hottest first; empty where sampling could not run, and counters must decide
 */
public record HotMethods(String provenance, List<Hot> methods) {
    public HotMethods {
        methods = List.copyOf(methods);
    }

    /**
     * @param method {@code package/Class.method}, with its descriptor where the samples had it
     * @param samples times it was found on top of a stack
     */
    public record Hot(String method, long samples) {}

    /** Says that counters decide, and why. */
    static HotMethods unavailable(String reason) {
        return new HotMethods("path probes chosen by counters: " + reason, List.of());
    }

    /**
     * Reads collapsed stacks: one a line, frames between semicolons, the running one last, then a blank and the samples.
     *
     * @param limit most methods to keep
     * @throws BadInputException if a line is not of that form
     */
    public static HotMethods ofCollapsed(String source, String stacks, int limit) {
        Map<String, Long> samples = new HashMap<>();
        int number = 0;
        for (String line : stacks.lines().toList()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int blank = line.lastIndexOf(' ');
            String top = blank < 0 ? "" : line.substring(line.lastIndexOf(';', blank) + 1, blank);
            long count = count(line.substring(blank + 1));
            if (top.isEmpty() || count < 0) {
                throw new BadInputException("Samples of " + source + ", line " + number
                        + ", are not collapsed stacks; write them with async-profiler's option collapsed.");
            }
            // Java frames name their class with slashes and a dot; frames of the kernel and of native code do not.
            if (top.matches("[^.\\[\\]]+\\.[^.\\[\\]]+(\\(.*\\)[^.]*)?")) {
                samples.merge(top, count, Long::sum);
            }
        }
        List<Hot> hot = new ArrayList<>();
        samples.forEach((method, count) -> hot.add(new Hot(method, count)));
        hot.sort(Comparator.comparingLong(Hot::samples).reversed().thenComparing(Hot::method));
        return new HotMethods("path probes chosen by " + source, hot.subList(0, Math.min(limit, hot.size())));
    }

    private static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
