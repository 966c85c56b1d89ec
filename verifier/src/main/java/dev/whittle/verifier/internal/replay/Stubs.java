package dev.whittle.verifier.internal.replay;

import dev.whittle.bytecode.ClassFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes classes that stand in for an interface whose own implementations cannot be replayed, such as a device: each call is noted with its
 * arguments, and answered from made-up fields.
 */
final class Stubs {
    private static final String ANSWERS = "answers";
    private static final String CALLS = "calls";
    static final String SUFFIX = "$whittle$stub";

    private Stubs() {}

    static String name(String type) {
        return type + SUFFIX;
    }

    /** Makes a class in the interface's package. */
    static ClassNode make(Hierarchy classes, ClassNode type) {
        ClassNode node = new ClassNode();
        node.version = Opcodes.V11;
        node.access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        node.name = name(type.name);
        node.superName = "java/lang/Object";
        node.interfaces.add(type.name);
        node.fields.add(new FieldNode(0, ANSWERS, "[J", null, null));
        node.fields.add(new FieldNode(0, CALLS, "I", null, null));
        Map<String, String> fields = new LinkedHashMap<>();
        for (MethodNode each : open(classes, type)) {
            Type result = Type.getReturnType(each.desc);
            if (result.getSort() >= Type.ARRAY) {
                fields.computeIfAbsent(result.getDescriptor(), d -> "answer" + fields.size());
            }
            node.methods.add(method(node.name, type.name, each, fields));
        }
        fields.forEach((descriptor, name) -> node.fields.add(new FieldNode(0, name, descriptor, null, null)));
        return ClassFiles.parse(ClassFiles.write(node));
    }

    /** The abstract methods that no superinterface in the program implements; those of the platform stay abstract. */
    private static List<MethodNode> open(Hierarchy classes, ClassNode type) {
        List<MethodNode> all = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>();
        for (String each : classes.supers(type.name)) {
            ClassNode node = classes.find(each);
            if (node != null) {
                for (MethodNode method : node.methods) {
                    if ((method.access & Opcodes.ACC_STATIC) == 0 && seen.add(method.name + method.desc)) {
                        all.add(method);
                    }
                }
            }
        }
        all.removeIf(m -> (m.access & Opcodes.ACC_ABSTRACT) == 0);
        return all;
    }

    private static MethodNode method(String owner, String shown, MethodNode declared, Map<String, String> fields) {
        MethodNode method = new MethodNode(Opcodes.ACC_PUBLIC, declared.name, declared.desc, null, null);
        InsnList code = method.instructions;
        String call = "call of " + Text.simple(shown) + "." + declared.name;
        code.add(new LdcInsnNode(call));
        code.add(Instrument.call("event", "(Ljava/lang/String;)V"));
        int slot = 1;
        int number = 0;
        for (Type type : Type.getArgumentTypes(declared.desc)) {
            code.add(new VarInsnNode(type.getOpcode(Opcodes.ILOAD), slot));
            code.add(new LdcInsnNode("argument " + ++number));
            code.add(Instrument.call("wrote", "(" + Instrument.shown(type) + "Ljava/lang/String;)V"));
            slot += type.getSize();
        }
        answer(owner, Type.getReturnType(declared.desc), fields, code);
        return method;
    }

    private static void answer(String owner, Type result, Map<String, String> fields, InsnList code) {
        if (result.getSort() >= Type.ARRAY) {
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(new FieldInsnNode(
                    Opcodes.GETFIELD, owner, fields.getOrDefault(result.getDescriptor(), ""), result.getDescriptor()));
        } else if (result.getSort() != Type.VOID) {
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(new FieldInsnNode(Opcodes.GETFIELD, owner, ANSWERS, "[J"));
            code.add(new VarInsnNode(Opcodes.ALOAD, 0));
            code.add(new InsnNode(Opcodes.DUP));
            code.add(new FieldInsnNode(Opcodes.GETFIELD, owner, CALLS, "I"));
            code.add(new InsnNode(Opcodes.DUP_X1));
            code.add(new InsnNode(Opcodes.ICONST_1));
            code.add(new InsnNode(Opcodes.IADD));
            code.add(new FieldInsnNode(Opcodes.PUTFIELD, owner, CALLS, "I"));
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Instrument.METER, "answer", "([JI)J", false));
            convert(result, code);
        }
        code.add(new InsnNode(result.getOpcode(Opcodes.IRETURN)));
    }

    private static void convert(Type result, InsnList code) {
        switch (result.getSort()) {
            case Type.LONG -> {}
            case Type.FLOAT -> code.add(new InsnNode(Opcodes.L2F));
            case Type.DOUBLE -> code.add(new InsnNode(Opcodes.L2D));
            default -> {
                code.add(new InsnNode(Opcodes.L2I));
                if (result.getSort() == Type.BOOLEAN) {
                    code.add(new InsnNode(Opcodes.ICONST_1));
                    code.add(new InsnNode(Opcodes.IAND));
                } else if (result.getSort() == Type.BYTE) {
                    code.add(new InsnNode(Opcodes.I2B));
                } else if (result.getSort() == Type.SHORT) {
                    code.add(new InsnNode(Opcodes.I2S));
                } else if (result.getSort() == Type.CHAR) {
                    code.add(new InsnNode(Opcodes.I2C));
                }
            }
        }
    }
}
