package dev.whittle.cfg.internal;

import dev.whittle.model.MethodGraph.Block;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sootup.core.graph.BasicBlock;
import sootup.core.graph.ControlFlowGraph;
import sootup.core.graph.DominanceFinder;
import sootup.core.jimple.common.Local;
import sootup.core.jimple.common.stmt.JAssignStmt;
import sootup.core.jimple.common.stmt.JIfStmt;
import sootup.core.jimple.common.stmt.Stmt;
import sootup.core.jimple.javabytecode.stmt.JSwitchStmt;

/** SootUp's basic blocks, edges and dominators of one method in the one numbering. */
final class SootBlocks {
    private static final int ENTRY = -1;

    private final SootClasses.Body body;
    private final SortedMap<Integer, BasicBlock<?>> byFirst = new TreeMap<>();
    private final DominanceFinder dominators;

    /** Lays SootUp's graph over the bytecode; throws {@link NotJoinedException} where it does not fit. */
    SootBlocks(SootClasses.Body body) {
        this.body = body;
        ControlFlowGraph<?> graph = body.graph();
        dominators = new DominanceFinder(graph);
        BasicBlock<?> entry = graph.getStartingStmtBlock();
        if (entry.getSuccessors().size() != 1 || first(entry.getSuccessors().get(0)) != 0) {
            throw new NotJoinedException("the entry differs");
        }
        Deque<BasicBlock<?>> work =
                new ArrayDeque<>(List.of(entry.getSuccessors().get(0)));
        while (!work.isEmpty()) {
            BasicBlock<?> block = work.pop();
            int first = first(block);
            if (first == ENTRY) {
                throw new NotJoinedException("a block has no place in the bytecode");
            } else if (byFirst.putIfAbsent(first, block) == null) {
                work.addAll(block.getSuccessors());
                work.addAll(block.getExceptionalSuccessors().values());
            }
        }
    }

    /** Returns the blocks that can be reached, by ascending first ordinal. */
    List<Block> blocks() {
        List<Block> result = new ArrayList<>();
        for (Map.Entry<Integer, BasicBlock<?>> entry : byFirst.entrySet()) {
            BasicBlock<?> block = entry.getValue();
            BasicBlock<?> dominator = dominators.getImmediateDominator(block);
            result.add(new Block(
                    entry.getKey(),
                    last(block),
                    block.getSuccessors().stream().map(this::first).toList(),
                    block.getExceptionalSuccessors().values().stream()
                            .map(this::first)
                            .distinct()
                            .sorted()
                            .toList(),
                    dominator == null ? ENTRY : first(dominator)));
        }
        return result;
    }

    /** Returns the statements that decide, by the ordinal of their instruction. */
    SortedMap<Integer, Stmt> decisions() {
        SortedMap<Integer, Stmt> result = new TreeMap<>();
        for (BasicBlock<?> block : byFirst.values()) {
            Stmt tail = block.getTail();
            if (tail instanceof JIfStmt || tail instanceof JSwitchStmt) {
                if (ordinal(tail) != last(block)) {
                    throw new NotJoinedException("a decision ends no block at instruction " + ordinal(tail));
                }
                result.put(ordinal(tail), tail);
            }
        }
        return result;
    }

    private int first(BasicBlock<?> block) {
        return block.getStmts().stream()
                .filter(this::isMark)
                .findFirst()
                .map(SootBlocks::ordinal)
                .orElse(ENTRY);
    }

    private int last(BasicBlock<?> block) {
        BitSet all = body.marks().ordinals();
        int last = ENTRY;
        for (Stmt statement : block.getStmts()) {
            if (isMark(statement)) {
                if (last != ENTRY && all.nextSetBit(last + 1) != ordinal(statement)) {
                    throw new NotJoinedException("a block has gaps at instruction " + last);
                }
                last = ordinal(statement);
            }
        }
        int next = all.nextSetBit(last + 1);
        return (next < 0 ? body.marks().size() : next) - 1;
    }

    private boolean isMark(Stmt statement) {
        return statement instanceof JAssignStmt store
                && store.getLeftOp() instanceof Local local
                && local.getName().equals("l" + body.marks().local());
    }

    private static int ordinal(Stmt statement) {
        return statement.getPositionInfo().getStmtPosition().getFirstLine() - 1;
    }
}
