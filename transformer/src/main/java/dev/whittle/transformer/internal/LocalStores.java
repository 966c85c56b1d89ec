package dev.whittle.transformer.internal;

import java.util.BitSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which locals code writes. */
public final class LocalStores {
    private LocalStores() {}

    /** Returns the slots that any instruction of a method writes; what comes in as a parameter is not written. */
    public static BitSet of(MethodNode method) {
        BitSet written = new BitSet();
        for (AbstractInsnNode node : method.instructions) {
            written.or(of(node));
        }
        return written;
    }

    /** Returns true if the object that a method belongs to is in slot 0 wherever it is read. */
    public static boolean keepThis(MethodNode method) {
        return (method.access & Opcodes.ACC_STATIC) == 0 && !of(method).get(0);
    }

    /** Returns the slots that an instruction writes: two for a long or a double. */
    static BitSet of(AbstractInsnNode node) {
        BitSet written = new BitSet();
        int opcode = node.getOpcode();
        if (node instanceof VarInsnNode store && opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
            boolean wide = opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE;
            written.set(store.var, store.var + (wide ? 2 : 1));
        } else if (node instanceof IincInsnNode increment) {
            written.set(increment.var);
        }
        return written;
    }
}
