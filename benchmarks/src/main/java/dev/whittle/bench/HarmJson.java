package dev.whittle.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.TreeMap;

/** What the suite of libraries found, for programs. Units are those of {@link ResultsJson}. */
final class HarmJson {
    private HarmJson() {}

    static String text(HarmResults results) {
        ObjectNode root = ResultsJson.root("whittle-no-harm");
        ResultsJson.conditions(root, results.conditions());
        ArrayNode settings = root.putArray("settings");
        results.settings().forEach(settings::add);
        ArrayNode summary = root.putArray("summary");
        results.conditions().jdks().forEach(j -> summary(summary.addObject(), results, j.feature()));
        ArrayNode workloads = root.putArray("workloads");
        results.outcomes().forEach(o -> workload(workloads.addObject(), o));
        return ResultsJson.written(root);
    }

    private static void summary(ObjectNode node, HarmResults results, int jdk) {
        node.put("jdk", jdk).put("holds", results.holds(jdk));
        mean(node.putObject("all"), results.mean(jdk, o -> true));
        for (LibraryBuild.Extent extent : LibraryBuild.Extent.values()) {
            mean(node.putObject(extent.name().toLowerCase(Locale.ROOT)), results.mean(jdk, o -> o.is(extent)));
        }
        ArrayNode harmed = node.putArray("harmed");
        results.harmed(jdk).forEach(c -> harmed.add(c.subject()));
        ArrayNode failed = node.putArray("failed");
        results.failed().forEach(o -> failed.add(o.workload().name()));
    }

    private static void mean(ObjectNode node, HarmResults.Mean mean) {
        node.put("count", mean.count());
        if (mean.count() > 0) {
            node.put("geometricMean", ResultsJson.round(mean.value()));
            node.put("error", ResultsJson.round(mean.error()));
        }
    }

    private static void workload(ObjectNode node, HarmOutcome outcome) {
        Workload workload = outcome.workload();
        node.put("name", workload.name()).put("library", outcome.library()).put("about", workload.about());
        if (!outcome.failure().isEmpty()) {
            node.put("failure", outcome.failure());
        }
        LibraryBuild build = outcome.build();
        if (build != null) {
            node.put("extent", build.extent().name());
            node.put("inPlace", build.inPlace()).put("movedWhole", build.whole());
            node.put("putBack", build.reverted());
            ObjectNode kept = node.putObject("kept");
            new TreeMap<>(build.kept()).forEach(kept::put);
        }
        ArrayNode cells = node.putArray("cells");
        outcome.cells().forEach(c -> cell(cells.addObject(), c));
    }

    private static void cell(ObjectNode node, Cell cell) {
        node.put("jdk", cell.jdk());
        ResultsJson.score(node.putObject("original"), cell.reference());
        ResultsJson.score(node.putObject("whittled"), cell.whittled());
        ResultsJson.ratio(node.putObject("ratio"), cell.ratio());
        node.put("harm", cell.harm());
    }
}
