package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Frames;
import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Wrong effects: stores and calls that are lost, doubled, in another order, or go elsewhere. */
final class EffectKinds {
    private EffectKinds() {}

    static List<Kind> all() {
        return List.of(
                new Kind("store lost", (d, r) -> lose(d, r, false)),
                new Kind("call lost", (d, r) -> lose(d, r, true)),
                new Kind("local store lost", EffectKinds::loseLocal),
                new Kind("store doubled", EffectKinds::doubled),
                new Kind("statement doubled", EffectKinds::doubledStatement),
                new Kind("statement lost", EffectKinds::lostStatement),
                new Kind("adjacent statements swapped", EffectKinds::reordered),
                new Kind("wrong field", EffectKinds::otherField),
                new Kind("wrong call", EffectKinds::otherCall),
                new Kind("arguments swapped", EffectKinds::swappedArguments));
    }

    private static boolean isStore(AbstractInsnNode n) {
        return n.getOpcode() == Opcodes.PUTFIELD
                || n.getOpcode() == Opcodes.PUTSTATIC
                || Code.between(n, Opcodes.IASTORE, Opcodes.SASTORE);
    }

    private static boolean isCall(AbstractInsnNode n) {
        return n instanceof MethodInsnNode m && !m.name.equals("<init>");
    }

    private static boolean lose(Draft d, Random r, boolean call) {
        AbstractInsnNode n = Code.any(d.target, r, i -> call ? isCall(i) : isStore(i));
        if (n == null) {
            return false;
        }
        Code.replace(d.target, n, Code.nothing(n));
        return true;
    }

