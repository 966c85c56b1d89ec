package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import dev.whittle.bytecode.Instructions;
import dev.whittle.transformer.internal.IllegalRewriteException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Writes the part of a method that is kept, in its original order, with the original's frames at each place that is jumped to. Both hot
 * methods and continuations are written by it. Used once.
 */
final class CodeEmitter {
    /** What differs from the original, decided before writing. */
    interface Changes {
        /** Returns true if control may pass to the target of this edge here; else it leaves through {@link #exit}. */
        boolean keeps(Cfg.Edge edge);

        /** Returns the label to jump to in place of the target of an edge that is not kept. */
        LabelNode exit(int target);

        /** Returns the label to jump to in place of following an edge that is not kept. */
        default LabelNode exit(Cfg.Edge edge) {
            return exit(edge.to());
        }

        /** Returns the one outcome that a decision has, or -1. */
        int folded(int ordinal);

        /** Writes what stands before an instruction: tests of guards. */
        void before(int ordinal, InsnList out);

        /** Returns what is written in place of an instruction, or null if it stays what it is. */
        default @Nullable AbstractInsnNode instead(int ordinal) {
            return null;
        }

        /** Returns true if a kept instruction is not written, because only a folded decision needed what it computes. */
        default boolean dead(int ordinal) {
            return false;
        }

        /** Returns the sizes of the values that a folded decision leaves on the stack, top first. */
        default List<Integer> pops(int ordinal) {
            return List.of();
        }
    }

    private final MethodNode original;
    private final Cfg cfg;
    private final Instructions code;
    private final Frames frames;
    private final BitSet keep;
    private final Changes changes;
    private final InsnList out = new InsnList();
    private final Map<LabelNode, LabelNode> labels = new HashMap<>();
    private final Map<Label, LabelNode> rawLabels = new HashMap<>();
    private final Map<Integer, LabelNode> targets = new HashMap<>();
    private final TreeMap<Integer, AbstractInsnNode> emitted = new TreeMap<>();
    private final List<Integer> waiting = new ArrayList<>();
    private int line = -1;
    /** True if a frame was written and no instruction since: two frames cannot describe one place. */
    private boolean framed;

    CodeEmitter(MethodNode original, Cfg cfg, Frames frames, BitSet keep, Changes changes) {
        this.original = original;
        this.cfg = cfg;
        this.code = cfg.instructions();
        this.frames = frames;
        this.keep = keep;
        this.changes = changes;
        for (AbstractInsnNode node : original.instructions) {
            if (node instanceof LabelNode label) {
                labels.put(label, new LabelNode());
                rawLabels.put(label.getLabel(), label);
            }
        }
    }

    InsnList out() {
        return out;
    }

    /** Returns the first instruction written for each kept original instruction or for what follows it, by original ordinal. */
    Map<Integer, AbstractInsnNode> emitted() {
        return emitted;
    }

    /** Returns the label of a kept instruction; asking for it makes it a place that is jumped to. */
    LabelNode target(int ordinal) {
        return targets.computeIfAbsent(ordinal, o -> new LabelNode());
    }

    /** Writes everything; labels that were asked for before get their frames. */
    void emit() throws IllegalRewriteException {
        collectTargets();
        int ordinal = 0;
        for (AbstractInsnNode node : original.instructions) {
            if (node instanceof LabelNode label) {
                out.add(labels.get(label));
            } else if (node.getOpcode() >= 0) {
                if (keep.get(ordinal)) {
                    emit(ordinal, node);
                }
                ordinal++;
            }
        }
    }

    /** Each place that a jump, a switch, a handler or a broken fall-through reaches. */
    private void collectTargets() {
        for (int i = keep.nextSetBit(0); i >= 0; i = keep.nextSetBit(i + 1)) {
            int folded = changes.folded(i);
            if (leadsOn(i)) {
                continue;
            }
            boolean inverted = folded < 0 && leavesElse(i);
            for (Cfg.Edge edge : cfg.out(i)) {
                boolean alive = folded < 0 || edge.kind() == Cfg.Kind.HANDLER || edge.outcome() == folded;
                boolean next = edge.to() == keep.nextSetBit(i + 1);
                if (alive
                        && changes.keeps(edge)
                        && edge.kind() != Cfg.Kind.FALL
                        && !(next && (folded >= 0 || inverted && edge.kind() == Cfg.Kind.JUMP))) {
                    target(edge.to());
                }
            }
        }
    }

