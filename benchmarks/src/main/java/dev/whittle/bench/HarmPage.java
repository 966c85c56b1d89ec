package dev.whittle.bench;

import dev.whittle.bench.LibraryBuild.Extent;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What the suite of libraries found, for people, in Markdown. Each verdict is computed from the figures beside it. */
final class HarmPage {
    private HarmPage() {}

    static String text(HarmResults results) {
        StringBuilder page = new StringBuilder("# Libraries before and after\n\n");
        page.append("Made by `./benchmark no-harm`; written by that program, not by hand. ")
                .append("[The figures](no-harm.json), and how they are made: [README](../README.md#no-harm).\n\n");
        ResultsPage.conditions(page, results.conditions());
        page.append("`whittle transform` ran ")
                .append(
                        results.settings().isEmpty()
                                ? "with its default settings"
                                : "with `" + String.join(" ", results.settings()) + "`")
                .append("; what is not proved it puts back.\n\n");
        results.conditions().jdks().forEach(j -> verdict(page, results, j.feature()));
        failures(page, results);
        results.conditions().jdks().forEach(j -> figures(page, results, j.feature()));
        tool(page, results);
        return page.toString();
    }

    private static void verdict(StringBuilder page, HarmResults results, int jdk) {
        List<Cell> cells = results.cells(jdk, o -> true);
        List<Cell> harmed = results.harmed(jdk);
        page.append("## JDK ").append(jdk).append("\n\n");
        page.append("| what has to be shown | measured | verdict |\n|---|---|---|\n");
        row(page, "at least 30 recorded workloads", cells.size() + " measured", cells.size() >= HarmResults.ENOUGH);
        row(
                page,
                "none is slower than 0.98 of the original with its interval below 1",
                harmed.isEmpty() ? "none" : harmed.size() + ": " + names(harmed),
                harmed.isEmpty() && !cells.isEmpty());
        HarmResults.Mean all = results.mean(jdk, o -> true);
        row(page, "geometric mean at least 1.0", mean(all), all.value() >= 1);
        doubts(page, cells);
        page.append(
                        "\nWhere nothing that runs was changed a ratio of 1 says little of the tool, but how much the others may err:\n\n")
                .append(
                        "| what the tool did | workloads | geometric mean | least | most | harmed |\n|---|---|---|---|---|---|\n");
        for (Extent extent : Extent.values()) {
            group(page, extent, results.cells(jdk, o -> o.is(extent)), results.mean(jdk, o -> o.is(extent)));
        }
        page.append('\n');
    }

    private static void doubts(StringBuilder page, List<Cell> cells) {
        long clear = cells.stream().filter(c -> c.ratio().low() >= Cell.NO_HARM).count();
        long harmed = cells.stream().filter(Cell::harm).count();
        page.append(ResultsPage.line(
                "%nThe whole interval lies above 0.98 for %d workloads; for %d the rounds do not tell.%n",
                clear, cells.size() - clear - harmed));
        List<Cell> below = cells.stream()
                .filter(c -> !c.harm() && c.ratio().value() < Cell.NO_HARM)
                .toList();
        if (!below.isEmpty()) {
            page.append("Below 0.98 too, with intervals that reach 1: ")
                    .append(names(below))
                    .append(".\n");
        }
    }

    private static void row(StringBuilder page, String claim, String measured, boolean holds) {
        page.append(ResultsPage.line("| %s | %s | %s |%n", claim, measured, holds ? "holds" : "falls short"));
    }

    private static void group(StringBuilder page, Extent extent, List<Cell> cells, HarmResults.Mean mean) {
        double[] ratios =
                cells.stream().mapToDouble(c -> c.ratio().value()).sorted().toArray();
        page.append(
                ratios.length == 0
                        ? ResultsPage.line("| %s | 0 | | | | |%n", extent.title())
                        : ResultsPage.line(
                                "| %s | %d | %s | %.3f | %.3f | %d |%n",
                                extent.title(),
                                ratios.length,
                                mean(mean),
                                ratios[0],
                                ratios[ratios.length - 1],
                                cells.stream().filter(Cell::harm).count()));
    }

    private static String mean(HarmResults.Mean mean) {
        return mean.count() == 0 ? "nothing" : ResultsPage.line("%.4f ± %.1f %%", mean.value(), 100 * mean.error());
    }

    private static String names(List<Cell> cells) {
        return cells.stream().map(Cell::subject).collect(Collectors.joining(", "));
    }

    private static void failures(StringBuilder page, HarmResults results) {
        for (HarmOutcome outcome : results.failed()) {
            page.append("- **").append(outcome.workload().name()).append(" failed**: ");
            page.append(outcome.failure()).append('\n');
        }
        page.append(results.failed().isEmpty() ? "" : "\n");
    }

    private static void figures(StringBuilder page, HarmResults results, int jdk) {
        page.append("## All figures on JDK ").append(jdk).append("\n\n");
        page.append(
                "Processor time of the measuring thread an operation, in microseconds, with 95 % intervals; the slowest first.\n\n");
        page.append(
                "| workload | what the tool did | original | whittled | ratio | rounds | |\n|---|---|---|---|---|---|---|\n");
        for (Extent extent : Extent.values()) {
            results.cells(jdk, o -> o.is(extent)).stream()
                    .sorted(Comparator.comparingDouble(c -> c.ratio().value()))
                    .forEach(c -> page.append(ResultsPage.line(
                            "| %s | %s | %.2f ± %.2f | %.2f ± %.2f | %.3f (%.3f to %.3f) | %d | %s |%n",
                            c.subject(),
                            extent.title(),
                            c.reference().mean() / 1000,
                            c.reference().error() / 1000,
                            c.whittled().mean() / 1000,
                            c.whittled().error() / 1000,
                            c.ratio().value(),
                            c.ratio().low(),
                            c.ratio().high(),
                            c.reference().rounds().size(),
                            c.harm() ? "**harmed**" : "")));
        }
        page.append('\n');
    }

    private static void tool(StringBuilder page, HarmResults results) {
        page.append("## What the tool did\n\n");
        page.append(
                        "Methods that run and were changed and proved; methods that never ran and were moved whole, proved too; methods put")
                .append(" back because they were not proved.\n\n");
        page.append(
                "| workload | library | what it does | changed | moved whole | put back |\n|---|---|---|---|---|---|\n");
        for (HarmOutcome outcome : results.outcomes()) {
            LibraryBuild build = outcome.build();
            page.append(ResultsPage.line(
                    "| %s | %s | %s | %s | %s | %s |%n",
                    outcome.workload().name(),
                    outcome.library(),
                    outcome.workload().about(),
                    build == null ? "failed" : build.inPlace(),
                    build == null ? "" : build.whole(),
                    build == null ? "" : build.reverted()));
        }
    }
}
