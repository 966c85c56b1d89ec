package dev.whittle.cfg.internal;

import com.ibm.wala.ssa.ISSABasicBlock;
import com.ibm.wala.ssa.SSACFG;
import com.ibm.wala.util.graph.dominators.Dominators;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** For each block of a method, the blocks whose decisions choose by which edge it is entered. */
final class ControlRegion {
    private final SSACFG graph;
    private final Dominators<ISSABasicBlock> dominators;

    ControlRegion(SSACFG graph) {
        this.graph = graph;
        dominators = Dominators.make(graph, graph.entry());
    }

    /** Returns all blocks on a way from the immediate dominator, itself included, to the block. */
    Set<ISSABasicBlock> deciding(ISSABasicBlock block) {
        ISSABasicBlock dominator = dominators.getIdom(block);
        Set<ISSABasicBlock> seen = new LinkedHashSet<>();
        Deque<ISSABasicBlock> work = new ArrayDeque<>();
        push(block, work);
        while (!work.isEmpty()) {
            ISSABasicBlock at = work.pop();
            if (seen.add(at) && at != dominator && at != block) {
                push(at, work);
            }
        }
        return seen;
    }

    private void push(ISSABasicBlock at, Deque<ISSABasicBlock> work) {
        for (Iterator<ISSABasicBlock> it = graph.getPredNodes(at); it.hasNext(); ) {
            work.push(it.next());
        }
    }
}
