package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.BasicVerifier;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Puts the code of a class's own small helpers in the place of their calls, where the target is certain, and that of such methods of the
 * platform that only calculate: what one version does in a helper, the other may do in place.
 */
final class PairInline {
    private static final int MAX_SIZE = 80;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_CALLS = 20;
    private static final Set<String> PLATFORM = Set.of(
            "java/lang/Math",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Character",
            "java/lang/Boolean",
            "java/lang/Short",
            "java/lang/Byte");

    private final World world;
    private final ClassNode owner;
    private final Set<String> open = new java.util.LinkedHashSet<>();
    private int calls;

    private PairInline(World world, ClassNode owner) {
        this.world = world;
        this.owner = owner;
    }

    /** Returns the method with helpers in place, or the method itself if there are none. */
    static MethodNode of(World world, ClassNode owner, MethodNode method) {
        PairInline inline = new PairInline(world, owner);
        MethodNode result = inline.expanded(method);
        return inline.calls == 0 || inline.calls > MAX_CALLS ? method : result;
    }

    private MethodNode expanded(MethodNode method) {
        MethodNode copy = new MethodNode(
                Opcodes.ASM9, method.access, method.name, method.desc, null, method.exceptions.toArray(String[]::new));
        method.accept(copy);
        String key = method.name + method.desc;
        open.add(key);
        for (AbstractInsnNode node : copy.instructions.toArray()) {
            MethodNode target = node instanceof MethodInsnNode call ? target(call) : null;
            if (target != null && ++calls <= MAX_CALLS) {
                insert(copy, (MethodInsnNode) node, expanded(target));
            }
        }
        open.remove(key);
        return copy;
    }

    private @Nullable MethodNode target(MethodInsnNode call) {
        boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
        boolean own = call.owner.equals(owner.name);
        ClassNode node = own ? owner : isStatic && PLATFORM.contains(call.owner) ? world.find(call.owner) : null;
        if (node == null
                || open.contains(call.name + call.desc)
                || open.size() > MAX_DEPTH
                || call.name.startsWith("<")) {
            return null;
        }
        for (MethodNode each : node.methods) {
            if (each.name.equals(call.name) && each.desc.equals(call.desc)) {
                int wanted = isStatic ? Opcodes.ACC_STATIC : Opcodes.ACC_PRIVATE;
                boolean certain = (each.access & wanted) != 0
                        && (each.access & (Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) == 0;
                return certain && fits(node.name, each) && (own || calculates(each)) ? each : null;
            }
        }
        return null;
    }

    /** True for short code without handlers that returns with nothing else on its stack. */
    private static boolean fits(String owner, MethodNode method) {
        if (!method.tryCatchBlocks.isEmpty() || method.instructions.size() > MAX_SIZE) {
            return false;
        }
        try {
            Frame<BasicValue>[] frames = new Analyzer<>(new BasicVerifier()).analyze(owner, method);
            for (int i = 0; i < frames.length; i++) {
                int opcode = method.instructions.get(i).getOpcode();
                int left = opcode == Opcodes.RETURN ? 0 : 1;
                if (opcode >= Opcodes.IRETURN
                        && opcode <= Opcodes.RETURN
                        && frames[i] != null
                        && frames[i].getStackSize() != left) {
                    return false;
                }
                boolean subroutine = opcode == Opcodes.JSR || opcode == Opcodes.RET;
                if (subroutine || opcode == Opcodes.MONITORENTER || opcode == Opcodes.MONITOREXIT) {
                    return false;
                }
            }
            return true;
        } catch (AnalyzerException | RuntimeException e) {
            return false;
        }
    }

    /** True if the code touches nothing but its frame, and cannot throw. */
    private static boolean calculates(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            int op = node.getOpcode();
            boolean divides = op == Opcodes.IDIV || op == Opcodes.IREM || op == Opcodes.LDIV || op == Opcodes.LREM;
            boolean array =
                    op >= Opcodes.IALOAD && op <= Opcodes.SALOAD || op >= Opcodes.IASTORE && op <= Opcodes.SASTORE;
            boolean jumps = node instanceof JumpInsnNode || op >= Opcodes.IRETURN && op <= Opcodes.RETURN;
            boolean frame = op < Opcodes.GETSTATIC || jumps;
            if (divides || array || op >= 0 && !frame) {
                return false;
            }
        }
        return true;
    }

    private static void insert(MethodNode into, MethodInsnNode call, MethodNode target) {
        int base = into.maxLocals;
        InsnList code = new InsnList();
        parameters(call, target, base).forEach(code::add);
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            LabelNode present = new LabelNode();
            code.add(new VarInsnNode(Opcodes.ALOAD, base));
            code.add(new JumpInsnNode(Opcodes.IFNONNULL, present));
            code.add(new InsnNode(Opcodes.ACONST_NULL));
            code.add(new InsnNode(Opcodes.ATHROW));
            code.add(present);
        }
        LabelNode end = new LabelNode();
        Map<LabelNode, LabelNode> labels = new HashMap<>();
        for (AbstractInsnNode node : target.instructions) {
            if (node instanceof LabelNode label) {
                labels.put(label, new LabelNode());
            }
        }
        AbstractInsnNode last = target.instructions.getLast();
        for (AbstractInsnNode node : target.instructions) {
            if (node instanceof FrameNode || node instanceof LineNumberNode) {
                continue;
            }
            int op = node.getOpcode();
            if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
                if (node != last) {
                    code.add(new JumpInsnNode(Opcodes.GOTO, end));
                }
                continue;
            }
            code.add(moved(node, labels, base));
        }
        code.add(end);
        into.instructions.insertBefore(call, code);
        into.instructions.remove(call);
        into.maxLocals = base + target.maxLocals;
        into.maxStack += target.maxStack + 1;
    }

    /** Stores the arguments, the last first. */
    private static List<VarInsnNode> parameters(MethodInsnNode call, MethodNode target, int base) {
        List<VarInsnNode> stores = new ArrayList<>();
        int slot = base;
        if (call.getOpcode() != Opcodes.INVOKESTATIC) {
            stores.add(new VarInsnNode(Opcodes.ASTORE, slot++));
        }
        for (Type type : Type.getArgumentTypes(target.desc)) {
            stores.add(new VarInsnNode(type.getOpcode(Opcodes.ISTORE), slot));
            slot += type.getSize();
        }
        java.util.Collections.reverse(stores);
        return stores;
    }

    private static AbstractInsnNode moved(AbstractInsnNode node, Map<LabelNode, LabelNode> labels, int base) {
        AbstractInsnNode copy = node.clone(labels);
        if (copy instanceof VarInsnNode v) {
            v.var += base;
        } else if (copy instanceof IincInsnNode i) {
            i.var += base;
        }
        return copy;
    }
}
