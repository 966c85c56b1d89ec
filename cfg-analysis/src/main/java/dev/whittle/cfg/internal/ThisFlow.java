package dev.whittle.cfg.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/** Follows {@code this} through the locals and the stack of a method. */
final class ThisFlow extends Interpreter<ThisFlow.Kind> {
    /** What a value is. */
    enum Kind implements Value {
        OTHER(1),
        WIDE(2),
        MAYBE(1),
        THIS(1);

        private final int size;

        Kind(int size) {
            this.size = size;
        }

        @Override
        public int getSize() {
            return size;
        }
    }

    private final BasicInterpreter types = new BasicInterpreter();

    ThisFlow() {
        super(Opcodes.ASM9);
    }

    static Kind top(Frame<Kind> frame, int below) {
        Kind kind = frame.getStack(frame.getStackSize() - 1 - below);
        return kind == Kind.WIDE ? Kind.OTHER : kind;
    }

    static int size(Frame<Kind> frame, int below) {
        return frame.getStack(frame.getStackSize() - 1 - below).getSize();
    }

    /** True if one of the topmost values may be {@code this}. */
    static boolean anyOf(Frame<Kind> frame, int count) {
        for (int i = 0; i < count; i++) {
            if (top(frame, i) != Kind.OTHER) {
                return true;
            }
        }
        return false;
    }

    /** True if an instruction, other than a field access or constructor call, may hand {@code this} to other code. */
    static boolean shows(AbstractInsnNode node, Frame<Kind> frame) {
        int opcode = node.getOpcode();
        return switch (opcode) {
            case Opcodes.AASTORE, Opcodes.PUTSTATIC, Opcodes.ARETURN, Opcodes.ATHROW -> top(frame, 0) != Kind.OTHER;
            case Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKEINTERFACE ->
                anyOf(frame, 1 + Type.getArgumentCount(((org.objectweb.asm.tree.MethodInsnNode) node).desc));
            case Opcodes.INVOKESTATIC ->
                anyOf(frame, Type.getArgumentCount(((org.objectweb.asm.tree.MethodInsnNode) node).desc));
            case Opcodes.INVOKEDYNAMIC ->
                anyOf(frame, Type.getArgumentCount(((org.objectweb.asm.tree.InvokeDynamicInsnNode) node).desc));
            default -> false;
        };
    }

    private static @Nullable Kind plain(@Nullable BasicValue type) {
        return type == null ? null : type.getSize() == 2 ? Kind.WIDE : Kind.OTHER;
    }

    @Override
    public @Nullable Kind newValue(@Nullable Type type) {
        return plain(types.newValue(type));
    }

    @Override
    public Kind newParameterValue(boolean isInstanceMethod, int local, Type type) {
        if (isInstanceMethod && local == 0) {
            return Kind.THIS;
        }
        return type.getSize() == 2 ? Kind.WIDE : Kind.OTHER;
    }

    @Override
    public @Nullable Kind newOperation(AbstractInsnNode insn) throws AnalyzerException {
        return plain(types.newOperation(insn));
    }

    @Override
    public Kind copyOperation(AbstractInsnNode insn, Kind value) {
        return value;
    }

    @Override
    public @Nullable Kind unaryOperation(AbstractInsnNode insn, Kind value) throws AnalyzerException {
        return insn.getOpcode() == Opcodes.CHECKCAST
                ? value
                : plain(types.unaryOperation(insn, BasicValue.REFERENCE_VALUE));
    }

    @Override
    public @Nullable Kind binaryOperation(AbstractInsnNode insn, Kind a, Kind b) throws AnalyzerException {
        return plain(types.binaryOperation(insn, BasicValue.REFERENCE_VALUE, BasicValue.REFERENCE_VALUE));
    }

    @Override
    public @Nullable Kind ternaryOperation(AbstractInsnNode insn, Kind a, Kind b, Kind c) {
        return null;
    }

    @Override
    public @Nullable Kind naryOperation(AbstractInsnNode insn, List<? extends Kind> values) throws AnalyzerException {
        return plain(types.naryOperation(insn, List.of()));
    }

    @Override
    public void returnOperation(AbstractInsnNode insn, Kind value, Kind expected) {}

    @Override
    public Kind merge(Kind a, Kind b) {
        if (a == b) {
            return a;
        }
        return a == Kind.THIS || b == Kind.THIS || a == Kind.MAYBE || b == Kind.MAYBE ? Kind.MAYBE : Kind.OTHER;
    }
}
