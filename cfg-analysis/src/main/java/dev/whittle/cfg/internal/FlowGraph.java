package dev.whittle.cfg.internal;

import dev.whittle.model.MethodGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Blocks of a method and the natural loops that follow from their dominators. */
public final class FlowGraph {
    private final NavigableMap<Integer, Block> blocks = new TreeMap<>();
    private final Map<Integer, Set<Integer>> loops = new TreeMap<>();

    FlowGraph(List<Block> blocks) {
        blocks.forEach(b -> this.blocks.put(b.first(), b));
        findLoops();
    }

    private void findLoops() {
        Map<Integer, List<Integer>> predecessors = new HashMap<>();
        for (Block block : blocks.values()) {
            successors(block)
                    .forEach(s -> predecessors
                            .computeIfAbsent(s, k -> new ArrayList<>())
                            .add(block.first()));
        }
        for (Block tail : blocks.values()) {
            for (int head : successors(tail)) {
                if (dominates(head, tail.first())) {
                    Set<Integer> body = loops.computeIfAbsent(head, k -> new HashSet<>(Set.of(k)));
                    Deque<Integer> work = new ArrayDeque<>(List.of(tail.first()));
                    while (!work.isEmpty()) {
                        int at = work.pop();
                        if (body.add(at)) {
                            work.addAll(predecessors.getOrDefault(at, List.of()));
                        }
                    }
                }
            }
        }
    }

    private static Set<Integer> successors(Block block) {
        Set<Integer> result = new HashSet<>(block.successors());
        result.addAll(block.handlers());
        return result;
    }

    private boolean dominates(int dominator, int block) {
        int at = block;
        while (at >= 0 && at != dominator) {
            Block next = blocks.get(at);
            at = next == null ? -1 : next.immediateDominator();
        }
        return at == dominator;
    }

    /** Returns true if SootUp has a block with this instruction: there is a way to it. */
    public boolean reaches(int ordinal) {
        Map.Entry<Integer, Block> entry = blocks.floorEntry(ordinal);
        return entry != null && ordinal <= entry.getValue().last();
    }

    public int loopDepth(int ordinal) {
        Map.Entry<Integer, Block> entry = blocks.floorEntry(ordinal);
        return entry == null || !reaches(ordinal)
                ? 0
                : (int) loops.values().stream()
                        .filter(l -> l.contains(entry.getKey()))
                        .count();
    }

    public List<Integer> loopHeaders() {
        return List.copyOf(loops.keySet());
    }

    public List<Block> blocks() {
        return List.copyOf(blocks.values());
    }
}
