package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Code on one way that only computes, so that a continuation may do it again: from locals, from plain fields of {@code this}, which a
 * thread may as well read later, and from objects that nobody misses.
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
        this.ownThis = LocalStores.keepThis(method);
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
            return isPlain(ldc);
        } else if (node instanceof FieldInsnNode field) {
            return opcode == Opcodes.GETFIELD && isOfThis(ordinal) && members.isPlain(field);
        } else if (node instanceof TypeInsnNode type) {
            return opcode == Opcodes.NEW && members.quiet().isQuiet(type.desc);
        } else if (node instanceof MethodInsnNode call) {
            return members.quiet().isQuiet(call);
        }
        return onlyComputes(opcode);
    }

    /** Returns the slots that an instruction writes, if that is all that it does; else none. */
    BitSet writes(int ordinal) {
        AbstractInsnNode node = cfg.instructions().get(ordinal);
        return node.getOpcode() == Opcodes.IINC ? new BitSet() : LocalStores.of(node);
    }

    static boolean isPlain(LdcInsnNode ldc) {
        return ldc.cst instanceof Number || ldc.cst instanceof String;
    }

    /** Returns true for opcodes that only compute, whatever their operands are. */
    static boolean onlyComputes(int opcode) {
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
}
