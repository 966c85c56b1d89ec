package dev.whittle.transformer.plan;

import dev.whittle.bytecode.ParameterSlots;
import dev.whittle.model.FactId;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.FactUse;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.Note;
import dev.whittle.transformer.internal.FactFlow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What the facts decide in one method. */
final class FactFolds {
    private final Assumptions assumptions;
    private final Map<Integer, Assumptions.ParameterFact> parameterFacts;
    /** Position in the descriptor of each parameter that may be assumed, by its local slot. */
    private final Map<Integer, Integer> positions = new TreeMap<>();

    private final List<Keep> notAssumed = new ArrayList<>();
    private final SortedSet<Integer> against = new TreeSet<>();
    private final FactFlow.Result flow;

    /**
     * @param outcomes counts by decision and outcome
     * @param given decisions that must not be folded
     */
    FactFolds(
            ClassNode owner,
            MethodNode method,
            MethodId id,
            Assumptions assumptions,
            Map<Integer, Map<Integer, Long>> outcomes,
            Set<Integer> given) {
        this.assumptions = assumptions;
        this.parameterFacts = assumptions.parameters().getOrDefault(id, Map.of());
        Map<String, FactValue> fields = new TreeMap<>();
        assumptions.fields().forEach((key, fact) -> fields.put(key, fact.value()));
        FactFlow.Assumed assumed = new FactFlow.Assumed(
                fields,
                parameters(ParameterSlots.of(method.access, method.desc)),
                o -> !given.contains(o) && !against.contains(o),
                assumptions.enums(),
                assumptions.helpers());
        // What rests on a decision that is not folded after all is not decided either: each time, all is decided anew.
        FactFlow.Result result = FactFlow.decide(owner.name, method, assumed);
        while (against.addAll(against(result.decisions(), outcomes))) {
            result = FactFlow.decide(owner.name, method, assumed);
        }
        this.flow = result;
    }

    private static Set<Integer> against(
            Map<Integer, FactFlow.Decided> decisions, Map<Integer, Map<Integer, Long>> outcomes) {
        Set<Integer> against = new TreeSet<>();
        decisions.forEach((ordinal, d) -> {
            if (outcomes.getOrDefault(ordinal, Map.of()).entrySet().stream()
                    .anyMatch(e -> e.getKey() != d.outcome() && e.getValue() > 0)) {
                against.add(ordinal);
            }
        });
        return against;
    }

    private Map<Integer, FactValue> parameters(int[] slots) {
        Map<Integer, FactValue> values = new TreeMap<>();
        for (int i = 0; i < slots.length; i++) {
            Assumptions.ParameterFact fact = parameterFacts.get(i);
            if (fact != null && fact.use() instanceof FactUse.Folded) {
                values.put(slots[i], fact.value());
                positions.put(slots[i], i);
            } else if (fact != null && fact.use() instanceof FactUse.NotFolded no) {
                notAssumed.add(new Keep(-1, "assume-parameter", fact.id() + " is not assumed: " + no.reason()));
            }
        }
        return values;
    }

    /** Returns the parameters that are facts and are not assumed, each with its reason. */
    List<Keep> notAssumed() {
        return notAssumed;
    }

    /** Returns the decisions of which the profile saw another outcome than the facts give, ascending. */
    SortedSet<Integer> against() {
        return against;
    }

    /** Returns what is decided, by ordinal; the caller may change the map. */
    Map<Integer, FactFlow.Decided> decided() {
        return new TreeMap<>(flow.decisions());
    }

    /** Returns the keys of the facts behind each read and helper call. */
    Map<Integer, SortedSet<String>> keys() {
        return flow.keys();
    }

    /** Returns the folds, and the parameters that they rest on: the entry tests no others. */
    List<Directive> directives(Map<Integer, FactFlow.Decided> decided, String risk) {
        List<Directive> directives = new ArrayList<>();
        Set<Integer> assumed = new TreeSet<>();
        decided.forEach((ordinal, d) -> {
            Set<FactId> ids = ids(d);
            d.parameters().forEach(slot -> assumed.add(positions.get(slot)));
            directives.add(new Directive.FoldBranch(
                    ordinal, d.outcome(), List.copyOf(ids), new Note("it follows from " + ids, "one test less", risk)));
        });
        for (int position : assumed) {
            Assumptions.ParameterFact fact = Objects.requireNonNull(parameterFacts.get(position));
            Note note = new Note(
                    "it had no other value", "its tests are one test at entry", "the whole method when it has another");
            directives.add(new Directive.AssumeParameter(position, fact.value(), fact.id(), note));
        }
        return directives;
    }

    private Set<FactId> ids(FactFlow.Decided decided) {
        Set<FactId> ids = new TreeSet<>();
        for (int read : decided.reads()) {
            for (String key : flow.keys().getOrDefault(read, Collections.emptySortedSet())) {
                ids.add(Objects.requireNonNull(assumptions.fields().get(key), "a fact that was assumed")
                        .id());
            }
        }
        for (int slot : decided.parameters()) {
            int position = Objects.requireNonNull(positions.get(slot), "a parameter that was assumed");
            ids.add(Objects.requireNonNull(parameterFacts.get(position)).id());
        }
        return ids;
    }
}
