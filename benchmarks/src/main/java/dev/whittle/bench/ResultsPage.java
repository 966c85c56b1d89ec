package dev.whittle.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The results for people, in Markdown. Each verdict is computed from the figures beside it. */
final class ResultsPage {
    private ResultsPage() {}

    static String text(Results results) {
        StringBuilder page = new StringBuilder("# Original against whittled\n\n");
        page.append("Made by `./benchmark`; written by that program, not by hand. ")
                .append("[The figures](transformer.json), and how they are made: [README](../README.md).\n\n");
        conditions(page, results.conditions());
        targets(page, results);
        harm(page, results.cells());
        page.append("## All figures\n\n![ratios](transformer.svg)\n\n");
        cells(page, results.cells());
        tool(page, results.outcomes());
        return page.toString();
    }

    static void conditions(StringBuilder page, Conditions c) {
        String jdks = c.jdks().stream()
                .map(j -> "JDK " + j.feature() + " (" + j.version() + ")")
                .collect(Collectors.joining(", "));
        page.append(line(
                "%s, %d minutes, %s, %s. Load average before the first measurement %.2f, after the last %.2f%s.%n%n",
                c.date(),
                c.minutes(),
                c.machine(),
                jdks,
                c.load(),
                c.loadAfter(),
                c.shared()
                        ? "; **other programs, such as builds, ran on this machine**, so the times are noisy and the"
                                + " ratios less so"
                        : ""));
        if (c.quick()) {
            page.append(
                    "**A quick run with short iterations: it shows that the suite runs, and says little of speed.**\n\n");
        }
    }

    private static void targets(StringBuilder page, Results results) {
        page.append("## What has to be shown\n\n");
        page.append(
                "| claim | mode | JDK | target | measured (95 % interval) | verdict |\n|---|---|---|---|---|---|\n");
        for (Results.Judged judged : results.judged()) {
            Target target = judged.target();
            page.append(line(
                    "| %s | %s | %d | %s | %s | %s |%n",
                    target.claim(),
                    target.mode().title(),
                    judged.cell().jdk(),
                    bound(target),
                    figure(target, judged.cell()),
                    judged.verdict().text()));
        }
        for (Outcome outcome : results.outcomes()) {
            branches(page, outcome.branches());
        }
        for (Target target : results.open()) {
            page.append(line(
                    "| %s | %s | | %s | not measured | |%n",
                    target.claim(), target.mode().title(), bound(target)));
        }
        page.append('\n');
    }

    private static void branches(StringBuilder page, BranchCount.@Nullable Compared counted) {
        if (counted != null) {
            page.append(line(
                    "| %s | bytecode | any | %d | %.1f, and %.1f tests of the off switch, which compilers fold (%.1f before) | %s |%n",
                    counted.path().claim(),
                    counted.path().most(),
                    counted.after().branches(),
                    counted.after().switches(),
                    counted.before().branches(),
                    counted.holds() ? "holds" : "falls short"));
        }
    }

    private static void harm(StringBuilder page, List<Cell> cells) {
        page.append(
                "## Harm\n\nWhere the whittled program is slower than 0.98 of the original, and its interval below 1:");
        List<Cell> slower = cells.stream().filter(Cell::harm).toList();
        page.append(slower.isEmpty() ? " nowhere.\n\n" : "\n\n");
        for (Cell cell : slower) {
            page.append(
                    line("- %s, %s, JDK %d: %s%n", cell.title(), cell.mode().title(), cell.jdk(), ratio(cell.ratio())));
        }
        page.append(slower.isEmpty() ? "" : "\n");
    }

    private static String bound(Target target) {
        return target.measure() == Target.Measure.BYTES
                ? line("below %.1f B", target.bound())
                : line("%.2f", target.bound());
    }

    private static String figure(Target target, Cell cell) {
        return target.measure() == Target.Measure.BYTES
                ? line(
                        "%.1f B (%.1f B before)",
                        cell.whittled().allocated(), cell.reference().allocated())
                : ratio(cell.ratio());
    }

    private static String ratio(Ratio ratio) {
        return line("%.2f (%.2f to %.2f)", ratio.value(), ratio.low(), ratio.high());
    }

    private static void cells(StringBuilder page, List<Cell> cells) {
        page.append(
                        "Nanoseconds of processor time an operation, with half of the 95 % interval; the ratio is reference over whittled. ")
                .append(
                        "The reference is the original program, and for `guard` the same whittled program without a fact.\n\n");
        page.append("| subject | mode | JDK | reference | whittled | ratio | B before | B after |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (Cell cell : cells) {
            page.append(line(
                    "| %s | %s | %d | %.1f ± %.1f | %.1f ± %.1f | %s | %.1f | %.1f |%n",
                    cell.title(),
                    cell.mode().title(),
                    cell.jdk(),
                    cell.reference().mean(),
                    cell.reference().error(),
                    cell.whittled().mean(),
                    cell.whittled().error(),
                    ratio(cell.ratio()),
                    cell.reference().allocated(),
                    cell.whittled().allocated()));
        }
        page.append('\n');
    }

    private static void tool(StringBuilder page, List<Outcome> outcomes) {
        page.append("## What the tool did\n\n");
        page.append("| subject | what it is | options | proved | put back | branches gone | kept, because |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        for (Outcome outcome : outcomes) {
            Tool.Whittled tool = outcome.whittled();
            String kept = tool.kept().entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(4)
                    .map(e -> e.getValue() + " × " + e.getKey().replace("|", "\\|"))
                    .collect(Collectors.joining("; "));
            page.append(line(
                    "| %s | %s | %s | %d | %d | %d | %s |%n",
                    outcome.subject().name(),
                    outcome.subject().about(),
                    outcome.subject().options().isEmpty()
                            ? "none"
                            : "`" + String.join(" ", outcome.subject().options()) + "`",
                    tool.proved(),
                    tool.reverted(),
                    tool.eliminated(),
                    kept));
        }
    }

    static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("\r\n", "\n");
    }
}
