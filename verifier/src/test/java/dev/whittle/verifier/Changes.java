package dev.whittle.verifier;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Small wrong changes. */
final class Changes {
    private Changes() {}

    static void write(Subject s, String method, Consumer<MethodNode> change) {
        s.hand.late.add(() -> change.accept(method(s.hand, method)));
    }

    static MethodNode method(Hand hand, String name) {
        return hand.hot.get(Card.NAME).methods.stream()
                .filter(m -> m.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    static boolean isGuard(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.equals(Hand.GUARD);
    }

    static boolean isWrite(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.equals(Hand.WRITE);
    }

    static boolean isExit(AbstractInsnNode n) {
        return n instanceof InvokeDynamicInsnNode d && d.bsm.equals(Hand.LINK);
    }

    static AbstractInsnNode nth(MethodNode m, Predicate<AbstractInsnNode> what, int n) {
        int seen = 0;
        for (AbstractInsnNode node : m.instructions) {
            if (what.test(node) && seen++ == n) {
                return node;
            }
        }
        throw new IllegalArgumentException("no such instruction");
    }

    static void dropGuard(Hand.Edit edit, AbstractInsnNode guard) {
        edit.now.instructions.remove(guard.getNext());
        edit.now.instructions.remove(guard);
    }

    static void negate(Hand.Edit edit, int ordinal) {
        JumpInsnNode jump = (JumpInsnNode) edit.at(ordinal);
        jump.setOpcode(Subject.opposite(jump.getOpcode()));
    }

    static LabelNode labelBefore(Hand.Edit edit, int ordinal) {
        LabelNode label = new LabelNode();
        edit.now.instructions.insertBefore(edit.at(ordinal), label);
        return label;
    }

    /** Passes the first local twice. */
    static void swapLoads(Hand.Edit edit) {
        AbstractInsnNode exit = nth(edit.now, Changes::isExit, 0);
        ((VarInsnNode) exit.getPrevious()).var = 1;
    }

    /** Takes the operands instead of storing them. */
    static void lose(Hand.Edit edit, int ordinal) {
        edit.now.instructions.set(edit.at(ordinal), new InsnNode(Opcodes.POP2));
    }

    static void exitTo(Hand.Edit edit, int exit, int fragment) {
        ((InvokeDynamicInsnNode) nth(edit.now, Changes::isExit, exit)).bsmArgs[1] = fragment + "|pending";
    }

    static void constant(Hand.Edit edit, int value) {
        edit.now.instructions.set(edit.at(edit.find(Opcodes.ICONST_4, 0)), new InsnNode(Opcodes.ICONST_0 + value));
    }

    static void loseCall(Hand.Edit edit) {
        AbstractInsnNode call = nth(edit.now, n -> n instanceof MethodInsnNode, 0);
        edit.now.instructions.set(call, new InsnNode(Opcodes.SWAP));
    }

    static void doubleWrite(Hand.Edit edit) {
        AbstractInsnNode store = edit.at(edit.find(Opcodes.PUTFIELD, 0));
        edit.now.instructions.insertBefore(store, new InsnNode(Opcodes.DUP2));
        edit.now.instructions.insertBefore(store, new FieldInsnNode(Opcodes.PUTFIELD, Card.NAME, "reg", "I"));
    }

    /** The fragment skips its first statement, and the certificate says so too. */
    static void fragmentResumesElsewhere(Subject s) {
        ClassNode fragment = s.fragmentOf(s.rx, 1);
        MethodNode m = fragment.methods.get(0);
        AbstractInsnNode store = nth(m, n -> n.getOpcode() == Opcodes.PUTFIELD, 0);
        LabelNode after = new LabelNode();
        m.instructions.insert(store, after);
        ((JumpInsnNode) nth(m, n -> n.getOpcode() == Opcodes.GOTO, 0)).label = after;
        s.hand.resumes.computeIfPresent(List.copyOf(s.rx.usedFragments.keySet()).get(1), (n, r) -> r + 6);
    }

    static LabelNode lastLabel(Hand.Edit edit) {
        LabelNode label = new LabelNode();
        edit.now.instructions.add(label);
        edit.now.instructions.add(new InsnNode(Opcodes.ICONST_0));
        edit.now.instructions.add(new InsnNode(Opcodes.IRETURN));
        edit.now.tryCatchBlocks.get(0).start = (LabelNode) labelBefore(edit, 0);
        return label;
    }

    static void line(MethodNode m) {
        for (AbstractInsnNode n : m.instructions) {
            if (n instanceof LineNumberNode l) {
                l.line += 1;
            }
        }
    }

    static void dropMonitors(Hand.Edit edit) {
        for (AbstractInsnNode n : edit.now.instructions.toArray()) {
            if (n.getOpcode() == Opcodes.MONITORENTER || n.getOpcode() == Opcodes.MONITOREXIT) {
                edit.now.instructions.set(n, new InsnNode(Opcodes.POP));
            }
        }
    }

    /** Nothing is wrong with this exit but that the monitor stays entered behind it. */
    static void exitUnderMonitor(Hand.Edit edit) {
        int inside = edit.find(Opcodes.MONITORENTER, 0) + 1;
        InsnList list = new InsnList();
        list.add(new VarInsnNode(Opcodes.ILOAD, 1));
        list.add(new JumpInsnNode(Opcodes.IFEQ, edit.exit(inside)));
        edit.now.instructions.insertBefore(edit.at(inside), list);
    }

    static void otherMethod(Hand hand) {
        MethodNode m = method(hand, "mix");
        ((IntInsnNode) nth(m, n -> n instanceof IntInsnNode, 0)).operand = 33;
    }

    static void loseStore(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        m.instructions.set(nth(m, n -> n.getOpcode() == Opcodes.PUTFIELD, 0), new InsnNode(Opcodes.POP2));
    }

    static void fragmentConstant(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        m.instructions.set(nth(m, n -> n.getOpcode() == Opcodes.ICONST_2, 0), new InsnNode(Opcodes.ICONST_4));
    }

    static void truncate(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        AbstractInsnNode store = nth(m, n -> n.getOpcode() == Opcodes.IADD, 0);
        m.instructions.insert(store, new InsnNode(Opcodes.IRETURN));
        m.instructions.insert(store.getNext(), new InsnNode(Opcodes.ICONST_0));
    }

    static void swapPrologue(ClassNode fragment) {
        MethodNode m = fragment.methods.get(0);
        VarInsnNode a = (VarInsnNode) nth(m, n -> n.getOpcode() == Opcodes.ILOAD, 0);
        VarInsnNode b = (VarInsnNode) nth(m, n -> n.getOpcode() == Opcodes.ILOAD, 1);
        int slot = a.var;
        a.var = b.var;
        b.var = slot;
    }

    static InsnList strayGuard() {
        InsnList list = new InsnList();
        list.add(new InsnNode(Opcodes.DUP));
        list.add(new InvokeDynamicInsnNode("wrote", "(I)V", Hand.WRITE, Hand.BUILD, "demo/Card.tail", "no value"));
        return list;
    }

    static InsnList loop() {
        InsnList list = new InsnList();
        LabelNode label = new LabelNode();
        list.add(label);
        list.add(new VarInsnNode(Opcodes.ILOAD, 1));
        list.add(new JumpInsnNode(Opcodes.IFEQ, label));
        return list;
    }

    static void earlyReturn(Hand.Edit edit) {
        InsnList list = new InsnList();
        list.add(new InsnNode(Opcodes.ICONST_1));
        list.add(new InsnNode(Opcodes.IRETURN));
        edit.now.instructions.insertBefore(edit.at(edit.find(Opcodes.PUTFIELD, 0) + 1), list);
    }
}
