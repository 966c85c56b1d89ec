package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.MethodGraph.Block;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Blocks and dominators of what can be reached, from the bytecode alone: what SootUp's are held against. */
final class CfgBlocks {
    private static final String ANYTHING = "java/lang/Throwable";

    private final Cfg cfg;
    private final List<Set<Integer>> handlers = new ArrayList<>();
    private final BitSet reached = new BitSet();
    private final int[] blockOf;
    private final List<Integer> firsts = new ArrayList<>();
    private final List<Integer> lasts = new ArrayList<>();

    private CfgBlocks(Code code) {
        cfg = code.cfg();
        blockOf = new int[cfg.size()];
        cover(code.method());
        reach();
        split();
    }

    static List<Block> of(Code code) {
        CfgBlocks blocks = new CfgBlocks(code);
        int[] dominators = blocks.immediateDominators();
        List<Block> result = new ArrayList<>();
        for (int b = 0; b < blocks.firsts.size(); b++) {
            int last = blocks.lasts.get(b);
            result.add(new Block(
                    blocks.firsts.get(b),
                    last,
                    blocks.normal(last),
                    List.copyOf(blocks.handlers.get(last)),
                    dominators[b] < 0 ? -1 : blocks.firsts.get(dominators[b])));
        }
        return result;
    }

    /** A handler behind one that catches the same type is never entered from there. */
    private void cover(MethodNode method) {
        List<Set<String>> caught = new ArrayList<>();
        for (int i = 0; i < cfg.size(); i++) {
            handlers.add(new TreeSet<>());
            caught.add(new HashSet<>());
        }
        for (TryCatchBlockNode range : method.tryCatchBlocks) {
            int end = cfg.instructions().ordinalOf(range.end);
            for (int i = cfg.instructions().ordinalOf(range.start); i < end; i++) {
                if (caught.get(i).add(range.type == null ? ANYTHING : range.type)) {
                    handlers.get(i).add(cfg.instructions().ordinalOf(range.handler));
                }
            }
        }
    }

    private void reach() {
        reached.or(cfg.reachable(
                0, e -> e.kind() != Cfg.Kind.HANDLER || handlers.get(e.from()).contains(e.to())));
    }

    private List<Integer> normal(int ordinal) {
        return cfg.out(ordinal).stream()
                .filter(e -> e.kind() != Cfg.Kind.HANDLER)
                .map(Cfg.Edge::to)
                .toList();
    }

    private void split() {
        BitSet leaders = new BitSet();
        leaders.set(0);
        for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
            handlers.get(i).forEach(leaders::set);
            List<Integer> next = normal(i);
            if (!next.equals(List.of(i + 1)) || cfg.out(i).get(0).kind() != Cfg.Kind.FALL) {
                next.forEach(leaders::set);
            } else if (!handlers.get(i).equals(handlers.get(i + 1))) {
                leaders.set(i + 1);
            }
        }
        for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
            if (leaders.get(i)) {
                firsts.add(i);
                lasts.add(i);
            }
            blockOf[i] = firsts.size() - 1;
            lasts.set(blockOf[i], i);
        }
    }

    private List<Integer> successors(int block) {
        int last = lasts.get(block);
        List<Integer> result = new ArrayList<>();
        normal(last).forEach(t -> result.add(blockOf[t]));
        handlers.get(last).forEach(t -> result.add(blockOf[t]));
        return result;
    }

    /** Iterates to the greatest solution of dom(b) = {b} and the meet over the predecessors. */
    private int[] immediateDominators() {
        int n = firsts.size();
        BitSet[] dom = new BitSet[n];
        for (int b = 0; b < n; b++) {
            dom[b] = new BitSet(n);
            dom[b].set(0, b == 0 ? 1 : n);
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int b = 0; b < n; b++) {
                for (int s : successors(b)) {
                    BitSet meet = (BitSet) dom[s].clone();
                    meet.and(dom[b]);
                    meet.set(s);
                    changed |= !meet.equals(dom[s]);
                    dom[s] = meet;
                }
            }
        }
        int[] result = new int[n];
        for (int b = 0; b < n; b++) {
            // Dominators of a block form a chain, in which each has one more than the one before.
            int depth = dom[b].cardinality() - 1;
            result[b] = dom[b].stream()
                    .filter(d -> dom[d].cardinality() == depth)
                    .findFirst()
                    .orElse(-1);
        }
        return result;
    }
}
