package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Code on one way that only computes, so that a continuation may do it again: from locals, and from plain fields of {@code this}, which a
 * thread may as well read later.
 */
final class QuietRow {
    private final Cfg cfg;
    private final Members members;
    private final BitSet hot;
    private final Predicate<Cfg.Edge> kept;
    private final boolean ownThis;

    /**
     * @param hot the code that stays
     * @param kept whether control follows an edge there
     */
    QuietRow(MethodNode method, Cfg cfg, Members members, BitSet hot, Predicate<Cfg.Edge> kept) {
        this.cfg = cfg;
        this.members = members;
        this.hot = hot;
        this.kept = kept;
        boolean written = false;
        for (AbstractInsnNode node : method.instructions) {
            written |= node.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) node).var == 0;
        }
        this.ownThis = !written && (method.access & Opcodes.ACC_STATIC) == 0;
    }

    /** Returns the one instruction from which hot code comes to another, or -1 if there is none or several, or it comes by an exception. */
    int before(int ordinal) {
        List<Cfg.Edge> in = cfg.in(ordinal).stream()
                .filter(e -> hot.get(e.from()) && kept.test(e))
                .toList();
        return in.size() == 1 && ordinal != 0 && in.get(0).kind() != Cfg.Kind.HANDLER
                ? in.get(0).from()
                : -1;
    }

    /** Returns true if an instruction does nothing but put values on the stack, take them off it and branch on them. */
    boolean computes(int ordinal) {
        AbstractInsnNode node = cfg.instructions().get(ordinal);
        int opcode = node.getOpcode();
        if (node instanceof LdcInsnNode ldc) {
            return ldc.cst instanceof Number || ldc.cst instanceof String;
        } else if (node instanceof FieldInsnNode field) {
            return opcode == Opcodes.GETFIELD && isOfThis(ordinal) && isPlain(field);
        }
        boolean divides =
                opcode == Opcodes.IDIV || opcode == Opcodes.LDIV || opcode == Opcodes.IREM || opcode == Opcodes.LREM;
        return opcode >= Opcodes.NOP && opcode <= Opcodes.SIPUSH
                || opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD
                || opcode >= Opcodes.POP && opcode <= Opcodes.LXOR && !divides
                || opcode >= Opcodes.I2L && opcode <= Opcodes.GOTO
                || opcode == Opcodes.TABLESWITCH
                || opcode == Opcodes.LOOKUPSWITCH
                || opcode == Opcodes.IFNULL
                || opcode == Opcodes.IFNONNULL;
    }

    private boolean isOfThis(int ordinal) {
        return ownThis
                && ordinal > 0
                && cfg.in(ordinal).size() == 1
                && cfg.in(ordinal).get(0).from() == ordinal - 1
                && cfg.instructions().get(ordinal - 1) instanceof VarInsnNode load
                && load.getOpcode() == Opcodes.ALOAD
                && load.var == 0;
    }

    private boolean isPlain(FieldInsnNode field) {
        Members.Member member = members.field(field.owner, field.name, field.desc);
        return member != null && (member.access() & (Opcodes.ACC_VOLATILE | Opcodes.ACC_STATIC)) == 0;
    }
}
