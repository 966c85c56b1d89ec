package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ParameterSlots;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
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

    /**
     * Returns the predicate that the jump at an ordinal has an outcome, or empty where it cannot be asked at entry, or should not: compilers
     * make one instruction of a comparison and its jump, which costs nearly nothing where it is predicted. To find out without a branch
     * whether two numbers are equal takes one, too; whether they differ, or which is less, takes five or more.
     */
    public static Optional<EntryPredicate> of(MethodNode method, Cfg cfg, int ordinal, int outcome) {
        AbstractInsnNode node = cfg.instructions().get(ordinal);
        int opcode = node.getOpcode();
        if (!(node instanceof JumpInsnNode) || !asksEqual(opcode, outcome)) {
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
        steady.andNot(LocalStores.of(method));
        return steady;
    }

    /** Outcome 1 is that the jump is taken: its own condition; outcome 0 is the opposite one. */
    private static boolean asksEqual(int opcode, int outcome) {
        return outcome == 1
                ? opcode == Opcodes.IFEQ || opcode == Opcodes.IF_ICMPEQ
                : opcode == Opcodes.IFNE || opcode == Opcodes.IF_ICMPNE;
    }

    /** Appends code that pushes an int, 0 if the jump has the outcome, another value if not. It does not branch. */
    public void deviation(InsnList out) {
        for (int i = first; i < jump; i++) {
            out.add(cfg.instructions().get(i).clone(new HashMap<>(Map.of())));
        }
        if (Folding.twoOperands(cfg.instructions().get(jump).getOpcode())) {
            out.add(new InsnNode(Opcodes.IXOR));
        }
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
