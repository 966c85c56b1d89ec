package dev.whittle.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@link Changed} found, for programs and for people. */
record ChangedPage(Conditions conditions, List<ChangeOutcome> outcomes) {
    ChangedPage {
        outcomes = List.copyOf(outcomes);
    }

    void write(Path folder) {
        try {
            Files.writeString(folder.resolve("changed.json"), json());
            Files.writeString(folder.resolve("changed.md"), page());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String json() {
        ObjectNode root = ResultsJson.root("whittle-changed");
        root.put("date", conditions.date().toString()).put("machine", conditions.machine());
        root.put("loadBefore", conditions.load()).put("loadAfter", conditions.loadAfter());
        root.put("quick", conditions.quick()).put("windowMillis", ChangeRun.WINDOW / 1_000_000);
        ArrayNode all = root.putArray("outcomes");
        outcomes.forEach(o -> outcome(all.addObject(), o));
        return ResultsJson.written(root);
    }

    private static void outcome(ObjectNode node, ChangeOutcome o) {
        node.put("name", o.name())
                .put("jdk", o.jdk().feature())
                .put("version", o.jdk().version());
        node.put("rounds", o.original().size()).put("windowsBefore", o.before());
        node.put("wrong", o.wrong()).put("ratioBefore", round(o.ratioBefore()));
        node.put("ratioFromTwoSecondsOn", round(o.ratioAfter())).put("onTheClock", round(o.clockAfter()));
        ArrayNode pairs = node.putArray("pairsFromTwoSecondsOn");
        Arrays.stream(o.pairsAfter()).forEach(r -> pairs.add(round(r)));
        node.put("belowUntilMillis", o.back()).put("isBack", o.isBack());
        node.put("guardsBroken", ChangeOutcome.median(o.whittled(), ChangeSeries::broken));
        node.put("fragmentsLoaded", ChangeOutcome.median(o.whittled(), ChangeSeries::loads));
        node.put("compilationsMoreAGuard", round(o.compilationsMore()));
        node.put("discardedMoreAGuard", round(o.discardedMore())).put("isBounded", o.isBounded());
        series(node.putObject("original"), o, o.original());
        series(node.putObject("whittled"), o, o.whittled());
    }

    private static void series(ObjectNode node, ChangeOutcome o, List<ChangeSeries> rounds) {
        node.put("compilations", ChangeOutcome.median(rounds, ChangeSeries::compilations));
        node.put("discarded", ChangeOutcome.median(rounds, ChangeSeries::discarded));
        node.put("changeMillis", round(ChangeOutcome.median(rounds, ChangeSeries::took) / 1e6));
        node.put("worstPauseMillis", round(o.pause(rounds)));
        node.put("worstPauseBeforeMillis", round(o.pauseBefore(rounds)));
        ArrayNode rates = node.putArray("operationsAProcessorSecond");
        Arrays.stream(ChangeOutcome.medians(rounds, ChangeSeries::rates)).forEach(r -> rates.add(Math.round(r)));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private String page() {
        StringBuilder text = new StringBuilder("# A changed workload\n\n");
        text.append(
                "Made by `./benchmark changed`; written by that program, not by hand. [The figures](changed.json).\n\n");
        text.append(String.format(
                Locale.ROOT,
                "%s, %s, %s. Load average before %.2f, after %.2f%s.%n%n",
                conditions.date(),
                conditions.machine(),
                conditions.jdks().stream()
                        .map(j -> "JDK " + j.feature() + " (" + j.version() + ")")
                        .collect(Collectors.joining(", ")),
                conditions.load(),
                conditions.loadAfter(),
                conditions.shared() ? "; **other programs ran on this machine**" : ""));
        text.append(METHOD);
        text.append("## Back to the original's pace\n\n");
        text.append(
                "| change | JDK | wrong | guards | before | 250 ms | 500 ms | 1 s | from 2 s on (rounds) | on the clock | below until | verdict: 0.95 from 2 s on |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        outcomes.forEach(o -> text.append(pace(o)));
        text.append("\n## What it costs\n\nOriginal, then whittled.\n\n");
        text.append(
                "| change | JDK | worst pause, ms | before the change, ms | the change itself, ms | compilations | C2 code thrown away |"
                        + " fragments | more a guard | verdict |\n");
        text.append("|---|---|---|---|---|---|---|---|---|---|\n");
        outcomes.forEach(o -> text.append(cost(o)));
        return text.toString();
    }

    private static final String METHOD = """
            One thread runs the program without a break, and counts. After 3 s another thread makes the change, which writes each fact that was
            folded with another value: every guard breaks, once. Original and whittled run one after the other, each in a JVM of its own, in
            rounds; a figure is the median over the rounds, a pause the worst of all. A pace is operations a second of the
            worker's processor time in windows of 50 ms, whittled over original, at the same time after the change; "on the clock" counts all
            operations from 2 s on, with the time that the worker waited or did not have a processor. "Below until" is the end of the last half second whose mean is below 0.95. Results are checked in each
            operation. Compilations, by any compiler, and code of C2 thrown away are those of the program's methods after the change.

            """;

    private static String pace(ChangeOutcome o) {
        double[] ratios = o.ratios();
        int at = o.before();
        return String.format(
                Locale.ROOT,
                "| %s: %s | %d | %d | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f (%.2f to %.2f) | %.2f | %s | %s |%n",
                o.name(),
                o.about(),
                o.jdk().feature(),
                o.wrong(),
                ChangeOutcome.median(o.whittled(), ChangeSeries::broken),
                o.ratioBefore(),
                ratios[at + 5],
                ratios[at + 10],
                ratios[at + 20],
                o.ratioAfter(),
                o.pairsAfter()[0],
                o.pairsAfter()[o.pairsAfter().length - 1],
                o.clockAfter(),
                o.back() < 0 ? "the end" : o.back() + " ms",
                o.wrong() > 0 ? "WRONG" : o.isBack() ? "holds" : "falls short");
    }

    private static String cost(ChangeOutcome o) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f, %.1f | %.1f, %.1f | %.2f, %.2f | %.0f, %.0f | %.0f, %.0f | %.0f | %.2f and %.2f | %s |%n",
                o.name(),
                o.jdk().feature(),
                o.pause(o.original()),
                o.pause(o.whittled()),
                o.pauseBefore(o.original()),
                o.pauseBefore(o.whittled()),
                ChangeOutcome.median(o.original(), ChangeSeries::took) / 1e6,
                ChangeOutcome.median(o.whittled(), ChangeSeries::took) / 1e6,
                ChangeOutcome.median(o.original(), ChangeSeries::compilations),
                ChangeOutcome.median(o.whittled(), ChangeSeries::compilations),
                ChangeOutcome.median(o.original(), ChangeSeries::discarded),
                ChangeOutcome.median(o.whittled(), ChangeSeries::discarded),
                ChangeOutcome.median(o.whittled(), ChangeSeries::loads),
                o.compilationsMore(),
                o.discardedMore(),
                o.isBounded() ? "holds (at most " + (int) ChangeOutcome.MULTIPLE + ")" : "falls short");
    }
}
