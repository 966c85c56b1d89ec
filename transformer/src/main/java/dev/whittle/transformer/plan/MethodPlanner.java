package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.CodeSizes;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactId;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.FactPlan;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.MethodPlan;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Profile;
import dev.whittle.transformer.internal.EnumConstants;
import dev.whittle.transformer.internal.FactFlow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Plans one method from its counters. */
final class MethodPlanner {
    private static final String RISK = "a profile that is wrong costs one load of the continuation";

    private final ClassNode owner;
    private final MethodNode method;
    private final MethodId id;
    private final ClassDigest digest;
    private final Profile.MethodProfile counts;
    private final EnumConstants enums;
    private final Map<String, FactPlan> facts;
    private final double explainedShare;
    private final int exitBytes;
    private final List<Directive> directives = new ArrayList<>();
    private final List<Keep> kept = new ArrayList<>();

    MethodPlanner(
            ClassNode owner,
            MethodNode method,
            MethodId id,
            ClassDigest digest,
            Profile.MethodProfile counts,
            EnumConstants enums,
            Map<String, FactPlan> facts,
            PlanSettings settings) {
        this.owner = owner;
        this.method = method;
        this.id = id;
        this.digest = digest;
        this.counts = counts;
        this.enums = enums;
        this.facts = facts;
        this.explainedShare = settings.explainedShare();
        this.exitBytes = settings.exitBytes();
    }

    MethodPlan plan() {
        Cfg cfg;
        try {
            cfg = Cfg.of(method);
        } catch (UnsupportedOperationException e) {
            return done(new Keep(-1, "method", "subroutines of an old class file"));
        }
        if (counts.entries() == 0) {
            BitSet all = new BitSet();
            all.set(0, cfg.size());
            if (cfg.size() <= 1 || !pays(cfg, all, 1)) {
                return done(new Keep(-1, "move", "it is smaller than an exit"));
            }
            directives.add(
                    new Directive.MoveWhole(new Note("it was never run", cfg.size() + " instructions leave", RISK)));
            return new MethodPlan(id, digest, directives, kept);
        }
        fold(cfg);
        Map<Integer, Integer> decided = new HashMap<>();
        directives.forEach(d -> {
            if (d instanceof Directive.FoldBranch f) {
                decided.put(f.ordinal(), f.keptOutcome());
            }
        });
        HoistPlanner.Hoist hoist = HoistPlanner.plan(method, cfg, counts, decided.keySet(), explainedShare);
        hoist.directive().ifPresent(d -> {
            directives.add(d);
            d.predicates().forEach(p -> decided.put(p.ordinal(), p.outcome()));
        });
        hoist.kept().ifPresent(kept::add);
        outline(cfg, decided, hoist.cold());
        return new MethodPlan(id, digest, directives, kept);
    }

    private MethodPlan done(Keep keep) {
        kept.add(keep);
        return new MethodPlan(id, digest, List.of(), kept);
    }

    private void fold(Cfg cfg) {
        Map<String, FactValue> values = new TreeMap<>();
        facts.forEach((key, fact) -> values.put(key, fact.value()));
        Map<Integer, FactFlow.Decided> decided = new TreeMap<>(FactFlow.decide(owner.name, method, values, enums));
        Map<Integer, Map<Integer, Long>> outcomes = Planner.outcomes(counts);
        decided.forEach((ordinal, d) -> {
            Set<FactId> ids = new TreeSet<>();
            for (int read : d.reads()) {
                FieldInsnNode field = (FieldInsnNode) cfg.instructions().get(read);
                FactPlan fact = facts.get(field.owner + "." + field.name);
                ids.add(java.util.Objects.requireNonNull(fact, "a read of a fact that was assumed")
                        .id());
            }
            long against = outcomes.getOrDefault(ordinal, Map.of()).entrySet().stream()
                    .filter(e -> e.getKey() != d.outcome())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (against > 0) {
                kept.add(new Keep(ordinal, "fold", "the profile saw another outcome than the facts give"));
            } else {
                directives.add(new Directive.FoldBranch(
                        ordinal,
                        d.outcome(),
                        List.copyOf(ids),
                        new Note("it follows from " + ids, "one test less", RISK)));
            }
        });
    }

    /**
     * @param folds the one outcome of decisions that are folded or hoisted
     * @param cold outcomes that are never taken past the entry guard
     */
    private void outline(Cfg cfg, Map<Integer, Integer> folds, Set<Profile.Outcome> cold) {
        Map<Integer, Map<Integer, Long>> outcomes = Planner.outcomes(counts);
        cold.forEach(
                o -> outcomes.computeIfAbsent(o.ordinal(), k -> new TreeMap<>()).put(o.outcome(), 0L));
        Map<Integer, Long> handlers = new HashMap<>();
        counts.handlers().forEach(h -> handlers.merge(h.ordinal(), h.count(), Long::sum));
        BitSet hot = cfg.reachable(0, e -> taken(cfg, e, outcomes, handlers, folds));
        List<Directive> outlined = new ArrayList<>();
        Set<Integer> targets = new TreeSet<>();
        Set<Integer> coldHandlers = new TreeSet<>();
        for (int i = hot.nextSetBit(0); i >= 0; i = hot.nextSetBit(i + 1)) {
            for (Cfg.Edge edge : cfg.out(i)) {
                if (hot.get(edge.to())) {
                    continue;
                }
                if (edge.kind() == Cfg.Kind.HANDLER) {
                    coldHandlers.add(edge.to());
                } else if (!folds.containsKey(i)) {
                    targets.add(edge.to());
                    outlined.add(new Directive.OutlineEdge(
                            i, edge.outcome(), new Note("it was never taken", "its code leaves the hot method", RISK)));
                }
            }
        }
        coldHandlers.forEach(h -> outlined.add(new Directive.OutlineHandler(
                h, new Note("it was never entered", "its code leaves the hot method", RISK))));
        targets.addAll(coldHandlers);
        BitSet leaving = cfg.reachable(0, e -> true);
        leaving.andNot(hot);
        // The exit at entry comes on top, unless the method has one already.
        int exits = targets.size() + (directives.isEmpty() ? 1 : 0);
        if (outlined.isEmpty() || pays(cfg, leaving, exits)) {
            directives.addAll(outlined);
        } else {
            kept.add(new Keep(-1, "outline", "less would leave than its exits cost"));
        }
    }

    /**
     * The profit rule. In a program that is folded on hardware, code that other hardware would need leaves whatever it costs, so that it is
     * not there to be attacked; which code that is, one profile cannot tell.
     */
    private boolean pays(Cfg cfg, BitSet leaving, int exits) {
        return !facts.isEmpty() || CodeSizes.of(cfg.instructions(), leaving) >= (long) exits * exitBytes;
    }

    /** What was not counted is kept: only a count of 0 is evidence. */
    private static boolean taken(
            Cfg cfg,
            Cfg.Edge edge,
            Map<Integer, Map<Integer, Long>> outcomes,
            Map<Integer, Long> handlers,
            Map<Integer, Integer> folds) {
        if (edge.kind() == Cfg.Kind.HANDLER) {
            return handlers.getOrDefault(edge.to(), 1L) > 0;
        }
        Integer fold = folds.get(edge.from());
        if (fold != null) {
            return fold == edge.outcome();
        }
        return !Planner.isDecision(cfg, edge.from())
                || outcomes.getOrDefault(edge.from(), Map.of()).getOrDefault(edge.outcome(), 1L) > 0;
    }
}
