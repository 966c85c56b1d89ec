package dev.whittle.profiler.agent.internal;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Records the value before each store to a fact field. Stateless. */
final class FactProbes {
    private FactProbes() {}

    /** @param number gives the number of a fact by its key, or null if the field is no fact */
    static void insert(MethodNode method, Function<String, @Nullable Integer> number) {
        for (AbstractInsnNode node : method.instructions.toArray()) {
            boolean store = node.getOpcode() == Opcodes.PUTFIELD || node.getOpcode() == Opcodes.PUTSTATIC;
            if (store && node instanceof FieldInsnNode field) {
                Integer fact = number.apply(field.owner + "." + field.name);
                if (fact != null) {
                    method.instructions.insertBefore(node, probe(Type.getType(field.desc), fact));
                }
            }
        }
    }

    private static InsnList probe(Type type, int fact) {
        InsnList code = new InsnList();
        code.add(new InsnNode(type.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP));
        switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> code.add(box("Integer", "I"));
            case Type.LONG -> code.add(box("Long", "J"));
            case Type.FLOAT -> code.add(box("Float", "F"));
            case Type.DOUBLE -> code.add(box("Double", "D"));
            default -> {
                // A reference needs no box.
            }
        }
        code.add(ProbeInserter.push(fact));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.FACT, Bridge.VALUE_DESCRIPTOR, false));
        return code;
    }

    private static MethodInsnNode box(String type, String descriptor) {
        String owner = "java/lang/" + type;
        return new MethodInsnNode(Opcodes.INVOKESTATIC, owner, "valueOf", "(" + descriptor + ")L" + owner + ";", false);
    }
}
