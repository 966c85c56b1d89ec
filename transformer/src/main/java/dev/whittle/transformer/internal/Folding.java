package dev.whittle.transformer.internal;

import dev.whittle.model.FactValue;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * What instructions make of constants. A constant is an Integer, a Long, {@code owner.NAME} of an enum constant, or {@link #NULL}; Java
 * null stands for what is not known. Stateless.
 */
final class Folding {
    static final String NULL = "null";

    private Folding() {}

    /** Returns what a constant instruction pushes, or null if it is another instruction or pushes something else. */
    static @Nullable Object pushed(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return opcode - Opcodes.ICONST_0;
        } else if (node instanceof IntInsnNode i && opcode != Opcodes.NEWARRAY) {
            return i.operand;
        } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
            return (long) (opcode - Opcodes.LCONST_0);
        } else if (opcode == Opcodes.ACONST_NULL) {
            return NULL;
        }
        return node instanceof LdcInsnNode ldc && (ldc.cst instanceof Integer || ldc.cst instanceof Long)
                ? ldc.cst
                : null;
    }

    /** Returns a fact's value as a constant, or null if it cannot be folded. */
    static @Nullable Object constant(FactValue fact, String descriptor) {
        if (fact instanceof FactValue.OfInt i) {
            return i.value();
        } else if (fact instanceof FactValue.OfLong l) {
            return l.value();
        } else if (fact instanceof FactValue.OfEnum e) {
            return Type.getType(descriptor).getInternalName() + "." + e.constant();
        }
        return fact instanceof FactValue.OfNull ? NULL : null;
    }

    /** Returns whether a conditional jump is taken, or null if that is not known. */
    static @Nullable Boolean taken(int opcode, @Nullable Object a, @Nullable Object b) {
        if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
            return a == null ? null : a.equals(NULL) == (opcode == Opcodes.IFNULL);
        }
        if (opcode == Opcodes.IF_ACMPEQ || opcode == Opcodes.IF_ACMPNE) {
            return a == null || b == null ? null : a.equals(b) == (opcode == Opcodes.IF_ACMPEQ);
        }
        Object right = opcode < Opcodes.IF_ICMPEQ ? Integer.valueOf(0) : b;
        if (!(a instanceof Integer x) || !(right instanceof Integer y)) {
            return null;
        }
        int order = Integer.compare(x, y);
        return switch (opcode) {
            case Opcodes.IFEQ, Opcodes.IF_ICMPEQ -> order == 0;
            case Opcodes.IFNE, Opcodes.IF_ICMPNE -> order != 0;
            case Opcodes.IFLT, Opcodes.IF_ICMPLT -> order < 0;
            case Opcodes.IFGE, Opcodes.IF_ICMPGE -> order >= 0;
            case Opcodes.IFGT, Opcodes.IF_ICMPGT -> order > 0;
            case Opcodes.IFLE, Opcodes.IF_ICMPLE -> order <= 0;
            default -> null;
        };
    }

    /** Returns true if a conditional jump compares two operands. */
    static boolean twoOperands(int opcode) {
        return opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
    }

    /** Returns the outcome of a switch for a key: the case's index, or the number of cases for the default; -1 if it is no switch. */
    static int outcome(AbstractInsnNode node, int key) {
        if (node instanceof TableSwitchInsnNode s) {
            return key >= s.min && key <= s.max ? key - s.min : s.labels.size();
        }
        if (node instanceof LookupSwitchInsnNode s) {
            int at = s.keys.indexOf(key);
            return at < 0 ? s.labels.size() : at;
        }
        return -1;
    }

    static @Nullable Object unary(int opcode, @Nullable Object value) {
        if (value instanceof Integer i) {
            return switch (opcode) {
                case Opcodes.INEG -> -i;
                case Opcodes.I2L -> (long) i;
                case Opcodes.I2B -> (int) (byte) (int) i;
                case Opcodes.I2C -> (int) (char) (int) i;
                case Opcodes.I2S -> (int) (short) (int) i;
                default -> null;
            };
        }
        if (value instanceof Long l) {
            return switch (opcode) {
                case Opcodes.LNEG -> (Object) (-l);
                case Opcodes.L2I -> (int) (long) l;
                default -> null;
            };
        }
        return null;
    }

    static @Nullable Object binary(int opcode, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Integer a && right instanceof Integer b) {
            return switch (opcode) {
                case Opcodes.IADD -> a + b;
                case Opcodes.ISUB -> a - b;
                case Opcodes.IMUL -> a * b;
                case Opcodes.IAND -> a & b;
                case Opcodes.IOR -> a | b;
                case Opcodes.IXOR -> a ^ b;
                case Opcodes.ISHL -> a << b;
                case Opcodes.ISHR -> a >> b;
                case Opcodes.IUSHR -> a >>> b;
                default -> null;
            };
        }
        if (left instanceof Long a && right instanceof Long b) {
            return switch (opcode) {
                case Opcodes.LCMP -> (Object) Long.compare(a, b);
                case Opcodes.LADD -> a + b;
                case Opcodes.LSUB -> a - b;
                case Opcodes.LAND -> a & b;
                case Opcodes.LOR -> a | b;
                case Opcodes.LXOR -> a ^ b;
                default -> null;
            };
        }
        return null;
    }
}
