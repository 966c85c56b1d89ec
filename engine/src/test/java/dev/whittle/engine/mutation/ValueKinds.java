package dev.whittle.engine.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Wrong values: locals, constants, operators, types. */
final class ValueKinds {
    /** Opcodes of which each may stand for another of its group. */
    private static final List<List<Integer>> SHAPES = List.of(
            List.of(Opcodes.IADD, Opcodes.ISUB, Opcodes.IMUL, Opcodes.IAND, Opcodes.IOR, Opcodes.IXOR),
            List.of(Opcodes.IDIV, Opcodes.IREM),
            List.of(Opcodes.ISHL, Opcodes.ISHR, Opcodes.IUSHR),
            List.of(Opcodes.LADD, Opcodes.LSUB, Opcodes.LMUL, Opcodes.LAND, Opcodes.LOR, Opcodes.LXOR),
            List.of(Opcodes.LSHL, Opcodes.LSHR, Opcodes.LUSHR),
            List.of(Opcodes.DADD, Opcodes.DSUB, Opcodes.DMUL, Opcodes.DDIV),
            List.of(Opcodes.FCMPL, Opcodes.FCMPG),
            List.of(Opcodes.DCMPL, Opcodes.DCMPG),
            List.of(Opcodes.INEG, Opcodes.NOP));

    private static final List<Integer> NARROWING = List.of(Opcodes.I2B, Opcodes.I2C, Opcodes.I2S);
    private static final Set<Integer> INT_PAIRS = Set.of(
            Opcodes.IADD,
            Opcodes.ISUB,
            Opcodes.IMUL,
            Opcodes.IDIV,
            Opcodes.IREM,
            Opcodes.IAND,
            Opcodes.IOR,
            Opcodes.IXOR,
            Opcodes.ISHL,
            Opcodes.ISHR,
            Opcodes.IF_ICMPEQ,
            Opcodes.IF_ICMPNE,
            Opcodes.IF_ICMPLT,
            Opcodes.IF_ICMPLE,
            Opcodes.IF_ICMPGT,
            Opcodes.IF_ICMPGE);

    private ValueKinds() {}

    static List<Kind> all() {
        return List.of(
                new Kind("another local", ValueKinds::otherLocal),
                new Kind("two loads of one type swapped", ValueKinds::swappedLoads),
                new Kind("store to another local", ValueKinds::otherStore),
                new Kind("wrong constant", (d, r) -> constant(d, r, 2 + r.nextInt(100))),
                new Kind("off by one", (d, r) -> constant(d, r, r.nextBoolean() ? 1 : -1)),
                new Kind("wrong increment", ValueKinds::increment),
                new Kind("wrong operator", ValueKinds::operator),
                new Kind("operands swapped", ValueKinds::swapped),
                new Kind("conversion dropped", (d, r) -> narrowing(d, r, true)),
                new Kind("conversion of another type", (d, r) -> narrowing(d, r, false)),
                new Kind("checkcast dropped", ValueKinds::dropCast),
                new Kind("type changed", ValueKinds::otherType),
                new Kind("returns another local", ValueKinds::otherReturn),
                new Kind("another text", ValueKinds::text),
                new Kind("null instead of a local", ValueKinds::nothing));
    }

    private static VarInsnNode load(Draft d, Random r) {
        return (VarInsnNode) Code.any(d.target, r, Code::isLoad);
    }

    private static boolean otherLocal(Draft d, Random r) {
        VarInsnNode load = load(d, r);
        return load != null && elsewhere(load, slots(d, load.getOpcode()), r);
    }

    /** Locals that hold a value of the type somewhere. */
    private static List<Integer> slots(Draft d, int load) {
        int store = load + Opcodes.ISTORE - Opcodes.ILOAD;
        List<Integer> slots = new ArrayList<>();
        for (AbstractInsnNode n : d.target.instructions) {
            if (n instanceof VarInsnNode v && (v.getOpcode() == load || v.getOpcode() == store)) {
                if (!slots.contains(v.var)) {
                    slots.add(v.var);
                }
            }
        }
        return slots;
    }

    private static boolean elsewhere(VarInsnNode n, List<Integer> slots, Random r) {
        slots.remove((Integer) n.var);
        Integer slot = Code.pick(slots, r);
        if (slot != null) {
            n.var = slot;
        }
        return slot != null;
    }

    private static boolean swappedLoads(Draft d, Random r) {
        VarInsnNode a = load(d, r);
        if (a == null) {
            return false;
        }
        // Near ones are arguments of one call or exit, or operands of one operator.
        List<AbstractInsnNode> near = new ArrayList<>();
        AbstractInsnNode at = a.getNext();
        for (int i = 0; i < 6 && at != null; i++, at = at.getNext()) {
            if (at instanceof VarInsnNode b && b.getOpcode() == a.getOpcode() && b.var != a.var) {
                near.add(b);
            }
        }
        VarInsnNode b = (VarInsnNode) Code.pick(near, r);
        if (b == null) {
            return false;
        }
        Code.exchange(a, b);
        return true;
    }

    private static boolean otherStore(Draft d, Random r) {
        VarInsnNode store = (VarInsnNode) Code.any(d.target, r, n -> Code.between(n, Opcodes.ISTORE, Opcodes.ASTORE));
        return store != null && elsewhere(store, slots(d, store.getOpcode() - Opcodes.ISTORE + Opcodes.ILOAD), r);
    }

