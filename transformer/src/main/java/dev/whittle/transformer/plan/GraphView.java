package dev.whittle.transformer.plan;

import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodGraph.Hoistability;
import dev.whittle.model.MethodGraph.Provenance;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What analysis knows of one method, asked for at most once and only where a plan depends on it: a graph costs milliseconds. */
final class GraphView {
    private static final String NONE = "unanalysed: no graph of the method";

    private final Supplier<Optional<MethodGraph>> source;
    private @Nullable Map<Integer, MethodGraph.Decision> decisions;

    GraphView(Supplier<Optional<MethodGraph>> source) {
        this.source = source;
    }

    /** Returns the decisions of the method; those of one that is unanalysed say so themselves. */
    private Map<Integer, MethodGraph.Decision> decisions() {
        if (decisions == null) {
            Map<Integer, MethodGraph.Decision> known = new TreeMap<>();
            source.get().ifPresent(g -> g.decisions().forEach(d -> known.put(d.ordinal(), d)));
            decisions = known;
        }
        return decisions;
    }

    /** Returns why the condition may not be asked at entry, or an empty string if it may. */
    String fixed(int ordinal) {
        MethodGraph.Decision decision = decisions().get(ordinal);
        if (decision == null) {
            return NONE;
        }
        return decision.hoistability() instanceof Hoistability.Fixed fixed ? fixed.reason() : "";
    }

    /** Returns the facts that alone decide a condition; none if there are other things, or if it is not known. */
    Set<FactId> facts(int ordinal) {
        MethodGraph.Decision decision = decisions().get(ordinal);
        return decision != null && decision.provenance() instanceof Provenance.FromFacts from
                ? new TreeSet<>(from.facts())
                : Set.of();
    }
}
