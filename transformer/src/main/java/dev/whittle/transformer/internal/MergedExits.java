package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import dev.whittle.bytecode.Liveness;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.objectweb.asm.tree.MethodNode;

/**
 * One exit for several cold ways that part from the hot one with nothing visible between: the continuation begins before the first of
 * the tests and makes them again. That is right because they only compute: from locals that are not written meanwhile, from fields that a
 * thread may as well read later, and with objects that are made again.
 */
final class MergedExits {
    private final Cfg cfg;
    private final Frames frames;
    private final Liveness liveness;
    private final BitSet hot;
    private final QuietRow row;

    private MergedExits(Cfg cfg, Frames frames, Liveness liveness, BitSet hot, QuietRow row) {
        this.cfg = cfg;
        this.frames = frames;
        this.liveness = liveness;
        this.hot = hot;
        this.row = row;
    }

    /**
     * Returns where the continuation begins for cold edges that share one with others, or that may take the one of the method's beginning.
     *
     * @param hot the code that stays
     * @param kept whether control follows an edge there
     * @param folded the one outcome of a decision, or -1
     * @param legal whether the method can be left at an ordinal
     */
    static Map<Cfg.Edge, Integer> of(
            MethodNode method,
            Cfg cfg,
            Frames frames,
            Liveness liveness,
            Members members,
            BitSet hot,
            Predicate<Cfg.Edge> kept,
            IntUnaryOperator folded,
            IntPredicate legal) {
        MergedExits merged = new MergedExits(cfg, frames, liveness, hot, new QuietRow(method, cfg, members, hot, kept));
        Map<Integer, Integer> starts = new HashMap<>();
        Map<Integer, List<Cfg.Edge>> groups = new TreeMap<>();
        for (Cfg.Edge edge : merged.cold(folded)) {
            int start = starts.computeIfAbsent(edge.from(), d -> merged.start(d, edge.to(), legal));
            if (start >= 0) {
                groups.computeIfAbsent(start, s -> new ArrayList<>()).add(edge);
            }
        }
        Map<Cfg.Edge, Integer> result = new HashMap<>();
        groups.forEach((start, edges) -> {
            Set<Integer> targets = new TreeSet<>();
            edges.forEach(e -> targets.add(e.to()));
            if (targets.size() > 1 || start == 0) {
                edges.forEach(e -> result.put(e, start));
            }
        });
        return result;
    }

    /** Ways from hot code to what leaves, but for those to handlers. */
    private List<Cfg.Edge> cold(IntUnaryOperator folded) {
        return hot.stream()
                .boxed()
                .flatMap(i -> cfg.out(i).stream())
                .filter(e -> e.kind() != Cfg.Kind.HANDLER && !hot.get(e.to()))
                .filter(e -> folded.applyAsInt(e.from()) < 0 || folded.applyAsInt(e.from()) == e.outcome())
                .toList();
    }

    /** Walks back over what only computes, as long as one way alone leads on, to the first place that has the stack of the exit. */
    private int start(int decision, int target, IntPredicate legal) {
        FrameState wanted = frames.at(target);
        FrameState there = frames.at(decision);
        Set<Integer> seen = new HashSet<>();
        int best = -1;
        int at = decision;
        // What lies on the stack there might not be what lay there before.
        BitSet written = new BitSet();
        while (there != null && wanted != null && wanted.stack().isEmpty() && seen.add(at)) {
            FrameState here = frames.at(at);
            if (here != null && keeps(here, there) && !liveness.liveIn(at).intersects(written) && legal.test(at)) {
                best = at;
            }
            int before = row.before(at);
            BitSet stored = before < 0 ? written : row.writes(before);
            if (before < 0 || stored.isEmpty() && !row.computes(before)) {
                break;
            }
            written.or(stored);
            at = before;
        }
        return best;
    }

    /** True if what lies in locals at one place is of the same types at a later one. */
    private static boolean keeps(FrameState here, FrameState there) {
        return here.stack().isEmpty()
                && here.typedSlots().stream().allMatch(slot -> here.local(slot).equals(there.local(slot)));
    }
}
