package dev.whittle.transformer.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.TypeCheck;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Says whether a class file that is older than nests means the same in the first version that has them (docs/adr/0006 has the differences).
 * Not thread-safe.
 */
public final class Raising {
    private static final int STACK_MAPS = 50;
    private static final int JAVA_8 = 52;

    private final Members members;
    private final TypeCheck types;
    private final Map<String, String> answers = new HashMap<>();

    Raising(Members members, TypeCheck types) {
        this.members = members;
        this.types = types;
    }

    /** Returns why fragments cannot join the nest of a class, or an empty string. */
    public String refusal(ClassNode node) {
        String known = answers.get(node.name);
        if (known == null) {
            known = ClassFiles.major(node) < ClassFiles.NESTS ? old(node) : nest(node);
            answers.put(node.name, known);
        }
        return known;
    }

    /** Writes the class with a version that has nests, if it is older. */
    public static void raise(ClassNode node) {
        if (ClassFiles.major(node) < ClassFiles.NESTS) {
            node.version = ClassFiles.NESTS;
        }
    }

    private String nest(ClassNode node) {
        ClassNode host = node.nestHostClass == null ? node : members.find(node.nestHostClass);
        if (host == null) {
            return "its nest host " + node.nestHostClass + " is not there";
        }
        boolean listed = host == node
                || ClassFiles.major(host) >= ClassFiles.NESTS
                        && host.nestMembers != null
                        && host.nestMembers.contains(node.name);
        return listed ? "" : "its nest host " + host.name + " does not list it";
    }

    private String old(ClassNode node) {
        if (ClassFiles.major(node) < STACK_MAPS) {
            return "class file older than Java 6: its code has no stack maps";
        }
        String refusal = declared(node);
        for (MethodNode method : node.methods) {
            refusal = refusal.isEmpty() ? method(node, method) : refusal;
        }
        if (!refusal.isEmpty() || ClassFiles.major(node) != STACK_MAPS) {
            return refusal;
        }
        refusal = overriding(node);
        String invalid = refusal.isEmpty() ? types.refusal(node.name) : "";
        return invalid.isEmpty()
                ? refusal
                : "class file of Java 6 whose stack maps are not known to be right: " + invalid;
    }

    private static String declared(ClassNode node) {
        if (node.nestHostClass != null || node.nestMembers != null) {
            return "class file older than Java 11 with a nest, which only later ones have";
        }
        if ((node.access & Opcodes.ACC_MODULE) != 0) {
            return "class file that is marked as a module";
        }
        boolean typed = node.visibleTypeAnnotations != null
                || node.fields.stream().anyMatch(f -> f.visibleTypeAnnotations != null)
                || node.methods.stream().anyMatch(m -> m.visibleTypeAnnotations != null || m.parameters != null);
        if (typed && ClassFiles.major(node) < JAVA_8) {
            return "class file older than Java 8 with attributes that only later ones have";
        }
        for (InnerClassNode inner : node.innerClasses) {
            if (inner.innerName == null && inner.outerName != null && ClassFiles.major(node) < ClassFiles.DYNAMIC) {
                return "class file of Java 6 that says of the class " + inner.name + " what later ones may not";
            }
        }
        return "";
    }

    private static String method(ClassNode node, MethodNode method) {
        boolean initializer = method.name.equals("<clinit>");
        if (initializer && ((method.access & Opcodes.ACC_STATIC) == 0 || !method.desc.equals("()V"))) {
            return "a class initialiser that later class files may not have";
        }
        for (AbstractInsnNode insn : method.instructions) {
            String refusal = instruction(node, method, insn);
            if (!refusal.isEmpty()) {
                return refusal;
            }
        }
        return "";
    }

    private static String instruction(ClassNode node, MethodNode method, AbstractInsnNode insn) {
        int opcode = insn.getOpcode();
        if (opcode == Opcodes.JSR || opcode == Opcodes.RET) {
            return "subroutines of an old class file";
        } else if (insn instanceof FieldInsnNode put && (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)) {
            return put(node, method, put);
        } else if (insn instanceof LdcInsnNode ldc) {
            return constant(node, ldc.cst);
        } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
            String refusal = constant(node, dynamic.bsm);
            for (Object argument : dynamic.bsmArgs) {
                refusal = refusal.isEmpty() ? constant(node, argument) : refusal;
            }
            return refusal;
        } else if (insn instanceof MethodInsnNode call) {
            boolean direct = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
            return direct && call.itf && ClassFiles.major(node) < JAVA_8 ? early("call") : "";
        }
        return "";
    }

    /** From version 53 on a final field is written by the initialiser that it belongs to and by nothing else. */
    private static String put(ClassNode node, MethodNode method, FieldInsnNode put) {
        String where = put.getOpcode() == Opcodes.PUTFIELD ? "<init>" : "<clinit>";
        boolean own = node.fields.stream()
                .anyMatch(
                        f -> f.name.equals(put.name) && f.desc.equals(put.desc) && (f.access & Opcodes.ACC_FINAL) != 0);
        return own && !method.name.equals(where)
                ? method.name + " writes the final field " + put.name + ", which later class files may not"
                : "";
    }

    private static String constant(ClassNode node, Object value) {
        if (value instanceof ConstantDynamic) {
            return early("constant");
        }
        boolean method = value instanceof Handle || value instanceof Type t && t.getSort() == Type.METHOD;
        if (method && ClassFiles.major(node) < ClassFiles.DYNAMIC) {
            return early("constant");
        }
        boolean direct = value instanceof Handle h
                && h.isInterface()
                && (h.getTag() == Opcodes.H_INVOKESTATIC || h.getTag() == Opcodes.H_INVOKESPECIAL);
        return direct && ClassFiles.major(node) < JAVA_8 ? early("constant") : "";
    }

    private static String early(String what) {
        return "class file with a " + what + " of a kind that only later ones have";
    }

    /** From version 51 on a method also replaces what a method that it replaces has replaced, whatever the package. */
    private String overriding(ClassNode node) {
        String at = node.superName;
        while (at != null) {
            ClassNode above = members.find(at);
            if (above == null) {
                return "its superclass " + at + " is not there";
            }
            for (MethodNode hidden : above.methods) {
                int open = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC;
                boolean replaced = (hidden.access & open) == 0
                        && !hidden.name.equals("<init>")
                        && node.methods.stream()
                                .anyMatch(m -> m.name.equals(hidden.name) && m.desc.equals(hidden.desc));
                if (replaced && !Members.packageOf(at).equals(Members.packageOf(node.name))) {
                    return hidden.name + hidden.desc + " may replace a method of " + at + " in later class files";
                }
            }
            at = above.superName;
        }
        return "";
    }
}
