package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Justifies that a class file older than nests was written in the first version that has them: whatever the JVM takes differently between
 * the two versions must not be there. docs/adr/0006 lists it.
 */
final class Raise {
    private static final int OLDEST = 50;
    private static final int JAVA_8 = 52;
    /** What is replaced by the same rule in all versions, or never. */
    private static final int SETTLED =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;

    private final World world;

    Raise(World world) {
        this.world = world;
    }

    /** True of a class file whose nest members the JVM does not look at. */
    static boolean isOld(ClassNode node) {
        return ClassFiles.major(node) < ClassFiles.NESTS;
    }

    /** Returns why the change of version changes what the class means, or an empty string. */
    String finding(ClassNode before, ClassNode after) {
        if (before.version == after.version) {
            return "";
        }
        int major = ClassFiles.major(before);
        if (after.version != ClassFiles.NESTS || major < OLDEST || major >= ClassFiles.NESTS) {
            return "its version changed from " + major + " to " + ClassFiles.major(after);
        }
        String reason = obstacle(before, major);
        return reason.isEmpty() ? "" : "its version was raised, and it " + reason;
    }

    private String obstacle(ClassNode node, int major) {
        if (node.nestHostClass != null || node.nestMembers != null) {
            return "names a nest that was not looked at";
        }
        if ((node.access & Opcodes.ACC_MODULE) != 0) {
            return "is marked as a module";
        }
        if (major < JAVA_8 && hasLaterAttributes(node)) {
            return "has attributes that were not looked at";
        }
        Set<String> finals = new HashSet<>();
        for (FieldNode field : node.fields) {
            if ((field.access & Opcodes.ACC_FINAL) != 0) {
                finals.add(field.name + ":" + field.desc);
            }
        }
        for (MethodNode method : node.methods) {
            if (method.name.equals("<clinit>")
                    && !(method.desc.equals("()V") && (method.access & Opcodes.ACC_STATIC) != 0)) {
                return "has a class initialiser of another shape";
            }
            for (AbstractInsnNode insn : method.instructions) {
                String reason = obstacle(insn, method, major, finals);
                if (!reason.isEmpty()) {
                    return reason;
                }
            }
        }
        return major == OLDEST ? oldest(node) : "";
    }

    private static boolean hasLaterAttributes(ClassNode node) {
        return node.visibleTypeAnnotations != null
                || node.fields.stream().anyMatch(f -> f.visibleTypeAnnotations != null)
                || node.methods.stream().anyMatch(m -> m.visibleTypeAnnotations != null || m.parameters != null);
    }

    private static String obstacle(AbstractInsnNode insn, MethodNode method, int major, Set<String> finals) {
        int opcode = insn.getOpcode();
        if (opcode == Opcodes.JSR || opcode == Opcodes.RET) {
            return "has subroutines";
        }
        if (insn instanceof FieldInsnNode f && (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)) {
            String only = opcode == Opcodes.PUTFIELD ? "<init>" : "<clinit>";
            boolean late = finals.contains(f.name + ":" + f.desc) && !method.name.equals(only);
            return late ? "writes the final field " + f.name + " in " + method.name : "";
        }
        if (insn instanceof MethodInsnNode call && call.itf && opcode != Opcodes.INVOKEINTERFACE && major < JAVA_8) {
            return "calls a method of an interface directly";
        }
        if (insn instanceof LdcInsnNode ldc) {
            return constant(ldc.cst, major);
        }
        if (insn instanceof InvokeDynamicInsnNode dynamic) {
            String reason = constant(dynamic.bsm, major);
            for (Object argument : dynamic.bsmArgs) {
                reason = reason + constant(argument, major);
            }
            return reason;
        }
        return "";
    }

    /** Constants that the old version does not allow: a class that has them does not run, and must not begin to. */
    private static String constant(Object value, int major) {
        boolean method = value instanceof Handle || value instanceof Type t && t.getSort() == Type.METHOD;
        boolean direct = value instanceof Handle h
                && h.isInterface()
                && (h.getTag() == Opcodes.H_INVOKESTATIC || h.getTag() == Opcodes.H_INVOKESPECIAL);
        boolean tooNew =
                value instanceof ConstantDynamic || method && major < ClassFiles.DYNAMIC || direct && major < JAVA_8;
        return tooNew ? "has a constant that its version does not allow" : "";
    }

    /** What holds of version 50 alone: stack maps may be wrong, and methods are replaced in fewer cases. */
    private String oldest(ClassNode node) {
        for (InnerClassNode inner : node.innerClasses) {
            if (inner.innerName == null && inner.outerName != null) {
                return "has an anonymous class with an outer one";
            }
        }
        Set<String> declared = new HashSet<>();
        node.methods.forEach(m -> declared.add(m.name + m.desc));
        String at = node.superName;
        while (at != null) {
            ClassNode above = world.find(at);
            if (above == null) {
                return "has a superclass that is not there: " + at;
            }
            boolean near = World.packageOf(at).equals(World.packageOf(node.name));
            for (MethodNode m : above.methods) {
                boolean open = (m.access & SETTLED) == 0 && !m.name.equals("<init>");
                if (!near && open && declared.contains(m.name + m.desc)) {
                    return "may replace " + m.name + m.desc + " of " + at;
                }
            }
            at = above.superName;
        }
        String invalid = world.typeCheck().refusal(node.name);
        return invalid.isEmpty() ? "" : "has stack maps that are not known to be right: " + invalid;
    }
}
