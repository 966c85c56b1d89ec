package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.MethodGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Basic blocks, dominators and natural loops in the one numbering. */
public final class FlowGraph {
    private final Cfg cfg;
    private final int[] blockOf;
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> lasts = new ArrayList<>();
    private final BitSet[] dominators;
    private final Map<Integer, BitSet> loops = new TreeMap<>();

    private FlowGraph(Cfg cfg) {
        this.cfg = cfg;
        blockOf = new int[cfg.size()];
        split();
        dominators = dominators();
        findLoops();
    }

    public static FlowGraph of(Cfg cfg) {
        return new FlowGraph(cfg);
    }

    private void split() {
        BitSet leaders = new BitSet();
        leaders.set(0);
        for (int i = 0; i < cfg.size(); i++) {
            List<Cfg.Edge> out = cfg.out(i);
            boolean straight =
                    out.stream().filter(e -> e.kind() != Cfg.Kind.HANDLER).count() == 1
                            && out.get(0).kind() == Cfg.Kind.FALL;
            if (!straight || i + 1 < cfg.size() && !handlers(i).equals(handlers(i + 1))) {
                leaders.set(i + 1);
            }
            out.stream().filter(e -> e.kind() != Cfg.Kind.FALL).forEach(e -> leaders.set(e.to()));
        }
        for (int i = 0; i < cfg.size(); i++) {
            if (leaders.get(i)) {
                firsts.add(i);
                lasts.add(i);
            }
            blockOf[i] = firsts.size() - 1;
            lasts.set(blockOf[i], i);
        }
    }

    private List<Integer> handlers(int ordinal) {
        return cfg.out(ordinal).stream()
                .filter(e -> e.kind() == Cfg.Kind.HANDLER)
                .map(Cfg.Edge::to)
                .distinct()
                .toList();
    }

    private Set<Integer> successors(int block) {
        Set<Integer> result = new LinkedHashSet<>();
        cfg.out(lasts.get(block)).forEach(e -> result.add(blockOf[e.to()]));
        return result;
    }

    /** Iterates to the greatest solution of dom(b) = {b} and the meet over the predecessors; blocks not reached dominate nothing. */
    private BitSet[] dominators() {
        int n = firsts.size();
        BitSet reached = new BitSet();
        cfg.reachable(0, e -> true).stream().forEach(i -> reached.set(blockOf[i]));
        BitSet[] dom = new BitSet[n];
        for (int b = 0; b < n; b++) {
            dom[b] = new BitSet();
            if (b == 0) {
                dom[b].set(0);
            } else if (reached.get(b)) {
                dom[b].or(reached);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int b = 0; b < n; b++) {
                for (int s : successors(b)) {
                    if (reached.get(b) && s != 0) {
                        BitSet next = (BitSet) dom[s].clone();
                        next.and(dom[b]);
                        next.set(s);
                        changed |= !next.equals(dom[s]);
                        dom[s] = next;
                    }
                }
            }
        }
        return dom;
    }

    private void findLoops() {
        Map<Integer, List<Integer>> predecessors = new TreeMap<>();
        for (int b = 0; b < firsts.size(); b++) {
            for (int s : successors(b)) {
                predecessors.computeIfAbsent(s, k -> new ArrayList<>()).add(b);
            }
        }
        for (int tail = 0; tail < firsts.size(); tail++) {
            for (int head : successors(tail)) {
                if (dominators[tail].get(head)) {
                    BitSet body = loops.computeIfAbsent(head, k -> new BitSet());
                    body.set(head);
                    Deque<Integer> work = new ArrayDeque<>(List.of(tail));
                    while (!work.isEmpty()) {
                        int b = work.pop();
                        if (!body.get(b)) {
                            body.set(b);
                            work.addAll(predecessors.getOrDefault(b, List.of()));
                        }
                    }
                }
            }
        }
    }

    private int immediateDominator(int block) {
        int best = -1;
        for (int d : dominators[block].stream().filter(d -> d != block).toArray()) {
            if (best < 0 || dominators[d].get(best)) {
                best = d;
            }
        }
        return best < 0 ? -1 : firsts.get(best);
    }

    public int loopDepth(int ordinal) {
        return (int)
                loops.values().stream().filter(l -> l.get(blockOf[ordinal])).count();
    }

    public List<Integer> loopHeaders() {
        return loops.keySet().stream().map(firsts::get).toList();
    }

    public List<MethodGraph.Block> blocks() {
        List<MethodGraph.Block> result = new ArrayList<>();
        for (int b = 0; b < firsts.size(); b++) {
            int last = lasts.get(b);
            List<Integer> next = cfg.out(last).stream()
                    .filter(e -> e.kind() != Cfg.Kind.HANDLER)
                    .map(Cfg.Edge::to)
                    .toList();
            result.add(new MethodGraph.Block(firsts.get(b), last, next, handlers(last), immediateDominator(b)));
        }
        return result;
    }
}
