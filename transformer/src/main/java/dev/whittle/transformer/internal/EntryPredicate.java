package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ParameterSlots;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * A conditional jump whose condition can be evaluated at the method's entry: it compares ints that are computed, without effect and
 * without a way to throw, from constants and from parameters that the method never writes. Its value is the same wherever it is asked.
 */
public final class EntryPredicate {
    private final Cfg cfg;
    private final int first;
    private final int jump;

    private EntryPredicate(Cfg cfg, int first, int jump) {
        this.cfg = cfg;
        this.first = first;
        this.jump = jump;
    }

    /** Returns the predicate of the jump at an ordinal, or empty where it cannot be asked at entry. */
    public static Optional<EntryPredicate> of(MethodNode method, Cfg cfg, int ordinal) {
        AbstractInsnNode node = cfg.instructions().get(ordinal);
        int opcode = node.getOpcode();
        if (!(node instanceof JumpInsnNode) || opcode < Opcodes.IFEQ || opcode > Opcodes.IF_ICMPLE) {
            return Optional.empty();
        }
        Parser parser = new Parser(cfg, steadyParameters(method));
        int at = parser.operandEndingAt(ordinal - 1);
        if (at >= 0 && Folding.twoOperands(opcode)) {
            at = parser.operandEndingAt(at - 1);
        }
        // Nothing may jump into the middle of the computation.
        for (int i = at + 1; at >= 0 && i <= ordinal; i++) {
            int previous = i - 1;
            if (!cfg.in(i).stream().allMatch(e -> e.from() == previous && e.kind() == Cfg.Kind.FALL)) {
                return Optional.empty();
            }
        }
        return at < 0 ? Optional.empty() : Optional.of(new EntryPredicate(cfg, at, ordinal));
    }

    private static BitSet steadyParameters(MethodNode method) {
        BitSet steady = new BitSet();
        for (int slot : ParameterSlots.of(method.access, method.desc)) {
            steady.set(slot);
        }
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof VarInsnNode v && v.getOpcode() >= Opcodes.ISTORE && v.getOpcode() <= Opcodes.ASTORE) {
                steady.clear(v.var, v.var + 2);
            } else if (node instanceof IincInsnNode inc) {
                steady.clear(inc.var);
            }
        }
        return steady;
    }

    /** Appends code that pushes an int, 0 if the jump has the outcome, another value if not. It does not branch. */
    public void deviation(InsnList out, int outcome) {
        for (int i = first; i < jump; i++) {
            out.add(cfg.instructions().get(i).clone(new HashMap<>(Map.of())));
        }
        int opcode = cfg.instructions().get(jump).getOpcode();
        boolean two = Folding.twoOperands(opcode);
        int condition = two ? opcode - Opcodes.IF_ICMPEQ + Opcodes.IFEQ : opcode;
        // Outcome 0 is that the jump is not taken: the opposite condition. The opcodes lie in pairs of opposites.
        int expected = outcome == 1 ? condition : ((condition + 1) ^ 1) - 1;
        if (expected == Opcodes.IFEQ || expected == Opcodes.IFNE) {
            equality(out, two, expected == Opcodes.IFEQ);
        } else {
            order(out, two, expected);
        }
    }

    private static void equality(InsnList out, boolean two, boolean equal) {
        if (two) {
            out.add(new InsnNode(Opcodes.IXOR));
        }
        if (!equal) {
            // The sign of x | -x is set unless x is 0.
            out.add(new InsnNode(Opcodes.DUP));
            out.add(new InsnNode(Opcodes.INEG));
            out.add(new InsnNode(Opcodes.IOR));
            unsignedShift(out, 31);
            negate(out);
        }
    }

    /** The difference of two ints fits a long, whose sign says which is less. */
    private static void order(InsnList out, boolean two, int expected) {
        boolean swapped = expected == Opcodes.IFGT || expected == Opcodes.IFLE;
        if (!two) {
            out.add(new InsnNode(Opcodes.ICONST_0));
        }
        if (swapped) {
            out.add(new InsnNode(Opcodes.SWAP));
        }
        // The stack holds a, b: the flag is a < b, the sign of -(b - a).
        out.add(new InsnNode(Opcodes.I2L));
        out.add(new InsnNode(Opcodes.DUP2_X1));
        out.add(new InsnNode(Opcodes.POP2));
        out.add(new InsnNode(Opcodes.I2L));
        out.add(new InsnNode(Opcodes.LSUB));
        out.add(new InsnNode(Opcodes.LNEG));
        out.add(new org.objectweb.asm.tree.IntInsnNode(Opcodes.BIPUSH, 63));
        out.add(new InsnNode(Opcodes.LUSHR));
        out.add(new InsnNode(Opcodes.L2I));
        if (expected == Opcodes.IFLT || expected == Opcodes.IFGT) {
            negate(out);
        }
    }

    private static void unsignedShift(InsnList out, int by) {
        out.add(new org.objectweb.asm.tree.IntInsnNode(Opcodes.BIPUSH, by));
        out.add(new InsnNode(Opcodes.IUSHR));
    }

    private static void negate(InsnList out) {
        out.add(new InsnNode(Opcodes.ICONST_1));
        out.add(new InsnNode(Opcodes.IXOR));
    }

    /** Reads a computation backwards from its last instruction. */
    private record Parser(Cfg cfg, BitSet steady) {
        /** Returns the ordinal where the int that this instruction pushes begins to be computed, or -1. */
        int operandEndingAt(int at) {
            if (at < 0) {
                return -1;
            }
            AbstractInsnNode node = cfg.instructions().get(at);
            int opcode = node.getOpcode();
            if (Folding.pushed(node) instanceof Integer
                    || node instanceof VarInsnNode v && opcode == Opcodes.ILOAD && steady.get(v.var)) {
                return at;
            }
            return switch (opcode) {
                case Opcodes.INEG, Opcodes.I2B, Opcodes.I2C, Opcodes.I2S -> operandEndingAt(at - 1);
                case Opcodes.IADD,
                        Opcodes.ISUB,
                        Opcodes.IMUL,
                        Opcodes.IAND,
                        Opcodes.IOR,
                        Opcodes.IXOR,
                        Opcodes.ISHL,
                        Opcodes.ISHR,
                        Opcodes.IUSHR -> {
                    int right = operandEndingAt(at - 1);
                    yield right < 0 ? -1 : operandEndingAt(right - 1);
                }
                default -> -1;
            };
        }
    }
}