    private void emit(int ordinal, AbstractInsnNode node) throws IllegalRewriteException {
        LabelNode label = targets.get(ordinal);
        if (label != null) {
            if (framed) {
                out.add(new InsnNode(Opcodes.NOP));
            }
            out.add(label);
            out.add(frame(ordinal));
            framed = true;
        }
        AbstractInsnNode last = out.getLast();
        int folded = changes.folded(ordinal);
        boolean dead = folded < 0
                ? changes.dead(ordinal) || leadsOn(ordinal)
                : changes.pops(ordinal).isEmpty();
        if (!dead) {
            addLine(ordinal);
        }
        changes.before(ordinal, out);
        if (folded >= 0) {
            emitFolded(ordinal, folded);
        } else if (!dead) {
            emitKept(ordinal, node);
        }
        waiting.add(ordinal);
        AbstractInsnNode first = last == null ? out.getFirst() : last.getNext();
        while (first != null && first.getOpcode() < 0) {
            first = first.getNext();
        }
        if (first != null) {
            for (int o : waiting) {
                emitted.put(o, first);
            }
            waiting.clear();
            framed = false;
        }
    }

    private void emitKept(int ordinal, AbstractInsnNode node) {
        if (leavesElse(ordinal)) {
            out.add(new JumpInsnNode(inverse(node.getOpcode()), changes.exit(edge(ordinal, 0))));
            return;
        }
        out.add(copy(ordinal, node));
        for (Cfg.Edge edge : cfg.out(ordinal)) {
            if (edge.kind() == Cfg.Kind.FALL && !changes.keeps(edge)) {
                out.add(new JumpInsnNode(Opcodes.GOTO, changes.exit(edge)));
            }
        }
    }

    /** A jump to what stands next, now that the way that was between is an exit: the opposite jump leads there at once. */
    private boolean leavesElse(int ordinal) {
        return code.get(ordinal) instanceof JumpInsnNode
                && cfg.outcomes(ordinal) == 2
                && !changes.keeps(edge(ordinal, 0))
                && changes.keeps(edge(ordinal, 1))
                && edge(ordinal, 1).to() == keep.nextSetBit(ordinal + 1);
    }

    /** The jumps stand in pairs of opposites, from an odd opcode on but for those of null. */
    private static int inverse(int opcode) {
        return opcode >= Opcodes.IFNULL ? opcode ^ 1 : (opcode + 1 ^ 1) - 1;
    }

    /** A jump to what stands next anyway, now that what it jumped over is gone. */
    private boolean leadsOn(int ordinal) {
        return code.get(ordinal).getOpcode() == Opcodes.GOTO
                && cfg.out(ordinal).stream()
                        .filter(e -> e.kind() == Cfg.Kind.JUMP)
                        .allMatch(e -> changes.keeps(e) && e.to() == keep.nextSetBit(ordinal + 1));
    }

    private void addLine(int ordinal) {
        int at = code.line(ordinal);
        if (at >= 0 && at != line) {
            LabelNode start = new LabelNode();
            out.add(start);
            out.add(new LineNumberNode(at, start));
            line = at;
        }
    }

    private AbstractInsnNode copy(int ordinal, AbstractInsnNode node) {
        AbstractInsnNode instead = changes.instead(ordinal);
        if (instead != null) {
            return instead;
        }
        if (node instanceof JumpInsnNode jump) {
            return new JumpInsnNode(
                    jump.getOpcode(), destination(edge(ordinal, jump.getOpcode() == Opcodes.GOTO ? -1 : 1)));
        }
        return node instanceof TableSwitchInsnNode || node instanceof LookupSwitchInsnNode
                ? switchCopy(ordinal, node)
                : node.clone(labels);
    }

    private Cfg.Edge edge(int ordinal, int outcome) {
        for (Cfg.Edge edge : cfg.out(ordinal)) {
            if (edge.outcome() == outcome && edge.kind() != Cfg.Kind.HANDLER) {
                return edge;
            }
        }
        throw new IllegalStateException("no outcome " + outcome + " at " + ordinal);
    }

    private LabelNode destination(Cfg.Edge edge) {
        return changes.keeps(edge) ? target(edge.to()) : changes.exit(edge);
    }

    private AbstractInsnNode switchCopy(int ordinal, AbstractInsnNode node) {
        int cases = cfg.outcomes(ordinal) - 1;
        LabelNode[] destinations = new LabelNode[cases];
        for (int c = 0; c < cases; c++) {
            destinations[c] = destination(edge(ordinal, c));
        }
        LabelNode dflt = destination(edge(ordinal, cases));
        return node instanceof TableSwitchInsnNode t
                ? new TableSwitchInsnNode(t.min, t.max, dflt, destinations)
                : new LookupSwitchInsnNode(
                        dflt,
                        ((LookupSwitchInsnNode) node)
                                .keys.stream().mapToInt(Integer::intValue).toArray(),
                        destinations);
    }

