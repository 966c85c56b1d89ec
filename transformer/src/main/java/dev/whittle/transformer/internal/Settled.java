package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.objectweb.asm.tree.MethodNode;

/**
 * Decisions of hot code that constants decide, now that cold ways have left: the flag that only they set otherwise has one value.
 * No guard is behind them, for continuations never come back into hot code: what decides is what hot code itself assigned. Planner and pass
 * ask the same.
 */
public final class Settled {
    private static final int MAX_ROUNDS = 5;

    private Settled() {}

    /**
     * Returns the outcome of each decision of the hot code that is settled, and is not decided yet.
     *
     * @param hot the code that stays
     * @param keeps whether control may follow an edge there
     * @param decided decisions that have one outcome already, by ordinal
     */
    public static Map<Integer, Integer> of(
            String owner,
            MethodNode method,
            Cfg cfg,
            BitSet hot,
            Predicate<Cfg.Edge> keeps,
            Map<Integer, Integer> decided,
            HelperCalls helpers) {
        Map<Integer, Integer> settled = new TreeMap<>();
        Map<Integer, Integer> open = new TreeMap<>(decided);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            BitSet reached = cfg.reachable(
                    0,
                    e -> keeps.test(e)
                            && (e.kind() == Cfg.Kind.HANDLER
                                    || open.getOrDefault(e.from(), e.outcome()) == e.outcome()));
            cfg.decisions().stream().filter(d -> reached.get(d) && hot.get(d)).forEach(d -> only(cfg, d, keeps, open));
            Map<Integer, Integer> now = FactFlow.constants(owner, method, open, helpers);
            // Where constants lead to a way that was cut, the profile is of another program: better nothing than a
            // method that only leaves.
            now.entrySet()
                    .removeIf(d -> decided.containsKey(d.getKey())
                            || !reached.get(d.getKey())
                            || !keepsOutcome(cfg, d.getKey(), d.getValue(), keeps));
            if (!settled.keySet().containsAll(now.keySet())) {
                settled.putAll(now);
                open.putAll(now);
            } else {
                break;
            }
        }
        return settled;
    }

    /** Notes the outcome of a decision of which one way is open. */
    private static void only(Cfg cfg, int decision, Predicate<Cfg.Edge> keeps, Map<Integer, Integer> open) {
        Set<Integer> outcomes = new HashSet<>();
        for (Cfg.Edge edge : cfg.out(decision)) {
            if (edge.kind() != Cfg.Kind.HANDLER && keeps.test(edge)) {
                outcomes.add(edge.outcome());
            }
        }
        if (outcomes.size() == 1) {
            open.putIfAbsent(decision, outcomes.iterator().next());
        }
    }

    private static boolean keepsOutcome(Cfg cfg, int decision, int outcome, Predicate<Cfg.Edge> keeps) {
        return cfg.out(decision).stream()
                .anyMatch(e -> e.kind() != Cfg.Kind.HANDLER && e.outcome() == outcome && keeps.test(e));
    }
}
