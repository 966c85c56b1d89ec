package dev.whittle.bytecode;

import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which local slots may be read later (Aho, Sethi, Ullman, section 10.6). A handler may be reached before the covered instruction
 * has stored, so what is live at a handler is live before each instruction that it covers.
 */
public final class Liveness {
    private final BitSet[] liveIn;

    private Liveness(BitSet[] liveIn) {
        this.liveIn = liveIn;
    }

    public static Liveness of(MethodNode method, Cfg cfg) {
        int n = cfg.size();
        BitSet[] live = new BitSet[n];
        for (int i = 0; i < n; i++) {
            live[i] = new BitSet(method.maxLocals);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = n - 1; i >= 0; i--) {
                BitSet next = transfer(cfg, live, i);
                if (!next.equals(live[i])) {
                    live[i] = next;
                    changed = true;
                }
            }
        }
        return new Liveness(live);
    }

    private static BitSet transfer(Cfg cfg, BitSet[] live, int i) {
        BitSet result = new BitSet();
        BitSet handlers = new BitSet();
        for (Cfg.Edge edge : cfg.out(i)) {
            (edge.kind() == Cfg.Kind.HANDLER ? handlers : result).or(live[edge.to()]);
        }
        AbstractInsnNode node = cfg.instructions().get(i);
        if (node instanceof VarInsnNode v) {
            int opcode = v.getOpcode();
            if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
                result.clear(v.var);
                if (opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE) {
                    result.clear(v.var + 1);
                }
            } else {
                result.set(v.var);
            }
        } else if (node instanceof IincInsnNode inc) {
            result.set(inc.var);
        }
        result.or(handlers);
        return result;
    }

    /** Returns the slots that may be read from this instruction on, before they are written; the first slot of a long or double. */
    public BitSet liveIn(int ordinal) {
        return (BitSet) liveIn[ordinal].clone();
    }
}
