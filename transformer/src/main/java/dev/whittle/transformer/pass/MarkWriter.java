package dev.whittle.transformer.pass;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import dev.whittle.transformer.internal.LocalStores;
import dev.whittle.transformer.internal.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Gives a class with facts the field that says which of them an object has, and lets each constructor write it as its last deed. A
 * constructor that never ends well leaves 0 there, which says nothing. Stateless.
 */
final class MarkWriter {
    private static final int ACCESS =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC;

    private MarkWriter() {}

    /**
     * @param facts of the program, by key
     * @return false if no fact of the class has a mark
     */
    static boolean mark(ClassNode node, Map<String, NestRewriter.Assumed> facts) {
        Map<String, NestRewriter.Assumed> own = new TreeMap<>();
        facts.forEach((key, fact) -> {
            if (fact.bit() != 0 && Members.declaring(key).equals(node.name)) {
                own.put(Members.fieldName(key), fact);
            }
        });
        if (own.isEmpty()) {
            return false;
        }
        node.fields.add(new FieldNode(ACCESS, Plan.FactUse.Folded.MARKS, "I", null, null));
        for (MethodNode method : node.methods) {
            if (method.name.equals("<init>")
                    && LocalStores.keepThis(method)
                    && assigns(method, node.name, own.keySet())) {
                for (AbstractInsnNode end : ends(method)) {
                    method.instructions.insertBefore(end, write(node.name, own));
                }
            }
        }
        return true;
    }

    /** A constructor that assigns none of the facts begins with another one of its class, which has marked the object. */
    private static boolean assigns(MethodNode constructor, String owner, Set<String> names) {
        for (AbstractInsnNode node : constructor.instructions) {
            if (node instanceof FieldInsnNode put
                    && put.getOpcode() == Opcodes.PUTFIELD
                    && put.owner.equals(owner)
                    && names.contains(put.name)) {
                return true;
            }
        }
        return false;
    }

    private static List<AbstractInsnNode> ends(MethodNode method) {
        List<AbstractInsnNode> ends = new ArrayList<>();
        for (AbstractInsnNode node : method.instructions) {
            if (node.getOpcode() == Opcodes.RETURN) {
                ends.add(node);
            }
        }
        return ends;
    }

    private static InsnList write(String owner, Map<String, NestRewriter.Assumed> facts) {
        InsnList out = new InsnList();
        out.add(new VarInsnNode(Opcodes.ALOAD, 0));
        out.add(push(0));
        facts.forEach((name, fact) -> {
            out.add(new VarInsnNode(Opcodes.ALOAD, 0));
            out.add(new FieldInsnNode(Opcodes.GETFIELD, owner, name, fact.descriptor()));
            add(out, fact);
        });
        out.add(new FieldInsnNode(Opcodes.PUTFIELD, owner, Plan.FactUse.Folded.MARKS, "I"));
        return out;
    }

    /** The marks so far and the value lie on the stack. */
    private static void add(InsnList out, NestRewriter.Assumed fact) {
        FactValue value = fact.value();
        Type type;
        if (value instanceof FactValue.OfInt i) {
            out.add(push(i.value()));
            type = Type.INT_TYPE;
        } else if (value instanceof FactValue.OfLong l) {
            out.add(new LdcInsnNode(l.value()));
            type = Type.LONG_TYPE;
        } else if (value instanceof FactValue.OfEnum e) {
            out.add(new LdcInsnNode(e.constant()));
            type = Type.getType(Object.class);
        } else {
            throw new IllegalStateException("no fact of the value " + value.text() + " is folded");
        }
        out.add(push(fact.bit()));
        Type expected = value instanceof FactValue.OfEnum ? Type.getType(String.class) : type;
        String descriptor = Type.getMethodDescriptor(Type.INT_TYPE, Type.INT_TYPE, type, expected, Type.INT_TYPE);
        out.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "dev/whittle/runtime/Marks", "add", descriptor, false));
    }

    /** The shortest instruction that pushes a number. */
    static AbstractInsnNode push(int value) {
        if (value >= -1 && value <= 5) {
            return new InsnNode(Opcodes.ICONST_0 + value);
        } else if (value == (byte) value) {
            return new IntInsnNode(Opcodes.BIPUSH, value);
        } else if (value == (short) value) {
            return new IntInsnNode(Opcodes.SIPUSH, value);
        }
        return new LdcInsnNode(value);
    }
}