    /** Drops what is left of the operands of a decision that has one outcome, and goes there. */
    private void emitFolded(int ordinal, int folded) {
        List<Integer> pops = changes.pops(ordinal);
        for (int i = 0; i < pops.size(); i++) {
            boolean pair = pops.get(i) == 1 && i + 1 < pops.size() && pops.get(i + 1) == 1;
            out.add(new InsnNode(pair || pops.get(i) == 2 ? Opcodes.POP2 : Opcodes.POP));
            i += pair ? 1 : 0;
        }
        Cfg.Edge edge = edge(ordinal, folded);
        if (!changes.keeps(edge) || edge.to() != keep.nextSetBit(ordinal + 1)) {
            out.add(new JumpInsnNode(Opcodes.GOTO, destination(edge)));
        }
    }

    FrameNode frame(int ordinal) throws IllegalRewriteException {
        FrameState state = frames.at(ordinal);
        if (state == null) {
            throw new IllegalRewriteException("the class file has no frame at " + ordinal);
        }
        return new FrameNode(
                Opcodes.F_NEW,
                state.locals().size(),
                mapped(state.locals()),
                state.stack().size(),
                mapped(state.stack()));
    }

    private Object[] mapped(List<Object> types) throws IllegalRewriteException {
        Object[] result = new Object[types.size()];
        for (int i = 0; i < result.length; i++) {
            Object type = types.get(i);
            if (type instanceof Label raw) {
                LabelNode node = rawLabels.get(raw);
                if (node == null) {
                    throw new IllegalRewriteException("an object whose constructor has not run has no label");
                }
                result[i] = labels.get(node);
            } else {
                result[i] = type;
            }
        }
        return result;
    }

    /** Returns the handlers of what was written. A handler that was not kept is the exit to it. */
    List<TryCatchBlockNode> handlers() {
        List<TryCatchBlockNode> result = new ArrayList<>();
        for (TryCatchBlockNode block : original.tryCatchBlocks) {
            int first = firstThatMayThrow(code.ordinalOf(block.start), code.ordinalOf(block.end));
            if (first < 0 || isEmpty(block.start, block.end)) {
                continue;
            }
            int handler = code.ordinalOf(block.handler);
            LabelNode to = changes.keeps(new Cfg.Edge(first, handler, Cfg.Kind.HANDLER, -1))
                    ? target(handler)
                    : changes.exit(handler);
            result.add(new TryCatchBlockNode(labels.get(block.start), labels.get(block.end), to, block.type));
        }
        return result;
    }

    private int firstThatMayThrow(int start, int end) {
        for (int i = keep.nextSetBit(start); i >= 0 && i < end; i = keep.nextSetBit(i + 1)) {
            if (code.get(i).getOpcode() != Opcodes.GOTO) {
                return i;
            }
        }
        return -1;
    }

    /** Returns true for all ways but that from a jump to a handler: a jump throws nothing, and may not be written at all. */
    static boolean isWay(Cfg cfg, Cfg.Edge edge) {
        return edge.kind() != Cfg.Kind.HANDLER
                || cfg.instructions().get(edge.from()).getOpcode() != Opcodes.GOTO;
    }

    /**
     * Whether no instruction was written of a range. What was kept of it may be one that nothing has to be written for, such as a jump to what
     * stands next now; class files have no empty ranges of handlers, and none of locals at the end of the code or twice at one place.
     */
    private boolean isEmpty(LabelNode start, LabelNode end) {
        AbstractInsnNode last = labels.get(end);
        for (AbstractInsnNode node = labels.get(start); node != null && node != last; node = node.getNext()) {
            if (node.getOpcode() >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the names of locals where something was written of their range. */
    List<LocalVariableNode> variables() {
        List<LocalVariableNode> result = new ArrayList<>();
        if (original.localVariables != null) {
            for (LocalVariableNode v : original.localVariables) {
                int first = keep.nextSetBit(code.ordinalOf(v.start));
                if (first >= 0 && first < code.ordinalOf(v.end) && !isEmpty(v.start, v.end)) {
                    result.add(new LocalVariableNode(
                            v.name, v.desc, v.signature, labels.get(v.start), labels.get(v.end), v.index));
                }
            }
        }
        return result;
    }
}
