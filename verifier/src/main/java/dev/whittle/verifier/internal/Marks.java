package dev.whittle.verifier.internal;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The field in which objects say which facts they have, and the code at the end of constructors that writes it: each fact is compared with the
 * value that is claimed, and what comes of it is stored as the last thing before the constructor returns. Code that is nearly that is not it.
 */
final class Marks {
    static final String FIELD = Plan.FactUse.Folded.MARKS;

    private static final int ACCESS =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC;
    private static final int HEAD = 2;
    private static final int EACH = 5;

    private final Map<String, Map<String, Plan.FactPlan>> byOwner = new TreeMap<>();

    Marks(List<Plan.FactPlan> claims) {
        for (Plan.FactPlan claim : claims) {
            if (claim.bit() != 0) {
                byOwner.computeIfAbsent(claim.field().owner(), o -> new TreeMap<>())
                        .put(claim.field().name() + ":" + claim.field().descriptor(), claim);
            }
        }
    }

    boolean none() {
        return byOwner.isEmpty();
    }

    boolean has(String owner) {
        return byOwner.containsKey(owner);
    }

    /** Returns true if two facts of a class would have one bit, so that it speaks of neither. */
    boolean clash(String owner) {
        Map<String, Plan.FactPlan> facts = byOwner.getOrDefault(owner, Map.of());
        return facts.values().stream().map(Plan.FactPlan::bit).distinct().count() != facts.size();
    }

    static boolean isField(FieldNode field) {
        return field.name.equals(FIELD)
                && field.desc.equals("I")
                && field.access == ACCESS
                && field.value == null
                && field.signature == null
                && field.visibleAnnotations == null
                && field.invisibleAnnotations == null
                && field.visibleTypeAnnotations == null
                && field.invisibleTypeAnnotations == null
                && field.attrs == null;
    }

    /** Returns the class without the field, if it may have it and it is the last. The class that is given does not change. */
    ClassNode strip(ClassNode node) {
        int last = node.fields.size() - 1;
        if (!has(node.name) || last < 0 || !isField(node.fields.get(last))) {
            return node;
        }
        ClassNode copy = new ClassNode();
        node.accept(copy);
        copy.fields.remove(last);
        return copy;
    }

    /** Takes the code that writes marks out of a constructor, where it is what it has to be. */
    void strip(String owner, MethodNode constructor) {
        if (!has(owner) || !constructor.name.equals("<init>")) {
            return;
        }
        for (AbstractInsnNode node : constructor.instructions.toArray()) {
            if (node instanceof FieldInsnNode put && isWrite(put)) {
                writes(owner, constructor, put).forEach(constructor.instructions::remove);
            }
        }
    }

    static boolean isWrite(AbstractInsnNode node) {
        return node instanceof FieldInsnNode put && put.getOpcode() == Opcodes.PUTFIELD && put.name.equals(FIELD);
    }

    /** Returns the instructions that compute and store marks up to a store, or nothing if they are not exactly that. */
    List<AbstractInsnNode> writes(String owner, MethodNode constructor, FieldInsnNode put) {
        Map<String, Plan.FactPlan> facts = byOwner.getOrDefault(owner, Map.of());
        List<AbstractInsnNode> row = new ArrayList<>();
        AbstractInsnNode at = put;
        for (int i = 0; i < HEAD + EACH * facts.size() + 1; i++) {
            if (at == null || at.getOpcode() < 0) {
                return List.of();
            }
            row.add(0, at);
            at = at.getPrevious();
        }
        AbstractInsnNode next = put.getNext();
        boolean last = next != null && next.getOpcode() == Opcodes.RETURN;
        boolean right = put.owner.equals(owner)
                && put.desc.equals("I")
                && last
                && keepsThis(constructor)
                && isThis(row.get(0))
                && Integer.valueOf(0).equals(number(row.get(1)))
                && compares(owner, row.subList(HEAD, row.size() - 1), facts);
        return right ? row : List.of();
    }

    private static boolean keepsThis(MethodNode constructor) {
        for (AbstractInsnNode node : constructor.instructions) {
            if (node.getOpcode() == Opcodes.ASTORE && ((VarInsnNode) node).var == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean compares(String owner, List<AbstractInsnNode> row, Map<String, Plan.FactPlan> facts) {
        Set<String> met = new HashSet<>();
        for (int i = 0; i < row.size(); i += EACH) {
            if (!isThis(row.get(i))
                    || !(row.get(i + 1) instanceof FieldInsnNode read)
                    || read.getOpcode() != Opcodes.GETFIELD
                    || !read.owner.equals(owner)) {
                return false;
            }
            Plan.FactPlan claim = facts.get(read.name + ":" + read.desc);
            if (claim == null
                    || !met.add(read.name + ":" + read.desc)
                    || !expects(claim.value(), row.get(i + 2))
                    || !Integer.valueOf(claim.bit()).equals(number(row.get(i + 3)))
                    || !adds(claim.value(), row.get(i + 4))) {
                return false;
            }
        }
        return met.size() == facts.size();
    }

    private static boolean isThis(AbstractInsnNode node) {
        return node.getOpcode() == Opcodes.ALOAD && ((VarInsnNode) node).var == 0;
    }

    private static boolean expects(FactValue value, AbstractInsnNode node) {
        if (value instanceof FactValue.OfInt i) {
            return Integer.valueOf(i.value()).equals(number(node));
        }
        Object constant = node instanceof LdcInsnNode ldc ? ldc.cst : null;
        return value instanceof FactValue.OfLong l && Long.valueOf(l.value()).equals(constant)
                || value instanceof FactValue.OfEnum e && e.constant().equals(constant);
    }

    private static boolean adds(FactValue value, AbstractInsnNode node) {
        String compared = value instanceof FactValue.OfLong
                ? "JJ"
                : value instanceof FactValue.OfEnum ? "Ljava/lang/Object;Ljava/lang/String;" : "II";
        return node instanceof MethodInsnNode call
                && call.getOpcode() == Opcodes.INVOKESTATIC
                && call.owner.equals("dev/whittle/runtime/Marks")
                && call.name.equals("add")
                && call.desc.equals("(I" + compared + "I)I")
                && !call.itf;
    }

    /** Returns the int that an instruction pushes, or null. */
    static @Nullable Integer number(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
            return opcode - Opcodes.ICONST_0;
        } else if (opcode == Opcodes.BIPUSH || opcode == Opcodes.SIPUSH) {
            return ((IntInsnNode) node).operand;
        }
        return node instanceof LdcInsnNode ldc && ldc.cst instanceof Integer i ? i : null;
    }
}
