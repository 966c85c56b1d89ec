package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Cfg.Edge;
import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts the probes of one method. A jump that is taken, a case and a handler go through a block of their own at the end of the
 * method, whose frame is that of the target, so that no frame need be computed and no code moves away from a label: frames name
 * an uninitialised object by the label of its {@code new}.
 */
final class ProbeInserter {
    private final MethodNode method;
    private final Cfg cfg;
    private final MethodLayout layout;
    private final int classId;
    private final @Nullable PathNumbering paths;
    private final int pathSlot;
    private final int register;
    private final InsnList tail = new InsnList();
    private int nextOutcome;

    /**
     * @param cfg of the method before anything was inserted
     * @param paths null to count no paths
     */
    ProbeInserter(MethodNode method, Cfg cfg, MethodLayout layout, int classId, @Nullable MethodPaths paths) {
        this.method = method;
        this.cfg = cfg;
        this.layout = layout;
        this.classId = classId;
        this.paths = paths == null ? null : paths.numbering();
        this.pathSlot = paths == null ? -1 : paths.slot();
        this.register = method.maxLocals;
    }

    void insert() {
        if (paths != null) {
            extendFrames();
        }
        Instructions code = cfg.instructions();
        for (int i = 0; i < cfg.size(); i++) {
            AbstractInsnNode node = code.get(i);
            if (cfg.outcomes(i) > 0) {
                decision(node, i);
            } else if (paths != null) {
                plain(node, i, paths);
            }
        }
        handlers();
        InsnList entry = hit(push(layout.first()));
        if (paths != null) {
            entry.add(startPath(paths, 0));
        }
        method.instructions.insert(entry);
        method.instructions.add(tail);
    }

    private void decision(AbstractInsnNode node, int ordinal) {
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : cfg.out(ordinal)) {
            if (edge.outcome() >= 0) {
                edges.add(edge);
            }
        }
        if (node instanceof JumpInsnNode jump) {
            method.instructions.insert(node, outcome(edges.get(0)));
            jump.label = detour(jump.label, outcome(edges.get(1)));
        } else if (node instanceof TableSwitchInsnNode s) {
            cases(s.labels, edges);
            s.dflt = detour(s.dflt, outcome(edges.get(s.labels.size())));
        } else if (node instanceof LookupSwitchInsnNode s) {
            cases(s.labels, edges);
            s.dflt = detour(s.dflt, outcome(edges.get(s.labels.size())));
        }
    }

    private void cases(List<LabelNode> labels, List<Edge> edges) {
        for (int i = 0; i < labels.size(); i++) {
            labels.set(i, detour(labels.get(i), outcome(edges.get(i))));
        }
    }

    /** Counts the next outcome in layout order; called once for each, in that order. */
    private InsnList outcome(Edge edge) {
        InsnList code = hit(push(layout.outcome(nextOutcome++)));
        if (paths != null) {
            code.add(advance(paths, edge));
        }
        return code;
    }

    /** An instruction without decision matters to paths only: it ends one, or goes back. */
    private void plain(AbstractInsnNode node, int ordinal, PathNumbering numbering) {
        if (Cfg.endsMethod(node.getOpcode())) {
            method.instructions.insertBefore(node, countPath());
            return;
        }
        for (Edge edge : numbering.decided(ordinal)) {
            if (!numbering.endsPath(edge)) {
                continue;
            }
            if (node.getOpcode() == Opcodes.GOTO) {
                method.instructions.insertBefore(node, advance(numbering, edge));
            } else {
                method.instructions.insert(node, advance(numbering, edge));
            }
        }
    }

    private void handlers() {
        Map<LabelNode, LabelNode> detours = new HashMap<>();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            LabelNode handler = block.handler;
            LabelNode detour = detours.get(handler);
            if (detour == null) {
                int ordinal = cfg.instructions().ordinalOf(handler);
                InsnList code = hit(push(layout.handler(layout.handlers().indexOf(ordinal))));
                if (paths != null) {
                    code.add(startPath(paths, ordinal));
                }
                detour = detour(handler, code);
                detours.put(handler, detour);
            }
            block.handler = detour;
        }
    }

    private LabelNode detour(LabelNode target, InsnList code) {
        LabelNode start = new LabelNode();
        tail.add(start);
        FrameNode frame = frameAt(target);
        if (frame != null) {
            tail.add(new FrameNode(
                    Opcodes.F_NEW,
                    frame.local.size(),
                    frame.local.toArray(),
                    frame.stack.size(),
                    frame.stack.toArray()));
        }
        tail.add(code);
        tail.add(new JumpInsnNode(Opcodes.GOTO, target));
        return start;
    }

    /** Returns the frame of a jump's target; there is none in class files older than frames. */
    private static @Nullable FrameNode frameAt(LabelNode target) {
        for (AbstractInsnNode node = target; node != null && node.getOpcode() < 0; node = node.getNext()) {
            if (node instanceof FrameNode frame) {
                return frame;
            }
        }
        return null;
    }

    private InsnList advance(PathNumbering numbering, Edge edge) {
        InsnList code = new InsnList();
        int increment = numbering.increment(edge);
        if (increment != 0) {
            code.add(new IincInsnNode(register, increment));
        }
        if (numbering.endsPath(edge)) {
            code.add(countPath());
            code.add(startPath(numbering, edge.to()));
        }
        return code;
    }

    private InsnList countPath() {
        return hit(pathSlot, new VarInsnNode(Opcodes.ILOAD, register));
    }

    private InsnList startPath(PathNumbering numbering, int start) {
        InsnList code = new InsnList();
        code.add(push(numbering.base(start)));
        code.add(new VarInsnNode(Opcodes.ISTORE, register));
        return code;
    }

    private InsnList hit(AbstractInsnNode index) {
        return hit(classId, index);
    }

    private static InsnList hit(int slot, AbstractInsnNode index) {
        InsnList code = new InsnList();
        code.add(push(slot));
        code.add(index);
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.HIT, Bridge.HIT_DESCRIPTOR, false));
        return code;
    }

    /** The path register is set at entry and so holds everywhere: each frame says it, above all other locals. */
    private void extendFrames() {
        for (AbstractInsnNode node : method.instructions) {
            if (node instanceof FrameNode frame) {
                List<Object> locals = new ArrayList<>(frame.local);
                int slots = 0;
                for (Object local : locals) {
                    slots += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
                }
                for (; slots < register; slots++) {
                    locals.add(Opcodes.TOP);
                }
                locals.add(Opcodes.INTEGER);
                frame.local = locals;
            }
        }
    }

    static AbstractInsnNode push(int value) {
        if (value >= -1 && value <= 5) {
            return new InsnNode(Opcodes.ICONST_0 + value);
        }
        if (value == (byte) value) {
            return new IntInsnNode(Opcodes.BIPUSH, value);
        }
        return value == (short) value ? new IntInsnNode(Opcodes.SIPUSH, value) : new LdcInsnNode(value);
    }
}
