package dev.whittle.profiler.agent.internal;

import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Methods in the order of the samples that found them running. Sampling proves nothing about what did not run: it only chooses
 * where path probes are worth their cost.
 *
 * @param source where the samples are from, for the profile
 * @param methods the hottest first
 */
public record HotMethods(String source, List<Hot> methods) {
    /** What the agent never counts, its probes included: their samples are those of the method that called them. */
    private static final List<String> JDK = List.of("java/", "javax/", "jdk/", "sun/");

    public HotMethods {
        methods = List.copyOf(methods);
    }

    /**
     * @param method {@code package/Class.method}, with its descriptor where the samples had it
     * @param samples times it was found on top of a stack, or in the JDK's code or a probe that it called
     */
    public record Hot(String method, long samples) {}

    /** @throws BadInputException if the file cannot be read or holds no collapsed stacks */
    public static HotMethods read(Path file, int limit) {
        try {
            return ofCollapsed(file.toString(), Files.readString(file, StandardCharsets.UTF_8), limit);
        } catch (IOException e) {
            throw new BadInputException(
                    "The hot methods " + file + " cannot be read (" + e + "); check the name and the file's rights.",
                    e);
        }
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
            String top = blank < 0 ? "" : top(line.substring(0, blank));
            long count = count(line.substring(blank + 1));
            if (top.isEmpty() || count < 0) {
                throw new BadInputException("Samples of " + source + ", line " + number
                        + ", are not collapsed stacks; write them with async-profiler's option collapsed.");
            }
            // Java frames name their class with slashes and a dot; frames of the kernel and of native code do not.
            if (top.matches("[^.\\[\\]]+\\.[^.\\[\\]]+(\\(.*\\)[^.]*)?")) {
                // Signatures hold bars where semicolons would part frames.
                samples.merge(top.replace('|', ';'), count, Long::sum);
            }
        }
        List<Hot> hot = new ArrayList<>();
        samples.forEach((method, count) -> hot.add(new Hot(method, count)));
        hot.sort(Comparator.comparingLong(Hot::samples).reversed().thenComparing(Hot::method));
        return new HotMethods(source, hot.subList(0, Math.min(limit, hot.size())));
    }

    private static String top(String stack) {
        int end = stack.length();
        while (true) {
            int start = stack.lastIndexOf(';', end - 1) + 1;
            String frame = stack.substring(start, end);
            if (start == 0 || JDK.stream().noneMatch(frame::startsWith)) {
                return frame;
            }
            end = start - 1;
        }
    }

    private static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Returns the choice of those that were found at least so many times. */
    public PathChoice choice(long times) {
        Set<String> names = new HashSet<>();
        methods.stream().filter(m -> m.samples() >= times).forEach(m -> names.add(m.method()));
        return PathChoice.named(names);
    }
}
