package dev.whittle.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What {@link Sizes} found, for people and for programs. Each verdict is computed from the figures beside it. */
final class SizePage {
    private SizePage() {}

    static String text(Conditions conditions, List<SizeRow> rows) {
        StringBuilder page = new StringBuilder("# Sizes, and what it takes to get there\n\n");
        page.append("Made by `./benchmark sizes`; written by that program, not by hand. ")
                .append("[The figures](sizes.json), and how they are made: [README](../README.md#sizes).\n\n");
        ResultsPage.conditions(page, conditions);
        claims(page, rows);
        sizes(page, rows);
        effort(page, rows);
        return page.toString();
    }

    private static void claims(StringBuilder page, List<SizeRow> rows) {
        page.append("## What has to be shown\n\n")
                .append(
                        "| jar | bytecode that left: at least 75 % | class files: at least 60 % | store: at most 30 % of what"
                                + " left | time without proofs: at most ProGuard's | memory: at most ProGuard's |\n")
                .append("|---|---|---|---|---|---|\n");
        for (SizeRow row : rows) {
            if (row.tool() != Shrinker.WHITTLE || !row.made()) {
                continue;
            }
            SizeRow rival = rows.stream()
                    .filter(r -> r.tool() == Shrinker.PROGUARD && r.target().equals(row.target()) && r.made())
                    .findFirst()
                    .orElse(null);
            page.append(ResultsPage.line(
                    "| %s | %.1f %%, %s | %.1f %%, %s | %.1f %%, %s | %s | %s |%n",
                    row.target(),
                    100 * row.code(),
                    verdict(row.code() >= SizeRow.CODE),
                    100 * row.classes(),
                    verdict(row.classes() >= SizeRow.CLASSES),
                    100 * row.storeShare(),
                    verdict(row.storeShare() <= SizeRow.STORE),
                    rival == null
                            ? "no ProGuard"
                            : ResultsPage.line(
                                    "%.2f of it, %s",
                                    row.apart() / rival.ran().seconds(),
                                    verdict(row.apart() <= rival.ran().seconds())),
                    rival == null || rival.ran().peak() == 0
                            ? "no figure"
                            : ResultsPage.line(
                                    "%.2f of it, %s",
                                    (double) row.ran().peak() / rival.ran().peak(),
                                    verdict(row.ran().peak() <= rival.ran().peak()))));
        }
        page.append('\n');
    }

    private static String verdict(boolean holds) {
        return holds ? "holds" : "**falls short**";
    }

    private static void sizes(StringBuilder page, List<SizeRow> rows) {
        page.append("## Sizes\n\n")
                .append(
                        "Bytes of class files and of jars in thousands. *Kept elsewhere* is the store and the jar beside, as they"
                                + " lie on the disk, and their share of the bytes of class files that left.\n\n")
                .append(
                        "| jar | made by | classes | class files | bytecode | jar | store | jar beside | kept elsewhere |"
                                + " programs that print the same |\n")
                .append("|---|---|---|---|---|---|---|---|---|---|\n");
        String target = "";
        for (SizeRow row : rows) {
            if (!row.target().equals(target)) {
                target = row.target();
                JarSize was = row.before();
                page.append(ResultsPage.line(
                        "| %s | as released | %d | %s | %s | %s | | | | |%n",
                        target,
                        was.classes(),
                        thousands(was.classBytes()),
                        thousands(was.codeBytes()),
                        thousands(was.jarBytes())));
            }
            if (!row.made()) {
                page.append(ResultsPage.line(
                        "| | %s | | | | | | | | %s |%n", row.tool().title(), row.outcome()));
                continue;
            }
            boolean ours = row.tool() == Shrinker.WHITTLE;
            page.append(ResultsPage.line(
                    "| | %s | %d%s | %s%s (%+.1f %%) | %s%s (%+.1f %%) | %s | %s | %s | %s | %s |%n",
                    row.tool().title(),
                    row.hot().classes(),
                    row.added().classes() == 0 ? "" : " + " + row.added().classes(),
                    thousands(row.hot().classBytes()),
                    plus(row.added().classBytes()),
                    -100 * row.classes(),
                    thousands(row.hot().codeBytes()),
                    plus(row.added().codeBytes()),
                    -100 * row.code(),
                    thousands(row.hot().jarBytes()),
                    ours ? thousands(row.store()) : "",
                    ours ? thousands(row.beside().jarBytes()) : "",
                    ours ? ResultsPage.line("%.1f %%", 100 * row.keptShare()) : "",
                    row.outcome()));
        }
        page.append('\n');
    }

    private static String plus(long bytes) {
        return bytes == 0 ? "" : " + " + thousands(bytes);
    }

    private static String thousands(long bytes) {
        return ResultsPage.line("%,d", Math.round(bytes / 1000.0));
    }

    private static void effort(StringBuilder page, List<SizeRow> rows) {
        page.append("## Time and memory\n\n")
                .append(
                        "Seconds on the clock, start of the JVM and all; memory is the most that the tool and its solvers held at"
                                + " once, of 2 GB of heap each.\n\n")
                .append("| jar | made by | seconds | of these for proofs | peak, MB |\n|---|---|---|---|---|\n");
        for (SizeRow row : rows) {
            page.append(ResultsPage.line(
                    "| %s | %s | %.1f%s | %s | %s |%n",
                    row.target(),
                    row.tool().title(),
                    row.ran().seconds(),
                    row.made() ? "" : ", " + row.outcome(),
                    row.tool() == Shrinker.WHITTLE ? ResultsPage.line("%.1f", row.verifying()) : "",
                    row.ran().peak() == 0
                            ? ""
                            : ResultsPage.line("%d", row.ran().peak() >> 20)));
        }
    }

    static String json(Conditions conditions, List<SizeRow> rows) {
        ObjectNode root = ResultsJson.root("whittle-sizes");
        ResultsJson.conditions(root, conditions);
        ArrayNode all = root.putArray("rows");
        for (SizeRow row : rows) {
            ObjectNode node = all.addObject();
            node.put("jar", row.target()).put("tool", row.tool().title());
            node.put("exitCode", row.ran().exit());
            size(node.putObject("before"), row.before());
            size(node.putObject("hot"), row.hot());
            size(node.putObject("added"), row.added());
            size(node.putObject("beside"), row.beside());
            node.put("storeBytes", row.store());
            node.put("seconds", ResultsJson.round(row.ran().seconds()));
            node.put("secondsOfProofs", ResultsJson.round(row.verifying()));
            node.put("peakBytes", row.ran().peak());
            node.put("smallPrintsTheSame", row.small()).put("otherPrintsTheSame", row.other());
        }
        return ResultsJson.written(root);
    }

    private static void size(ObjectNode node, JarSize size) {
        node.put("classes", size.classes()).put("classBytes", size.classBytes());
        node.put("codeBytes", size.codeBytes()).put("jarBytes", size.jarBytes());
    }
}