    private static boolean constant(Draft d, Random r, int by) {
        AbstractInsnNode n = Code.any(d.target, r, i -> Code.constant(i) != null);
        if (n == null) {
            return false;
        }
        Number old = Code.constant(n);
        Number value = old instanceof Long l ? (Number) (l + by) : (Number) (old.intValue() + by);
        d.target.instructions.set(n, Code.push(value));
        return true;
    }

    private static boolean increment(Draft d, Random r) {
        IincInsnNode n = (IincInsnNode) Code.any(d.target, r, i -> i instanceof IincInsnNode);
        if (n == null) {
            return false;
        }
        switch (r.nextInt(3)) {
            case 0 -> n.incr = -n.incr;
            case 1 -> n.incr++;
            default -> {
                return elsewhere(n, slots(d, Opcodes.ILOAD), r);
            }
        }
        return true;
    }

    private static boolean elsewhere(IincInsnNode n, List<Integer> slots, Random r) {
        slots.remove((Integer) n.var);
        Integer slot = Code.pick(slots, r);
        if (slot != null) {
            n.var = slot;
        }
        return slot != null;
    }

    private static boolean operator(Draft d, Random r) {
        AbstractInsnNode n = Code.any(
                d.target, r, i -> i instanceof InsnNode && SHAPES.stream().anyMatch(s -> s.contains(i.getOpcode())));
        if (n == null) {
            return false;
        }
        List<Integer> others = new ArrayList<>(SHAPES.stream()
                .filter(s -> s.contains(n.getOpcode()))
                .findFirst()
                .orElseThrow());
        others.removeIf(o -> o == n.getOpcode());
        Integer other = Code.pick(others, r);
        if (other == null) {
            return false;
        }
        d.target.instructions.set(n, new InsnNode(other));
        return true;
    }

    private static boolean swapped(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, i -> INT_PAIRS.contains(i.getOpcode()));
        if (n == null) {
            return false;
        }
        d.target.instructions.insertBefore(n, new InsnNode(Opcodes.SWAP));
        return true;
    }

    private static boolean narrowing(Draft d, Random r, boolean drop) {
        AbstractInsnNode n = Code.any(d.target, r, i -> NARROWING.contains(i.getOpcode()));
        if (n == null) {
            return false;
        }
        if (drop) {
            d.target.instructions.remove(n);
            return true;
        }
        int other = NARROWING.get((NARROWING.indexOf(n.getOpcode()) + 1 + r.nextInt(2)) % 3);
        d.target.instructions.set(n, new InsnNode(other));
        return true;
    }

    /** What uses the value of a dropped cast is often invalid then: such mutants are dropped too. */
    private static boolean dropCast(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, i -> i.getOpcode() == Opcodes.CHECKCAST);
        if (n == null) {
            return false;
        }
        d.target.instructions.remove(n);
        return true;
    }

    private static boolean otherType(Draft d, Random r) {
        TypeInsnNode n = (TypeInsnNode)
                Code.any(d.target, r, i -> i.getOpcode() == Opcodes.CHECKCAST || i.getOpcode() == Opcodes.INSTANCEOF);
        if (n == null) {
            return false;
        }
        List<String> types = new ArrayList<>(
                List.of("java/lang/Object", "java/lang/Number", "java/lang/Integer", "java/lang/String", d.hot.name));
        types.remove(n.desc);
        n.desc = Code.pick(types, r);
        return true;
    }

    private static boolean otherReturn(Draft d, Random r) {
        AbstractInsnNode n = Code.any(
                d.target, r, i -> Code.between(i, Opcodes.IRETURN, Opcodes.ARETURN) && !Code.isExit(i.getPrevious()));
        if (n == null) {
            return false;
        }
        int load = n.getOpcode() - Opcodes.IRETURN + Opcodes.ILOAD;
        Integer slot = Code.pick(slots(d, load), r);
        if (slot == null) {
            return false;
        }
        boolean wide = load == Opcodes.LLOAD || load == Opcodes.DLOAD;
        d.target.instructions.insertBefore(n, Code.pop(wide ? 2 : 1));
        d.target.instructions.insertBefore(n, new VarInsnNode(load, slot));
        return true;
    }

    private static boolean text(Draft d, Random r) {
        LdcInsnNode n = (LdcInsnNode) Code.any(
                d.target, r, i -> i instanceof LdcInsnNode l && !(l.cst instanceof Integer || l.cst instanceof Long));
        if (n == null) {
            return false;
        }
        if (n.cst instanceof String s) {
            n.cst = s + "x";
        } else if (n.cst instanceof Double v) {
            n.cst = v + 1;
        } else if (n.cst instanceof Float v) {
            n.cst = v + 1;
        } else {
            return false;
        }
        return true;
    }

    private static boolean nothing(Draft d, Random r) {
        AbstractInsnNode n = Code.any(d.target, r, i -> i.getOpcode() == Opcodes.ALOAD);
        if (n == null) {
            return false;
        }
        d.target.instructions.set(n, new InsnNode(Opcodes.ACONST_NULL));
        return true;
    }
}
