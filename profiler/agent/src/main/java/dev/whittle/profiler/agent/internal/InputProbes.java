package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.ParameterSlots;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Shows the arguments of the first entries of a method to the bridge. Stateless. */
final class InputProbes {
    private InputProbes() {}

    /**
     * @param frames whether the class file has stack map frames
     * @param counter of the method's entries, in the counters of its class
     */
    static void insert(String owner, MethodNode method, boolean frames, int classId, int counter, int site) {
        InsnList code = new InsnList();
        LabelNode later = new LabelNode();
        code.add(ProbeInserter.push(classId));
        code.add(ProbeInserter.push(counter));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.EARLY, Bridge.EARLY_DESCRIPTOR, false));
        code.add(new JumpInsnNode(Opcodes.IFEQ, later));
        Type[] types = Type.getArgumentTypes(method.desc);
        int[] slots = ParameterSlots.of(method.access, method.desc);
        code.add(ProbeInserter.push(types.length));
        code.add(new TypeInsnNode(Opcodes.ANEWARRAY, "java/lang/Object"));
        for (int i = 0; i < types.length; i++) {
            code.add(new InsnNode(Opcodes.DUP));
            code.add(ProbeInserter.push(i));
            code.add(new VarInsnNode(types[i].getOpcode(Opcodes.ILOAD), slots[i]));
            MethodInsnNode box = FactProbes.box(types[i]);
            if (box != null) {
                code.add(box);
            }
            code.add(new InsnNode(Opcodes.AASTORE));
        }
        code.add(ProbeInserter.push(site));
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.INPUT, Bridge.VALUE_DESCRIPTOR, false));
        code.add(later);
        if (frames) {
            Object[] locals = entryLocals(owner, method, types);
            code.add(new FrameNode(Opcodes.F_NEW, locals.length, locals, 0, new Object[0]));
            // The method's own first frame must not stand at the same place.
            code.add(new InsnNode(Opcodes.NOP));
        }
        method.instructions.insert(code);
    }

    private static Object[] entryLocals(String owner, MethodNode method, Type[] types) {
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        Object[] locals = new Object[types.length + (isStatic ? 0 : 1)];
        int at = 0;
        if (!isStatic) {
            locals[at++] = method.name.equals("<init>") ? Opcodes.UNINITIALIZED_THIS : owner;
        }
        for (Type type : types) {
            Object simple = simple(type);
            locals[at++] = simple == null ? type.getInternalName() : simple;
        }
        return locals;
    }

    private static @Nullable Object simple(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.INTEGER;
            case Type.LONG -> Opcodes.LONG;
            case Type.FLOAT -> Opcodes.FLOAT;
            case Type.DOUBLE -> Opcodes.DOUBLE;
            default -> null;
        };
    }
}
