package dev.whittle.cfg.internal;

import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a value derives from: facts, other things, and things unknown. */
record Origin(Set<FactId> facts, Set<String> others, Set<String> unknown, List<String> steps) {
    private static final int MANY_STEPS = 24;

    static Origin nothing() {
        return new Origin(Set.of(), Set.of(), Set.of(), List.of());
    }

    static Origin fact(FactId id, String step) {
        return new Origin(Set.of(id), Set.of(), Set.of(), List.of(step));
    }

    static Origin other(String what) {
        return new Origin(Set.of(), Set.of(what), Set.of(), List.of());
    }

    static Origin unknown(String reason) {
        return new Origin(Set.of(), Set.of(), Set.of(reason), List.of());
    }

    Origin and(Origin more) {
        Set<String> allSteps = new LinkedHashSet<>(steps);
        allSteps.addAll(more.steps);
        List<String> kept = new ArrayList<>(allSteps);
        return new Origin(
                union(facts, more.facts),
                union(others, more.others),
                union(unknown, more.unknown),
                kept.subList(0, Math.min(MANY_STEPS, kept.size())));
    }

    Origin through(String step) {
        return facts.isEmpty() ? this : and(new Origin(Set.of(), Set.of(), Set.of(), List.of(step)));
    }

    private static <T> Set<T> union(Set<T> a, Set<T> b) {
        Set<T> result = new TreeSet<>(a);
        result.addAll(b);
        return result;
    }

    Provenance provenance() {
        if (!unknown.isEmpty()) {
            return new Provenance.Unknown(unknown.iterator().next());
        } else if (facts.isEmpty()) {
            return new Provenance.NoFact();
        } else if (others.isEmpty()) {
            return new Provenance.FromFacts(facts, List.copyOf(steps));
        }
        return new Provenance.Mixed(facts, String.join(", ", others));
    }
}
