package dev.whittle.transformer.pass;

import dev.whittle.bytecode.ParameterSlots;
import dev.whittle.model.FactValue;
import dev.whittle.transformer.internal.IllegalRewriteException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The test at entry that a parameter has its assumed value. Stateless. */
final class EntryParameter {
    private EntryParameter() {}

    /** @param index position in the descriptor, from 0, without the receiver */
    static int slot(MethodNode method, int index) throws IllegalRewriteException {
        int[] slots = ParameterSlots.of(method.access, method.desc);
        if (index < 0 || index >= slots.length) {
            throw new IllegalRewriteException("it has no parameter " + index);
        }
        return slots[index];
    }

    /** @throws IllegalRewriteException if the value is not one of the parameter's type, or of a type that is not tested at entry */
    static void check(MethodNode method, int index, FactValue value) throws IllegalRewriteException {
        Type type = Type.getArgumentTypes(method.desc)[index];
        boolean fits = switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE, Type.SHORT, Type.CHAR, Type.INT -> value instanceof FactValue.OfInt;
            case Type.LONG -> value instanceof FactValue.OfLong;
            default -> false;
        };
        if (!fits) {
            throw new IllegalRewriteException(
                    "parameter " + index + " cannot be tested for " + value.text() + " at entry");
        }
    }

    /** Appends code that pushes an int, 0 if the parameter has the value, another value if not. It does not branch. */
    static void deviation(InsnList out, int slot, FactValue value) {
        if (value instanceof FactValue.OfInt i) {
            out.add(new VarInsnNode(Opcodes.ILOAD, slot));
            out.add(new LdcInsnNode(i.value()));
            out.add(new InsnNode(Opcodes.IXOR));
        } else if (value instanceof FactValue.OfLong l) {
            out.add(new VarInsnNode(Opcodes.LLOAD, slot));
            out.add(new LdcInsnNode(l.value()));
            out.add(new InsnNode(Opcodes.LCMP));
        }
    }
}
