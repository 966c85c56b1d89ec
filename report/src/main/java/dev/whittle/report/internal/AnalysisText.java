package dev.whittle.report.internal;

import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodGraph.Decision;
import dev.whittle.model.MethodGraph.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decision points by where their conditions come from. */
public final class AnalysisText {
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("method", false),
            new Table.Column("line", true),
            new Table.Column("fact", false),
            new Table.Column("derived through", false));

    private AnalysisText() {}

    public static String render(List<MethodGraph> graphs, int width) {
        List<List<String>> hardware = new ArrayList<>();
        Counts others = new Counts();
        long decisions = 0;
        List<MethodGraph> sorted = graphs.stream()
                .sorted(Comparator.comparing(MethodGraph::method))
                .toList();
        for (MethodGraph graph : sorted) {
            for (Decision decision : graph.decisions()) {
                decisions++;
                if (decision.provenance() instanceof Provenance.FromFacts from) {
                    hardware.add(row(graph, decision, from));
                } else {
                    others.add(otherwise(decision.provenance()));
                }
            }
        }
        String head = Words.count(decisions, "decision point") + " in " + Words.count(graphs.size(), "method")
                + ", of which " + Words.count(hardware.size(), "hardware branch", "hardware branches") + "\n";
        String table = hardware.isEmpty() ? "" : "\n" + new Table(COLUMNS, TextPage.bounded(width)).render(hardware);
        return head + table + (others.isEmpty() ? "" : "\nthe others\n" + others.render());
    }

    private static List<String> row(MethodGraph graph, Decision decision, Provenance.FromFacts from) {
        return List.of(
                Words.clean(Words.method(graph.method())),
                Words.line(decision.line()),
                Words.clean(ids(from.facts())),
                Words.clean(String.join(" > ", from.steps())));
    }

    private static String otherwise(Provenance provenance) {
        if (provenance instanceof Provenance.Mixed mixed) {
            return "derives from facts and from " + mixed.otherwise();
        }
        return provenance instanceof Provenance.Unknown unknown ? "unknown: " + unknown.reason() : "no fact takes part";
    }

    private static String ids(Set<FactId> facts) {
        return facts.stream().sorted().map(FactId::name).collect(Collectors.joining(", "));
    }
}
