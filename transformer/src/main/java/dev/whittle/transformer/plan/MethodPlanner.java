package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.CodeSizes;
import dev.whittle.bytecode.Frames;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactId;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.MethodPlan;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Profile;
import dev.whittle.transformer.internal.Exits;
import dev.whittle.transformer.internal.FactFlow;
import dev.whittle.transformer.internal.FoldedDecisions;
import dev.whittle.transformer.internal.MarkedReads;
import dev.whittle.transformer.internal.Members;
import dev.whittle.transformer.internal.Receivers;
import dev.whittle.transformer.internal.Settled;
import dev.whittle.transformer.internal.SingleSites;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Plans one method from its counters. */
final class MethodPlanner {
    static final Keep SMALL = new Keep(-1, "move", "it is smaller than an exit");

    private static final String RISK = "a profile that is wrong costs one load of the continuation";

    private final ClassNode owner;
    private final MethodNode method;
    private final MethodId id;
    private final ClassDigest digest;
    private final Profile.MethodProfile counts;
    private final Assumptions assumptions;
    private final Members members;
    private final GraphView graph;
    private final PlanContext context;
    private final List<Directive> directives = new ArrayList<>();
    private final List<Keep> kept = new ArrayList<>();
    private final Set<String> guarded = new TreeSet<>();

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
        this.assumptions = context.assumptions();
        this.members = context.members();
        this.graph = new GraphView(() -> context.graphs().apply(id));
        this.context = context;
    }

    MethodPlan plan() {
        Cfg cfg;
        try {
            cfg = Cfg.of(method);
        } catch (UnsupportedOperationException e) {
            return done(new Keep(-1, "method", "subroutines of an old class file"));
        }
        if (counts.entries() == 0 && (cfg.size() <= 1 || !paysWhole())) {
            return done(SMALL);
        }
        Frames frames = Frames.of(owner.name, method);
        Exits exits = new Exits(owner.name, method, members, cfg, frames);
        if (counts.entries() == 0) {
            directives.add(
                    new Directive.MoveWhole(new Note("it was never run", cfg.size() + " instructions leave", RISK)));
        } else {
            Map<Integer, String> unguarded = new TreeMap<>();
            int before;
            do {
                directives.clear();
                kept.clear();
                guarded.clear();
                before = unguarded.size();
                attempt(cfg, frames, exits, unguarded);
            } while (unguarded.size() > before);
        }
        String refusal = refusal(exits);
        return refusal.isEmpty() ? new MethodPlan(id, digest, directives, kept) : done(new Keep(-1, "method", refusal));
    }

    /** Why nothing of what was planned may be done, or "". */
    private String refusal(Exits exits) {
        if (directives.isEmpty()) {
            return "";
        }
        String refusal = exits.refusalOfAll(assumptions.fields().keySet());
        return refusal.isEmpty() && counts.entries() != 0 ? SingleSites.refusal(method) : refusal;
    }

    /** Returns the keys of the facts that the method relies on without asking an object; none before it is planned. */
    Set<String> guarded() {
        return guarded;
    }

    /**
     * Plans folds, hoists and exits.
     *
     * @param unguarded decisions that are not folded because their guards have no legal exit; grows by those that turn out to be such
     */
    private void attempt(Cfg cfg, Frames frames, Exits exits, Map<Integer, String> unguarded) {
        FactFolds folds = new FactFolds(owner, method, id, assumptions, Planner.outcomes(counts), unguarded.keySet());
        kept.addAll(folds.notAssumed());
        folds.against()
                .forEach(o -> kept.add(new Keep(o, "fold", "the profile saw another outcome than the facts give")));
        unguarded.forEach((ordinal, reason) -> kept.add(new Keep(ordinal, "fold", reason)));
        Map<Integer, FactFlow.Decided> decided = folds.decided();
        directives.addAll(folds.directives(decided, RISK));
        HoistPlanner.Hoist hoist = HoistPlanner.plan(
                method, cfg, counts, decided.keySet(), context.settings().explainedShare(), graph::fixed);
        hoist.directive().ifPresent(d -> {
            directives.add(d);
            d.predicates().forEach(p -> decided.put(p.ordinal(), FactFlow.Decided.alone(p.outcome())));
        });
        kept.addAll(hoist.kept());
        Map<Integer, Integer> outcomes = new HashMap<>();
        decided.forEach((ordinal, d) -> outcomes.put(ordinal, d.outcome()));
        // The exit at entry comes on top, unless the method has one already.
        OutlinePlanner.Outline outline = new OutlinePlanner(cfg, counts, exits, outcomes, hoist.cold())
                .plan(
                        RISK,
                        (leaving, n) -> pays(cfg, leaving, n)
                                || asksFacts(cfg, leaving)
                                || SizeLimits.crossed(counts, cfg, leaving, n + 1));
        outline.directives().forEach(d -> directives.add(inPlace(d)));
        kept.addAll(outline.kept());
        Predicate<Cfg.Edge> keeps = e -> outline.hot().get(e.to())
                && (e.kind() == Cfg.Kind.HANDLER || outcomes.getOrDefault(e.from(), e.outcome()) == e.outcome());
        Settled.of(owner.name, method, cfg, outline.hot(), keeps, Map.copyOf(outcomes), assumptions.helpers())
                .forEach((ordinal, outcome) -> {
                    outcomes.put(ordinal, outcome);
                    decided.put(ordinal, FactFlow.Decided.alone(outcome));
                });
        BitSet hot = cfg.reachable(0, keeps);
        ReceiverPlanner.plan(
                counts,
                cfg,
                hot,
                context.settings().explainedShare(),
                members,
                new Receivers(owner, members, cfg, frames),
                exits,
                directives,
                kept);
        decided.keySet().removeIf(o -> !hot.get(o));
        FoldedDecisions folded = new FoldedDecisions(
                method,
                cfg,
                hot,
                e -> hot.get(e.to()) && keeps.test(e),
                decided,
                folds.keys(),
                members,
                assumptions.enums(),
                new MarkedReads(owner, method, cfg, frames, members, assumptions.bits()),
                at -> exits.refusal(at).isEmpty());
        guarded.addAll(folded.guarded());
        folded.tests().keySet().forEach(test -> {
            String refusal = exits.refusal(folded.resume(test));
            if (!refusal.isEmpty()) {
                folded.guardedAt(test)
                        .forEach(decision -> unguarded.put(decision, "its guard has no legal exit: " + refusal));
            }
        });
    }

    /** Says of a cold outcome that only facts decide, and that is not folded, that the test stays in place. */
    private Directive inPlace(Directive directive) {
        if (context.anyFacts() && directive instanceof Directive.OutlineEdge edge) {
            Set<FactId> facts = graph.facts(edge.ordinal());
            if (!facts.isEmpty()) {
                Note note = new Note(
                        "it follows from " + facts + " and was never taken; it is tested in place",
                        edge.note().gain(),
                        edge.note().risk());
                return new Directive.OutlineEdge(edge.ordinal(), edge.outcome(), note);
            }
        }
        return directive;
    }

    /** Code for other hardware leaves whatever it costs, also where its fact can only be tested in place. */
    private boolean asksFacts(Cfg cfg, BitSet leaving) {
        return context.anyFacts()
                && cfg.decisions().stream()
                        .anyMatch(d -> !leaving.get(d)
                                && cfg.out(d).stream().anyMatch(e -> e.outcome() >= 0 && leaving.get(e.to()))
                                && !graph.facts(d).isEmpty());
    }

    private MethodPlan done(Keep keep) {
        kept.clear();
        kept.add(keep);
        return new MethodPlan(id, digest, List.of(), kept);
    }

    private boolean pays(Cfg cfg, BitSet leaving, int exits) {
        return context.pays(
                CodeSizes.of(cfg.instructions(), leaving), context.settings().partBytes(exits, directives.isEmpty()));
    }

    /** Whether more leaves than the method adds to those of its class that move whole; {@link Planner} looks at all of them together. */
    private boolean paysWhole() {
        return context.pays(
                CodeSizes.withDebugEntries(method), context.settings().sharedBytes());
    }
}
