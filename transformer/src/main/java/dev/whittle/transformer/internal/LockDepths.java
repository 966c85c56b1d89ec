package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * How many monitors a method has entered and not left, before each of its instructions. Forward data flow along all edges, those to
 * handlers too. The monitor of a synchronized method is not one of them: it stays with the hot frame.
 */
final class LockDepths {
    /** Ways that meet bring different depths, or more was left than entered. */
    static final int UNKNOWN = -1;

    private static final int UNREACHED = -2;

    private final int[] depths;

    private LockDepths(int[] depths) {
        this.depths = depths;
    }

    static LockDepths of(MethodNode method, Cfg cfg) {
        List<BitSet> catchers = catchers(method, cfg);
        int[] depths = new int[cfg.size()];
        Arrays.fill(depths, UNREACHED);
        Deque<Integer> work = new ArrayDeque<>();
        if (cfg.size() > 0) {
            depths[0] = 0;
            work.add(0);
        }
        while (!work.isEmpty()) {
            int at = work.remove();
            int after = after(cfg.instructions().get(at).getOpcode(), depths[at]);
            for (Cfg.Edge edge : cfg.out(at)) {
                boolean handler = edge.kind() == Cfg.Kind.HANDLER;
                if (handler && !catchers.get(at).get(edge.to())) {
                    continue;
                }
                // An instruction that throws has neither entered nor left a monitor.
                int along = handler ? depths[at] : after;
                int old = depths[edge.to()];
                int met = old == UNREACHED || old == along ? along : UNKNOWN;
                if (met != old) {
                    depths[edge.to()] = met;
                    work.add(edge.to());
                }
            }
        }
        return new LockDepths(depths);
    }

    /**
     * Returns for each instruction the handlers that its exceptions can get to: those up to the first that catches everything. The one
     * that leaves the monitor stands before those of the try statement around it, which must not be taken for entered with it.
     */
    private static List<BitSet> catchers(MethodNode method, Cfg cfg) {
        List<BitSet> catchers = new ArrayList<>();
        for (int i = 0; i < cfg.size(); i++) {
            catchers.add(new BitSet());
        }
        BitSet caught = new BitSet();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = cfg.instructions().ordinalOf(block.handler);
            int end = cfg.instructions().ordinalOf(block.end);
            boolean all = block.type == null || block.type.equals("java/lang/Throwable");
            for (int i = cfg.instructions().ordinalOf(block.start); i < end; i++) {
                if (!caught.get(i)) {
                    catchers.get(i).set(handler);
                    caught.set(i, all);
                }
            }
        }
        return catchers;
    }

    private static int after(int opcode, int before) {
        if (before == UNKNOWN) {
            return UNKNOWN;
        }
        return switch (opcode) {
            case Opcodes.MONITORENTER -> before + 1;
            case Opcodes.MONITOREXIT -> before == 0 ? UNKNOWN : before - 1;
            default -> before;
        };
    }

    /** Returns the depth, or {@link #UNKNOWN}. What no way leads to has no depth that is known. */
    int at(int ordinal) {
        return Math.max(depths[ordinal], UNKNOWN);
    }
}