    private static boolean loseLocal(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, i -> Code.between(i, Opcodes.ISTORE, Opcodes.ASTORE));
        if (n == null) {
            return false;
        }
        Code.replace(d.target, n, Code.nothing(n));
        return true;
    }

    private static boolean doubled(Draft d, Random r) {
        FieldInsnNode n = (FieldInsnNode) Code.any(
                d.target,
                r,
                i -> i instanceof FieldInsnNode f
                        && i.getOpcode() >= Opcodes.PUTSTATIC
                        && i.getOpcode() != Opcodes.GETFIELD
                        && Type.getType(f.desc).getSize() == 1);
        if (n == null || Code.isWriteGuard(n.getPrevious())) {
            return false;
        }
        boolean field = n.getOpcode() == Opcodes.PUTFIELD;
        d.target.instructions.insertBefore(n, new InsnNode(field ? Opcodes.DUP2 : Opcodes.DUP));
        d.target.instructions.insertBefore(n, n.clone(null));
        return true;
    }

    /** Straight pieces of code that begin and end with an empty operand stack, in order; neighbours touch unless there is a jump. */
    static List<List<AbstractInsnNode>> statements(Draft d) {
        Instructions all = Instructions.of(d.target);
        Frames frames = Frames.of(d.owner().name, d.target);
        List<List<AbstractInsnNode>> result = new ArrayList<>();
        List<AbstractInsnNode> open = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            AbstractInsnNode n = all.get(i);
            boolean empty = frames.at(i) != null && frames.at(i).stack().isEmpty();
            if (empty) {
                if (!open.isEmpty()) {
                    result.add(open);
                }
                open = new ArrayList<>();
            }
            open.add(n);
            if (ends(n)) {
                open = new ArrayList<>();
                result.add(List.of());
            }
        }
        return result;
    }

    private static boolean ends(AbstractInsnNode n) {
        return n instanceof JumpInsnNode
                || Code.between(n, Opcodes.TABLESWITCH, Opcodes.RETURN)
                || n.getOpcode() == Opcodes.ATHROW;
    }

    private static boolean jumpedTo(MethodNode m, AbstractInsnNode n) {
        for (AbstractInsnNode at = n.getPrevious(); at != null && at.getOpcode() < 0; at = at.getPrevious()) {
            AbstractInsnNode label = at;
            if (at instanceof LabelNode
                    && !Code.all(m, i -> i instanceof JumpInsnNode j && j.label == label)
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    static void swap(Draft d, List<AbstractInsnNode> first, List<AbstractInsnNode> second) {
        AbstractInsnNode at = first.get(0);
        second.forEach(n -> {
            d.target.instructions.remove(n);
            d.target.instructions.insertBefore(at, n);
        });
    }

    private static boolean reordered(Draft d, Random r) {
        List<List<AbstractInsnNode>> statements = statements(d);
        List<Integer> places = new ArrayList<>();
        for (int i = 1; i < statements.size(); i++) {
            List<AbstractInsnNode> second = statements.get(i);
            if (!statements.get(i - 1).isEmpty() && !second.isEmpty() && !jumpedTo(d.target, second.get(0))) {
                places.add(i);
            }
        }
        Integer place = Code.pick(places, r);
        if (place == null) {
            return false;
        }
        swap(d, statements.get(place - 1), statements.get(place));
        return true;
    }

    private static List<AbstractInsnNode> statement(Draft d, Random r) {
        List<List<AbstractInsnNode>> statements = statements(d);
        statements.removeIf(s -> s.isEmpty() || s.stream().anyMatch(n -> Code.isExit(n) || n instanceof JumpInsnNode));
        return Code.pick(statements, r);
    }

    private static boolean doubledStatement(Draft d, Random r) {
        List<AbstractInsnNode> statement = statement(d, r);
        if (statement == null) {
            return false;
        }
        InsnList copy = new InsnList();
        statement.forEach(n -> copy.add(n.clone(java.util.Map.of())));
        d.target.instructions.insertBefore(statement.get(0), copy);
        return true;
    }

    private static boolean lostStatement(Draft d, Random r) {
        List<AbstractInsnNode> statement = statement(d, r);
        if (statement == null) {
            return false;
        }
        statement.forEach(d.target.instructions::remove);
        return true;
    }

    private static ClassNode declaring(Draft d, String name) {
        byte[] bytes = d.twin.originals().get(name);
        return bytes == null ? null : ClassFiles.parse(bytes);
    }

    private static boolean otherField(Draft d, Random r) {
        FieldInsnNode n = (FieldInsnNode)
                Code.any(d.target, r, i -> i instanceof FieldInsnNode f && !f.owner.startsWith("dev/whittle/runtime/"));
        ClassNode owner = n == null ? null : declaring(d, n.owner);
        if (owner == null) {
            return false;
        }
        boolean isStatic = n.getOpcode() <= Opcodes.PUTSTATIC;
        FieldNode other = Code.pick(
                owner.fields.stream()
                        .filter(f -> !f.name.equals(n.name)
                                && f.desc.equals(n.desc)
                                && (f.access & Opcodes.ACC_STATIC) != 0 == isStatic)
                        .toList(),
                r);
        if (other == null) {
            return false;
        }
        n.name = other.name;
        return true;
    }

    private static boolean otherCall(Draft d, Random r) {
        MethodInsnNode n = (MethodInsnNode) Code.any(
                d.target, r, i -> isCall(i) && d.twin.originals().containsKey(((MethodInsnNode) i).owner));
        ClassNode owner = n == null ? null : declaring(d, n.owner);
        if (owner == null) {
            return false;
        }
        boolean isStatic = n.getOpcode() == Opcodes.INVOKESTATIC;
        MethodNode other = Code.pick(
                owner.methods.stream()
                        .filter(m -> !m.name.equals(n.name)
                                && m.desc.equals(n.desc)
                                && !m.name.startsWith("<")
                                && (m.access & Opcodes.ACC_STATIC) != 0 == isStatic)
                        .toList(),
                r);
        if (other == null) {
            return false;
        }
        n.name = other.name;
        return true;
    }

    private static boolean swappedArguments(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, i -> {
            Type[] types = i instanceof MethodInsnNode m
                    ? Type.getArgumentTypes(m.desc)
                    : Code.isExit(i)
                            ? Type.getArgumentTypes(((org.objectweb.asm.tree.InvokeDynamicInsnNode) i).desc)
                            : new Type[0];
            int last = types.length - 1;
            return last > 0 && types[last].equals(types[last - 1]) && types[last].getSize() == 1;
        });
        if (n == null) {
            return false;
        }
        d.target.instructions.insertBefore(n, new InsnNode(Opcodes.SWAP));
        return true;
    }
}
