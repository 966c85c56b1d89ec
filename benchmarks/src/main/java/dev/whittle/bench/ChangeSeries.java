package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one JVM showed, around the change.
 *
 * @param wrong wrong results
 * @param broken guards that broke
 * @param loads fragments that came back
 * @param took how long the change itself took, in ns
 * @param rates operations a second of the worker's processor time, a window each; window {@code before} begins with the change
 * @param counts operations a window
 * @param longest the longest operation that ended in a window, in ns
 * @param compilations of the program's methods after the change, by any compiler
 * @param discarded of the program's methods, compiled by C2, that were thrown away after the change
 */
record ChangeSeries(
        long wrong,
        long broken,
        long loads,
        long took,
        double[] rates,
        long[] counts,
        long[] longest,
        int compilations,
        int discarded) {
    /** Uptime, level, method and remark of a line of the compilers' log, in which the number of the task and flags come first. */
    private static final Pattern LINE = Pattern.compile(
            "^\\[(\\d+)ns\\]\\s+\\d+ [ %sb!n]+([1-4])\\s+(dev\\.whittle\\.(?:demo|bench\\.subject)\\.\\S+)(.*)$");

    /** The change and the log read clocks of a few milliseconds' difference. */
    private static final long SLACK = 5;

    static ChangeSeries read(String said, Path log) {
        Map<String, long[]> lines = new HashMap<>();
        for (String line : said.split("\\R")) {
            String[] words = line.strip().split(" ");
            lines.put(
                    words[0],
                    Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray());
        }
        long[] operations = numbers(lines, "operations");
        long[] processor = numbers(lines, "processor");
        double[] rates = new double[operations.length];
        Arrays.setAll(rates, i -> processor[i] == 0 ? 0 : operations[i] * 1e9 / processor[i]);
        int[] compiled = compiled(log, numbers(lines, "uptime")[0] - SLACK);
        return new ChangeSeries(
                numbers(lines, "wrong")[0],
                numbers(lines, "broken")[0],
                numbers(lines, "loads")[0],
                numbers(lines, "took")[0],
                rates,
                operations,
                numbers(lines, "longest"),
                compiled[0],
                compiled[1]);
    }

    private static long[] numbers(Map<String, long[]> lines, String word) {
        long[] numbers = lines.get(word);
        if (numbers == null) {
            throw BenchException.fault("The measured program said nothing of " + word + ".");
        }
        return numbers;
    }

    /** Compilations after the change, and code of C2 that was thrown away. */
    static int[] compiled(Path log, long since) {
        try {
            return compiled(Files.readAllLines(log), since);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int[] compiled(List<String> log, long since) {
        int[] found = new int[2];
        for (String line : log) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches() || Long.parseLong(matcher.group(1)) < since * 1_000_000) {
                continue;
            }
            String remark = matcher.group(4);
            if (remark.contains("made not entrant")) {
                found[1] += matcher.group(2).equals("4") ? 1 : 0;
            } else if (!remark.contains("made zombie") && !remark.contains("COMPILE SKIPPED")) {
                found[0]++;
            }
        }
        return found;
    }
}
