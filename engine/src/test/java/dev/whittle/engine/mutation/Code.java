package dev.whittle.engine.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What mutations ask of code. */
final class Code {
    private Code() {}

    static boolean isExit(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().endsWith("runtime/Cold");
    }

    static boolean isGuard(AbstractInsnNode n) {
        return facts(n) && ((InvokeDynamicInsnNode) n).name.equals("holds");
    }

    static boolean isWriteGuard(AbstractInsnNode n) {
        return facts(n) && ((InvokeDynamicInsnNode) n).name.equals("wrote");
    }

    private static boolean facts(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().endsWith("runtime/Facts");
    }

    static int fragment(InvokeDynamicInsnNode exit) {
        String reference = (String) exit.bsmArgs[1];
        return Integer.parseInt(reference.substring(0, reference.indexOf('|')));
    }

    static List<AbstractInsnNode> all(MethodNode m, Predicate<AbstractInsnNode> what) {
        List<AbstractInsnNode> found = new ArrayList<>();
        for (AbstractInsnNode n : m.instructions) {
            if (what.test(n)) {
                found.add(n);
            }
        }
        return found;
    }

    /** Returns one of the instructions, or null if there is none. */
    static AbstractInsnNode any(MethodNode m, Random random, Predicate<AbstractInsnNode> what) {
        return pick(all(m, what), random);
    }

    static <T> T pick(List<T> list, Random random) {
        return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
    }

    static boolean between(AbstractInsnNode n, int from, int to) {
        return n.getOpcode() >= from && n.getOpcode() <= to;
    }

    static boolean isLoad(AbstractInsnNode n) {
        return between(n, Opcodes.ILOAD, Opcodes.ALOAD);
    }

    static boolean isConditional(AbstractInsnNode n) {
        return n instanceof JumpInsnNode && n.getOpcode() != Opcodes.GOTO;
    }

    static int opposite(int jump) {
        return jump >= Opcodes.IFNULL ? jump ^ 1 : (jump + 1 ^ 1) - 1;
    }

    /** Returns the int or long that an instruction pushes, or null. */
    static Number constant(AbstractInsnNode n) {
        if (between(n, Opcodes.ICONST_M1, Opcodes.ICONST_5)) {
            return n.getOpcode() - Opcodes.ICONST_0;
        }
        if (between(n, Opcodes.LCONST_0, Opcodes.LCONST_1)) {
            return (long) n.getOpcode() - Opcodes.LCONST_0;
        }
        if (between(n, Opcodes.BIPUSH, Opcodes.SIPUSH)) {
            return ((IntInsnNode) n).operand;
        }
        return n instanceof LdcInsnNode l && (l.cst instanceof Integer || l.cst instanceof Long)
                ? (Number) l.cst
                : null;
    }

    static AbstractInsnNode push(Number value) {
        if (value instanceof Long) {
            return new LdcInsnNode(value);
        }
        int v = value.intValue();
        if (v >= -1 && v <= 5) {
            return new InsnNode(Opcodes.ICONST_0 + v);
        }
        return v == (short) v ? new IntInsnNode(Opcodes.SIPUSH, v) : new LdcInsnNode(v);
    }

    static InsnNode pop(int size) {
        return new InsnNode(size == 2 ? Opcodes.POP2 : Opcodes.POP);
    }

    static void zero(InsnList list, Type type) {
        switch (type.getSort()) {
            case Type.VOID -> {}
            case Type.LONG -> list.add(new InsnNode(Opcodes.LCONST_0));
            case Type.DOUBLE -> list.add(new InsnNode(Opcodes.DCONST_0));
            case Type.FLOAT -> list.add(new InsnNode(Opcodes.FCONST_0));
            case Type.ARRAY, Type.OBJECT -> list.add(new InsnNode(Opcodes.ACONST_NULL));
            default -> list.add(new InsnNode(Opcodes.ICONST_0));
        }
    }

    /** Returns code that takes what a store or call takes, and leaves zero where it leaves something. */
    static InsnList nothing(AbstractInsnNode n) {
        InsnList list = new InsnList();
        if (n instanceof FieldInsnNode f) {
            list.add(pop(Type.getType(f.desc).getSize()));
            if (f.getOpcode() == Opcodes.PUTFIELD) {
                list.add(pop(1));
            }
        } else if (n instanceof MethodInsnNode m) {
            Type[] types = Type.getArgumentTypes(m.desc);
            for (int i = types.length - 1; i >= 0; i--) {
                list.add(pop(types[i].getSize()));
            }
            if (m.getOpcode() != Opcodes.INVOKESTATIC) {
                list.add(pop(1));
            }
            zero(list, Type.getReturnType(m.desc));
        } else if (between(n, Opcodes.ISTORE, Opcodes.ASTORE)) {
            list.add(pop(n.getOpcode() == Opcodes.LSTORE || n.getOpcode() == Opcodes.DSTORE ? 2 : 1));
        } else {
            list.add(pop(n.getOpcode() == Opcodes.LASTORE || n.getOpcode() == Opcodes.DASTORE ? 2 : 1));
            list.add(pop(2));
        }
        return list;
    }

    static void replace(MethodNode m, AbstractInsnNode n, InsnList list) {
        m.instructions.insert(n, list);
        m.instructions.remove(n);
    }

    static LabelNode labelAfter(MethodNode m, AbstractInsnNode n) {
        LabelNode label = new LabelNode();
        m.instructions.insert(n, label);
        return label;
    }

    /** Each takes the other's local. */
    static void exchange(VarInsnNode a, VarInsnNode b) {
        int slot = a.var;
        a.var = b.var;
        b.var = slot;
    }
}
