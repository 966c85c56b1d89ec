package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.ParameterSlots;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Records the value before each store to a fact field, and that of each parameter that is a fact, at entry. Stateless. */
final class FactProbes {
    private FactProbes() {}

    /** @param owner internal name of the method's class */
    static void insert(String owner, MethodNode method, ClassFacts facts, FactRecorder recorder) {
        for (AbstractInsnNode node : method.instructions.toArray()) {
            boolean store = node.getOpcode() == Opcodes.PUTFIELD || node.getOpcode() == Opcodes.PUTSTATIC;
            if (store && node instanceof FieldInsnNode field && facts.isField(field.owner, field.name)) {
                Type type = Type.getType(field.desc);
                InsnList code = new InsnList();
                code.add(new InsnNode(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP));
                code.add(probe(type, recorder.number(field.owner + "." + field.name)));
                method.instructions.insertBefore(node, code);
            }
        }
        InsnList entry = new InsnList();
        int[] slots = ParameterSlots.of(method.access, method.desc);
        for (int index : facts.parameters(method)) {
            Type type = Type.getArgumentTypes(method.desc)[index];
            entry.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slots[index]));
            entry.add(probe(type, recorder.parameter(owner + "." + method.name + method.desc + "#" + index)));
        }
        method.instructions.insert(entry);
    }

    /** Shows the value on top of the stack, and takes it. */
    private static InsnList probe(Type type, int fact) {
        InsnList code = new InsnList();
        MethodInsnNode box = box(type);
        if (box != null) {
            code.add(box);
        }
        code.add(ProbeInserter.push(fact));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.FACT, Bridge.VALUE_DESCRIPTOR, false));
        return code;
    }

    /** Returns what makes an object of a value on the stack; narrow numbers become an {@code Integer}; null for a reference. */
    static @Nullable MethodInsnNode box(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> box("Integer", "I");
            case Type.LONG -> box("Long", "J");
            case Type.FLOAT -> box("Float", "F");
            case Type.DOUBLE -> box("Double", "D");
            default -> null;
        };
    }

    private static MethodInsnNode box(String type, String descriptor) {
        String owner = "java/lang/" + type;
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, "valueOf", "(" + descriptor + ")L" + owner + ";", false);
    }
}
