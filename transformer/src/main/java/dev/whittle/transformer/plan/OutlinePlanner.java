package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.transformer.internal.Exits;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Plans which code of one method leaves: what was never taken, where the method may be left and enough goes to pay for the exits. */
final class OutlinePlanner {
    /** Decides whether this code leaving pays for so many exits, that at entry not counted. */
    @FunctionalInterface
    interface Profit {
        boolean pays(BitSet leaving, int exits);
    }

    /** @param hot ordinals that stay */
    record Outline(List<Directive> directives, List<Keep> kept, BitSet hot) {}

    private final Cfg cfg;
    private final Exits exits;
    private final Map<Integer, Integer> folds;
    private final Map<Integer, Map<Integer, Long>> outcomes;
    private final Map<Integer, Long> handlers = new HashMap<>();
    /** Outcomes that were taken, but never by what passes the entry guard. */
    private final Set<Outcome> behindGuard = new HashSet<>();
    /** Where cold code starts that has to stay, with the reason. */
    private final Map<Integer, String> staying = new TreeMap<>();

    /**
     * @param folds the one outcome of decisions that are folded or hoisted
     * @param cold outcomes that are never taken past the entry guard
     */
    OutlinePlanner(Cfg cfg, Profile.MethodProfile counts, Exits exits, Map<Integer, Integer> folds, Set<Outcome> cold) {
        this.cfg = cfg;
        this.exits = exits;
        this.folds = folds;
        this.outcomes = Planner.outcomes(counts);
        cold.forEach(o -> {
            Long seen =
                    outcomes.computeIfAbsent(o.ordinal(), k -> new TreeMap<>()).put(o.outcome(), 0L);
            if (seen == null || seen > 0) {
                behindGuard.add(o);
            }
        });
        counts.handlers().forEach(h -> handlers.merge(h.ordinal(), h.count(), Long::sum));
    }

    Outline plan(String risk, Profit profit) {
        BitSet hot = settle();
        List<Directive> outlined = new ArrayList<>();
        Set<Integer> targets = new TreeSet<>();
        Set<Integer> coldHandlers = new TreeSet<>();
        Map<Cfg.Edge, Integer> merged =
                exits.merged(hot, e -> hot.get(e.to()) && possible(e), d -> folds.getOrDefault(d, -1));
        for (Cfg.Edge edge : leaving(hot)) {
            targets.add(merged.getOrDefault(edge, edge.to()));
            if (edge.kind() == Cfg.Kind.HANDLER) {
                coldHandlers.add(edge.to());
            } else {
                outlined.add(new Directive.OutlineEdge(
                        edge.from(), edge.outcome(), new Note(reason(edge), "its code leaves the hot method", risk)));
            }
        }
        // The off switch has that exit anyway.
        targets.remove(0);
        coldHandlers.forEach(h -> outlined.add(new Directive.OutlineHandler(
                h, new Note("it was never entered", "its code leaves the hot method", risk))));
        List<Keep> kept = kept(hot);
        BitSet gone = cfg.reachable(0, e -> true);
        gone.andNot(hot);
        if (outlined.isEmpty() || profit.pays(gone, targets.size())) {
            return new Outline(outlined, kept, hot);
        }
        kept.add(new Keep(-1, "outline", "less would leave than its exits cost"));
        return new Outline(List.of(), kept, cfg.reachable(0, this::possible));
    }

    private String reason(Cfg.Edge edge) {
        return behindGuard.contains(new Outcome(edge.from(), edge.outcome()))
                ? Fallback.BEHIND_GUARD
                : "it was never taken";
    }

    /** Cold code that may not be left to stays hot, and so does all that follows it: until every exit that is left is legal. */
    private BitSet settle() {
        while (true) {
            BitSet hot = cfg.reachable(0, e -> possible(e) && (taken(e) || staying.containsKey(e.to())));
            int before = staying.size();
            for (Cfg.Edge edge : leaving(hot)) {
                String refusal = exits.refusal(edge.to());
                if (!refusal.isEmpty()) {
                    staying.put(edge.to(), refusal);
                }
            }
            if (staying.size() == before) {
                return hot;
            }
        }
    }

    /** Edges from hot code to cold code, but for the outcomes that a fold or the entry guard excludes. */
    private List<Cfg.Edge> leaving(BitSet hot) {
        return edges(hot, e -> !hot.get(e.to()) && possible(e));
    }

    private List<Keep> kept(BitSet hot) {
        List<Keep> kept = new ArrayList<>();
        Set<Integer> handlersKept = new TreeSet<>();
        for (Cfg.Edge edge : edges(hot, e -> staying.containsKey(e.to()) && possible(e) && !taken(e))) {
            boolean handler = edge.kind() == Cfg.Kind.HANDLER;
            if (!handler || handlersKept.add(edge.to())) {
                kept.add(new Keep(handler ? edge.to() : edge.from(), "outline", staying.getOrDefault(edge.to(), "")));
            }
        }
        return kept;
    }

    private List<Cfg.Edge> edges(BitSet from, Predicate<Cfg.Edge> chosen) {
        List<Cfg.Edge> result = new ArrayList<>();
        for (int i = from.nextSetBit(0); i >= 0; i = from.nextSetBit(i + 1)) {
            cfg.out(i).stream().filter(chosen).forEach(result::add);
        }
        return result;
    }

    private boolean possible(Cfg.Edge edge) {
        Integer fold = edge.kind() == Cfg.Kind.HANDLER ? null : folds.get(edge.from());
        return fold == null || fold == edge.outcome();
    }

    /** What was not counted is kept: only a count of 0 is evidence. */
    private boolean taken(Cfg.Edge edge) {
        if (edge.kind() == Cfg.Kind.HANDLER) {
            return handlers.getOrDefault(edge.to(), 1L) > 0;
        }
        return folds.containsKey(edge.from())
                || !Planner.isDecision(cfg, edge.from())
                || outcomes.getOrDefault(edge.from(), Map.of()).getOrDefault(edge.outcome(), 1L) > 0;
    }
}
