package dev.whittle.demo.count;

import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.Value;

/** Follows which values come from facts alone: a fact's field, a helper method of its class, and sums of them with constants. */
final class FactInterpreter extends Interpreter<FactInterpreter.Origin> {
    enum Kind {
        CONSTANT,
        FACT,
        OTHER
    }

    /** A value's size, where it comes from, and which constant it is. */
    record Origin(int size, Kind kind, Object constant) implements Value {
        @Override
        public int getSize() {
            return size;
        }
    }

    private final String factClass;
    private final Set<String> factFields;

    FactInterpreter(String factClass, Set<String> factFields) {
        super(Opcodes.ASM9);
        this.factClass = factClass;
        this.factFields = factFields;
    }

    @Override
    public Origin newValue(Type type) {
        return type == Type.VOID_TYPE ? null : other(type == null ? 1 : type.getSize());
    }

    @Override
    public Origin newOperation(AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (insn instanceof FieldInsnNode field) {
            boolean enumConstant = field.desc.equals("L" + field.owner + ";");
            int size = Type.getType(field.desc).getSize();
            return enumConstant ? new Origin(size, Kind.CONSTANT, field.name) : other(size);
        }
        if (insn instanceof LdcInsnNode ldc) {
            int size = ldc.cst instanceof Long || ldc.cst instanceof Double ? 2 : 1;
            return new Origin(size, Kind.CONSTANT, ldc.cst);
        }
        if (opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.SIPUSH) {
            boolean wide = opcode == Opcodes.LCONST_0
                    || opcode == Opcodes.LCONST_1
                    || opcode == Opcodes.DCONST_0
                    || opcode == Opcodes.DCONST_1;
            Object constant = insn instanceof org.objectweb.asm.tree.IntInsnNode push ? push.operand : "op" + opcode;
            return new Origin(wide ? 2 : 1, Kind.CONSTANT, constant);
        }
        return other(1);
    }

    @Override
    public Origin copyOperation(AbstractInsnNode insn, Origin value) {
        return value;
    }

    @Override
    public Origin unaryOperation(AbstractInsnNode insn, Origin value) {
        if (insn instanceof FieldInsnNode field) {
            if (field.getOpcode() == Opcodes.PUTSTATIC) {
                return null;
            }
            boolean fact = field.owner.equals(factClass) && factFields.contains(field.name);
            return new Origin(Type.getType(field.desc).getSize(), fact ? Kind.FACT : Kind.OTHER, null);
        }
        int opcode = insn.getOpcode();
        int size = switch (opcode) {
            case Opcodes.LNEG,
                    Opcodes.DNEG,
                    Opcodes.I2L,
                    Opcodes.F2L,
                    Opcodes.D2L,
                    Opcodes.I2D,
                    Opcodes.L2D,
                    Opcodes.F2D -> 2;
            default -> 1;
        };
        boolean arithmetic = opcode >= Opcodes.INEG && opcode <= Opcodes.I2S;
        return new Origin(size, arithmetic && value.kind() == Kind.FACT ? Kind.FACT : Kind.OTHER, null);
    }

    @Override
    public Origin binaryOperation(AbstractInsnNode insn, Origin left, Origin right) {
        int opcode = insn.getOpcode();
        if (opcode == Opcodes.PUTFIELD || opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE) {
            return null;
        }
        int size = switch (opcode) {
            case Opcodes.LALOAD,
                    Opcodes.DALOAD,
                    Opcodes.LADD,
                    Opcodes.DADD,
                    Opcodes.LSUB,
                    Opcodes.DSUB,
                    Opcodes.LMUL,
                    Opcodes.DMUL,
                    Opcodes.LDIV,
                    Opcodes.DDIV,
                    Opcodes.LREM,
                    Opcodes.DREM,
                    Opcodes.LSHL,
                    Opcodes.LSHR,
                    Opcodes.LUSHR,
                    Opcodes.LAND,
                    Opcodes.LOR,
                    Opcodes.LXOR -> 2;
            default -> 1;
        };
        boolean load = opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD;
        return new Origin(size, !load && fromFacts(left, right) ? Kind.FACT : Kind.OTHER, null);
    }

    /** Whether values come from facts alone, at least one of them. */
    static boolean fromFacts(Origin... values) {
        boolean fact = false;
        for (Origin value : values) {
            if (value.kind() == Kind.OTHER) {
                return false;
            }
            fact |= value.kind() == Kind.FACT;
        }
        return fact;
    }

    @Override
    public Origin ternaryOperation(AbstractInsnNode insn, Origin a, Origin b, Origin c) {
        return null;
    }

    @Override
    public Origin naryOperation(AbstractInsnNode insn, List<? extends Origin> values) {
        if (insn instanceof MethodInsnNode call) {
            Type result = Type.getReturnType(call.desc);
            if (result == Type.VOID_TYPE) {
                return null;
            }
            boolean fact = call.owner.equals(factClass) && values.size() == 1;
            return new Origin(result.getSize(), fact ? Kind.FACT : Kind.OTHER, null);
        }
        if (insn instanceof InvokeDynamicInsnNode indy) {
            return newValue(Type.getReturnType(indy.desc));
        }
        return other(1);
    }

    @Override
    public void returnOperation(AbstractInsnNode insn, Origin value, Origin expected) {}

    @Override
    public Origin merge(Origin first, Origin second) {
        // Which of two constants it is depends on the way here, and so perhaps on more than facts.
        return first.equals(second) ? first : other(Math.min(first.size(), second.size()));
    }

    private static Origin other(int size) {
        return new Origin(size, Kind.OTHER, null);
    }
}
