package dev.whittle.engine.mutation;

import dev.whittle.bytecode.Instructions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** The instructions of a method that run for some input as far as constants of type int and tests for null tell: what is left out never runs. */
final class Reached {
    private final MethodNode method;
    private final Constants constants = new Constants();
    private final Map<AbstractInsnNode, Frame<BasicValue>> frames = new HashMap<>();
    private final Deque<AbstractInsnNode> work = new ArrayDeque<>();

    private Reached(MethodNode method) {
        this.method = method;
    }

    static Reached of(String owner, MethodNode method) {
        Reached reached = new Reached(method);
        try {
            reached.walk(owner);
        } catch (AnalyzerException e) {
            throw new IllegalStateException(e);
        }
        return reached;
    }

    /** Returns the ordinals of what runs. */
    BitSet ordinals() {
        Instructions all = Instructions.of(method);
        BitSet ordinals = new BitSet();
        for (int i = 0; i < all.size(); i++) {
            ordinals.set(i, frames.containsKey(all.get(i)));
        }
        return ordinals;
    }

    /** Returns whether a test that runs jumps each time; null if it may do either. */
    @Nullable
    Boolean taken(JumpInsnNode node) {
        return node.getOpcode() == Opcodes.GOTO ? null : Constants.taken(node.getOpcode(), frames.get(node));
    }

    private void walk(String owner) throws AnalyzerException {
        Frame<BasicValue> entry = new Frame<>(method.maxLocals, 1000);
        int slot = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            entry.setLocal(slot++, constants.newValue(Type.getObjectType(owner)));
        }
        for (Type type : Type.getArgumentTypes(method.desc)) {
            entry.setLocal(slot++, constants.newValue(type));
            if (type.getSize() == 2) {
                entry.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
            }
        }
        while (slot < method.maxLocals) {
            entry.setLocal(slot++, BasicValue.UNINITIALIZED_VALUE);
        }
        arrive(method.instructions.getFirst(), entry);
        while (!work.isEmpty()) {
            step(work.pop());
        }
    }

    private void arrive(AbstractInsnNode at, Frame<BasicValue> frame) throws AnalyzerException {
        Frame<BasicValue> known = frames.get(at);
        if (known == null) {
            frames.put(at, new Frame<>(frame));
            work.push(at);
        } else if (known.merge(frame, constants)) {
            work.push(at);
        }
    }

    private void step(AbstractInsnNode node) throws AnalyzerException {
        Frame<BasicValue> before = frames.get(node);
        for (TryCatchBlockNode block : throwing(node) ? method.tryCatchBlocks : List.<TryCatchBlockNode>of()) {
            int at = method.instructions.indexOf(node);
            if (at >= method.instructions.indexOf(block.start) && at < method.instructions.indexOf(block.end)) {
                Frame<BasicValue> caught = new Frame<>(before);
                caught.clearStack();
                caught.push(BasicValue.REFERENCE_VALUE);
                arrive(block.handler, caught);
            }
        }
        Frame<BasicValue> after = new Frame<>(before);
        if (node.getOpcode() >= 0) {
            after.execute(node, constants);
        }
        for (AbstractInsnNode next : next(node, before)) {
            arrive(next, seen(node, next, after));
        }
    }

    /** Behind a test of a local for null it is known whether it is. */
    private static Frame<BasicValue> seen(AbstractInsnNode node, AbstractInsnNode next, Frame<BasicValue> after) {
        int opcode = node.getOpcode();
        boolean test = opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL;
        if (!test
                || ((JumpInsnNode) node).label == node.getNext()
                || !(node.getPrevious() instanceof VarInsnNode load)
                || load.getOpcode() != Opcodes.ALOAD) {
            return after;
        }
        Frame<BasicValue> known = new Frame<>(after);
        known.setLocal(
                load.var, (opcode == Opcodes.IFNULL) == (next != node.getNext()) ? Constants.NULL : Constants.THERE);
        return known;
    }

    /** A handler of code none of which throws never runs; cold code may throw anything. */
    private boolean throwing(AbstractInsnNode node) {
        boolean odd = node instanceof LdcInsnNode ldc && !(ldc.cst instanceof Number || ldc.cst instanceof String);
        boolean may = node.getOpcode() >= 0 && (Excuse.throwing(node) || node instanceof InvokeDynamicInsnNode || odd);
        return may && !(node.getOpcode() == Opcodes.GETFIELD && loadsThis(node.getPrevious()));
    }

    /** True of a load of the receiver, where nothing else is ever kept in its place. */
    private boolean loadsThis(AbstractInsnNode node) {
        if ((method.access & Opcodes.ACC_STATIC) != 0 || !(node instanceof VarInsnNode v) || v.var != 0) {
            return false;
        }
        for (AbstractInsnNode each : method.instructions) {
            if (each instanceof VarInsnNode store && store.var == 0 && store.getOpcode() != Opcodes.ALOAD) {
                return false;
            }
        }
        return true;
    }

    private static List<AbstractInsnNode> next(AbstractInsnNode node, Frame<BasicValue> before) {
        int opcode = node.getOpcode();
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW) {
            return List.of();
        } else if (node instanceof JumpInsnNode jump) {
            Boolean taken = opcode == Opcodes.GOTO ? Boolean.TRUE : Constants.taken(opcode, before);
            return taken == null ? List.of(jump.label, node.getNext()) : List.of(taken ? jump.label : node.getNext());
        } else if (node instanceof TableSwitchInsnNode table) {
            return all(table.labels, table.dflt);
        }
        return node instanceof LookupSwitchInsnNode lookup ? all(lookup.labels, lookup.dflt) : List.of(node.getNext());
    }

    private static List<AbstractInsnNode> all(List<LabelNode> labels, LabelNode other) {
        List<AbstractInsnNode> all = new ArrayList<>(labels);
        all.add(other);
        return all;
    }
}
