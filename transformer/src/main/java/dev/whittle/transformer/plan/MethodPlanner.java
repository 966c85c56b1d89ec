package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.CodeSizes;
import dev.whittle.bytecode.Frames;
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
import dev.whittle.transformer.internal.Exits;
import dev.whittle.transformer.internal.FactFlow;
import dev.whittle.transformer.internal.GuardPlacement;
import dev.whittle.transformer.internal.Members;
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
    private final Members members;
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
            PlanContext context) {
        this.owner = owner;
        this.method = method;
        this.id = id;
        this.digest = digest;
        this.counts = counts;
        this.enums = context.enums();
        this.members = context.members();
        this.facts = context.facts();
        this.explainedShare = context.settings().explainedShare();
        this.exitBytes = context.settings().exitBytes();
    }

    MethodPlan plan() {
        Cfg cfg;
        try {
            cfg = Cfg.of(method);
        } catch (UnsupportedOperationException e) {
            return done(new Keep(-1, "method", "subroutines of an old class file"));
        }
        BitSet all = new BitSet();
        all.set(0, cfg.size());
        if (counts.entries() == 0 && (cfg.size() <= 1 || !pays(cfg, all, 1))) {
            return done(new Keep(-1, "move", "it is smaller than an exit"));
        }
        Exits exits = new Exits(owner.name, method, members, cfg, Frames.of(owner.name, method));
        if (counts.entries() == 0) {
            directives.add(
                    new Directive.MoveWhole(new Note("it was never run", cfg.size() + " instructions leave", RISK)));
        } else {
            Map<Integer, String> unguarded = new TreeMap<>();
            int before;
            do {
                directives.clear();
                kept.clear();
                before = unguarded.size();
                attempt(cfg, exits, unguarded);
            } while (unguarded.size() > before);
        }
        String refusal = directives.isEmpty() ? "" : exits.refusalOfAll(facts.keySet());
        return refusal.isEmpty() ? new MethodPlan(id, digest, directives, kept) : done(new Keep(-1, "method", refusal));
    }

    /**
     * Plans folds, hoists and exits.
     *
     * @param unguarded decisions that are not folded because their guards have no legal exit; grows by those that turn out to be such
     */
    private void attempt(Cfg cfg, Exits exits, Map<Integer, String> unguarded) {
        Map<Integer, FactFlow.Decided> flow = fold(cfg);
        directives.removeIf(d -> d instanceof Directive.FoldBranch f && unguarded.containsKey(f.ordinal()));
        unguarded.forEach((ordinal, reason) -> kept.add(new Keep(ordinal, "fold", reason)));
        Map<Integer, Integer> decided = new HashMap<>();
        Set<Integer> reads = new TreeSet<>();
        directives.forEach(d -> {
            if (d instanceof Directive.FoldBranch f) {
                decided.put(f.ordinal(), f.keptOutcome());
                reads.addAll(java.util.Objects.requireNonNull(flow.get(f.ordinal()), "a fold that follows from facts")
                        .reads());
            }
        });
        HoistPlanner.Hoist hoist = HoistPlanner.plan(method, cfg, counts, decided.keySet(), explainedShare);
        hoist.directive().ifPresent(d -> {
            directives.add(d);
            d.predicates().forEach(p -> decided.put(p.ordinal(), p.outcome()));
        });
        hoist.kept().ifPresent(kept::add);
        // The exit at entry comes on top, unless the method has one already.
        OutlinePlanner.Outline outline = new OutlinePlanner(cfg, counts, exits, decided, hoist.cold())
                .plan(RISK, directives.isEmpty() ? 1 : 0, (leaving, n) -> pays(cfg, leaving, n));
        directives.addAll(outline.directives());
        kept.addAll(outline.kept());
        reads.removeIf(r -> !outline.hot().get(r));
        guards(cfg, outline.hot(), decided, reads).forEach(test -> {
            String refusal = exits.refusal(test);
            if (!refusal.isEmpty()) {
                flow.forEach((ordinal, d) -> {
                    if (d.reads().contains(test)) {
                        unguarded.put(ordinal, "its guard has no legal exit: " + refusal);
                    }
                });
            }
        });
    }

    /** Returns where the rewrite will test guards. */
    private Set<Integer> guards(Cfg cfg, BitSet hot, Map<Integer, Integer> decided, Set<Integer> reads) {
        if (reads.isEmpty()) {
            return Set.of();
        }
        return new GuardPlacement(
                        cfg,
                        hot,
                        e -> hot.get(e.to())
                                && (e.kind() == Cfg.Kind.HANDLER
                                        || decided.getOrDefault(e.from(), e.outcome()) == e.outcome()),
                        reads,
                        members)
                .tests();
    }

    private MethodPlan done(Keep keep) {
        kept.clear();
        kept.add(keep);
        return new MethodPlan(id, digest, List.of(), kept);
    }

    private Map<Integer, FactFlow.Decided> fold(Cfg cfg) {
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
        return decided;
    }

    /**
     * The profit rule. In a program that is folded on hardware, code that other hardware would need leaves whatever it costs, so that it is
     * not there to be attacked; which code that is, one profile cannot tell.
     */
    private boolean pays(Cfg cfg, BitSet leaving, int exits) {
        return !facts.isEmpty() || CodeSizes.of(cfg.instructions(), leaving) >= (long) exits * exitBytes;
    }
}
