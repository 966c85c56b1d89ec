package dev.whittle.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** What {@link Application} found, for people and for programs. */
final class AppPage {
    private AppPage() {}

    /** @param made what there is of each program, the original first */
    static String text(Conditions conditions, Map<String, List<AppTimes.Made>> made, List<AppTimes> all) {
        StringBuilder page = new StringBuilder("# Applications\n\n");
        page.append("Made by `./benchmark application`; written by that program, not by hand. ")
                .append(
                        "[The figures](application.json), and how they are made: [README](../README.md#applications).\n\n");
        ResultsPage.conditions(page, conditions);
        page.append("## The jars\n\n")
                .append("Thousands of bytes. What does not print the same, or was not made, is not measured.\n\n")
                .append(
                        "| program | made by | jar | kept elsewhere | programs that print the same |\n|---|---|---|---|---|\n");
        made.forEach((program, jars) -> jars.forEach(m -> page.append(ResultsPage.line(
                "| %s | %s | %s | %s | %s |%n",
                program,
                m.title(),
                m.jar() == null ? "none" : thousands(m.jarBytes()),
                m.elsewhere() == 0 ? "" : thousands(m.elsewhere()),
                m.jar() == null ? "" : outcome(m)))));
        page.append('\n');
        all.forEach(times -> table(page, times));
        return page.toString();
    }

    private static String outcome(AppTimes.Made made) {
        return made.small() && made.other()
                ? "both"
                : made.small() ? "the first" : made.other() ? "the other" : "neither";
    }

    private static void table(StringBuilder page, AppTimes times) {
        page.append(ResultsPage.line(
                        "## %s, JDK %d, %s%n%n",
                        times.program(), times.jdk().feature(), times.sharing().title()))
                .append(
                        "| made by | from start to end, ms (median) | times as fast as the original (95 % interval) | processor time, ms "
                                + "| classes loaded | of these from an archive | metaspace, KB |\n|---|---|---|---|---|---|---|\n");
        for (AppTimes.Variant variant : times.variants()) {
            Ratio ratio = times.timesOriginal(variant);
            page.append(ResultsPage.line(
                    "| %s | %.0f | %.2f (%.2f to %.2f) | %.0f | %d | %d | %,d |%n",
                    variant.made().title(),
                    variant.millis().median(),
                    ratio.value(),
                    ratio.low(),
                    ratio.high(),
                    variant.processor(),
                    variant.classes(),
                    variant.archived(),
                    variant.metaspace() >> 10));
        }
        page.append('\n');
    }

    private static String thousands(long bytes) {
        return ResultsPage.line("%,d", Math.round(bytes / 1000.0));
    }

    static String json(Conditions conditions, Map<String, List<AppTimes.Made>> made, List<AppTimes> all) {
        ObjectNode root = ResultsJson.root("whittle-application");
        ResultsJson.conditions(root, conditions);
        ArrayNode jars = root.putArray("jars");
        made.forEach((program, each) -> each.forEach(m -> jars.addObject()
                .put("program", program)
                .put("madeBy", m.title())
                .put("jarBytes", m.jarBytes())
                .put("elsewhereBytes", m.elsewhere())
                .put("smallPrintsTheSame", m.small())
                .put("otherPrintsTheSame", m.other())));
        ArrayNode rows = root.putArray("rows");
        for (AppTimes times : all) {
            for (AppTimes.Variant variant : times.variants()) {
                ObjectNode node = rows.addObject();
                node.put("program", times.program()).put("jdk", times.jdk().feature());
                node.put("sharing", times.sharing().name())
                        .put("madeBy", variant.made().title());
                node.put("medianMillis", ResultsJson.round(variant.millis().median()));
                Ratio ratio = times.timesOriginal(variant);
                node.put("timesOriginal", ResultsJson.round(ratio.value()));
                node.put("low", ResultsJson.round(ratio.low())).put("high", ResultsJson.round(ratio.high()));
                node.put("processorMillis", ResultsJson.round(variant.processor()));
                node.put("classes", variant.classes()).put("archived", variant.archived());
                node.put("metaspaceBytes", variant.metaspace());
            }
        }
        return ResultsJson.written(root);
    }
}
