package dev.whittle.engine.mutation;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Follows constants of type int through locals, the stack and increments, and what is null or was seen not to be through locals and the
 * stack; all else is unknown.
 */
final class Constants extends BasicInterpreter {
    /** An int that is the same in each run. */
    static final class Known extends BasicValue {
        final int value;

        Known(int value) {
            super(Type.INT_TYPE);
            this.value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Known k && k.value == value;
        }

        @Override
        public int hashCode() {
            return value;
        }
    }

    static final BasicValue NULL = new Reference();
    static final BasicValue THERE = new Reference();

    /** Equal to itself alone. */
    private static final class Reference extends BasicValue {
        Reference() {
            super(Type.getObjectType("java/lang/Object"));
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    Constants() {
        super(Opcodes.ASM9);
    }

    @Override
    public BasicValue newOperation(AbstractInsnNode node) throws AnalyzerException {
        int opcode = node.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return new Known(opcode - Opcodes.ICONST_0);
        } else if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
            return new Known(((IntInsnNode) node).operand);
        } else if (node instanceof LdcInsnNode ldc && ldc.cst instanceof Integer i) {
            return new Known(i);
        }
        return opcode == Opcodes.ACONST_NULL ? NULL : super.newOperation(node);
    }

    @Override
    public BasicValue unaryOperation(AbstractInsnNode node, BasicValue value) throws AnalyzerException {
        return node instanceof IincInsnNode inc && value instanceof Known k
                ? new Known(k.value + inc.incr)
                : super.unaryOperation(node, value);
    }

    @Override
    public BasicValue merge(BasicValue a, BasicValue b) {
        if (a.equals(b) && b.equals(a)) {
            return a;
        }
        if (a.isReference() && b.isReference()) {
            return BasicValue.REFERENCE_VALUE;
        }
        boolean ints = Type.INT_TYPE.equals(a.getType()) && Type.INT_TYPE.equals(b.getType());
        return ints ? BasicValue.INT_VALUE : super.merge(a, b);
    }

    /** Returns whether a jump is taken, or null if that is not known. */
    static Boolean taken(int opcode, Frame<BasicValue> before) {
        int top = before.getStackSize() - 1;
        if (opcode >= Opcodes.IFEQ && opcode <= Opcodes.IFLE) {
            return before.getStack(top) instanceof Known k ? holds(opcode, Integer.compare(k.value, 0)) : null;
        }
        if (opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ICMPLE) {
            return before.getStack(top - 1) instanceof Known a && before.getStack(top) instanceof Known b
                    ? holds(opcode - Opcodes.IF_ICMPEQ + Opcodes.IFEQ, Integer.compare(a.value, b.value))
                    : null;
        }
        BasicValue value = before.getStack(top);
        boolean test = opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL;
        return test && (value == NULL || value == THERE) ? (value == NULL) == (opcode == Opcodes.IFNULL) : null;
    }

    private static boolean holds(int opcode, int order) {
        return switch (opcode) {
            case Opcodes.IFEQ -> order == 0;
            case Opcodes.IFNE -> order != 0;
            case Opcodes.IFLT -> order < 0;
            case Opcodes.IFGE -> order >= 0;
            case Opcodes.IFGT -> order > 0;
            default -> order <= 0;
        };
    }
}
