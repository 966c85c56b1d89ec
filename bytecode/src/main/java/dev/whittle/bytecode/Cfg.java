package dev.whittle.bytecode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Control flow of one method, instruction by instruction. Each instruction in a try range has an edge to the range's handler,
 * whether or not it can throw: too many edges are safe, a missing one is not.
 */
public final class Cfg {
    /** How control passes along an edge. */
    public enum Kind {
        FALL,
        JUMP,
        CASE,
        DEFAULT,
        HANDLER
    }

    /**
     * @param from ordinal of the instruction that is left
     * @param to ordinal of the instruction that is reached
     * @param outcome outcome of the decision point {@code from}, or -1 where there is nothing to decide
     */
    public record Edge(int from, int to, Kind kind, int outcome) {}

    private final Instructions instructions;
    private final List<List<Edge>> out;
    private final List<List<Edge>> in;
    private final List<Integer> handlerStarts;

    private Cfg(Instructions instructions, List<List<Edge>> out, List<List<Edge>> in, List<Integer> handlerStarts) {
        this.instructions = instructions;
        this.out = out;
        this.in = in;
        this.handlerStarts = handlerStarts;
    }

    public static Cfg of(MethodNode method) {
        Instructions instructions = Instructions.of(method);
        int n = instructions.size();
        List<List<Edge>> out = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            out.add(normalEdges(instructions, i));
        }
        BitSet handlers = new BitSet();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = instructions.ordinalOf(block.handler);
            handlers.set(handler);
            int end = instructions.ordinalOf(block.end);
            for (int i = instructions.ordinalOf(block.start); i < end; i++) {
                out.get(i).add(new Edge(i, handler, Kind.HANDLER, -1));
            }
        }
        List<List<Edge>> in = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            in.add(new ArrayList<>());
        }
        for (List<Edge> edges : out) {
            edges.forEach(e -> in.get(e.to()).add(e));
        }
        return new Cfg(instructions, out, in, handlers.stream().boxed().toList());
    }

    private static List<Edge> normalEdges(Instructions code, int i) {
        List<Edge> edges = new ArrayList<>(2);
        AbstractInsnNode node = code.get(i);
        int opcode = node.getOpcode();
        if (node instanceof JumpInsnNode jump) {
            if (opcode == Opcodes.JSR) {
                throw new UnsupportedOperationException("subroutines of old class files");
            }
            if (opcode == Opcodes.GOTO) {
                edges.add(new Edge(i, code.ordinalOf(jump.label), Kind.JUMP, -1));
            } else {
                addFall(edges, code, i, 0);
                edges.add(new Edge(i, code.ordinalOf(jump.label), Kind.JUMP, 1));
            }
        } else if (node instanceof TableSwitchInsnNode s) {
            addCases(edges, code, i, s.labels, s.dflt);
        } else if (node instanceof LookupSwitchInsnNode s) {
            addCases(edges, code, i, s.labels, s.dflt);
        } else if (opcode == Opcodes.RET) {
            throw new UnsupportedOperationException("subroutines of old class files");
        } else if (!endsMethod(opcode)) {
            addFall(edges, code, i, -1);
        }
        return edges;
    }

    private static void addFall(List<Edge> edges, Instructions code, int i, int outcome) {
        // Code that falls off its end is not valid, but may be read; it has no successor.
        if (i + 1 < code.size()) {
            edges.add(new Edge(i, i + 1, Kind.FALL, outcome));
        }
    }

    private static void addCases(List<Edge> edges, Instructions code, int i, List<LabelNode> labels, LabelNode dflt) {
        for (int c = 0; c < labels.size(); c++) {
            edges.add(new Edge(i, code.ordinalOf(labels.get(c)), Kind.CASE, c));
        }
        edges.add(new Edge(i, code.ordinalOf(dflt), Kind.DEFAULT, labels.size()));
    }

    /** Returns true for returns and athrow. */
    public static boolean endsMethod(int opcode) {
        return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW;
    }

    public Instructions instructions() {
        return instructions;
    }

    public int size() {
        return instructions.size();
    }

    /** Returns the edges that leave an instruction: normal ones in the order of their outcomes, then handlers in table order. */
    public List<Edge> out(int ordinal) {
        return List.copyOf(out.get(ordinal));
    }

    public List<Edge> in(int ordinal) {
        return List.copyOf(in.get(ordinal));
    }

    /** Returns the number of outcomes: 2 for a conditional jump, n + 1 for a switch of n cases, 0 for all else. */
    public int outcomes(int ordinal) {
        AbstractInsnNode node = instructions.get(ordinal);
        if (node instanceof JumpInsnNode) {
            return node.getOpcode() == Opcodes.GOTO ? 0 : 2;
        }
        if (node instanceof TableSwitchInsnNode s) {
            return s.labels.size() + 1;
        }
        return node instanceof LookupSwitchInsnNode s ? s.labels.size() + 1 : 0;
    }

    /** Returns the ordinals of conditional jumps and switches, ascending. */
    public List<Integer> decisions() {
        List<Integer> result = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (outcomes(i) > 0) {
                result.add(i);
            }
        }
        return result;
    }

    /** Returns the ordinals at which handlers start, ascending, each once. */
    public List<Integer> handlerStarts() {
        return handlerStarts;
    }

    /** Returns what can be reached from an instruction, itself included, along the edges that {@code keep} lets pass. */
    public BitSet reachable(int from, Predicate<Edge> keep) {
        BitSet seen = new BitSet(size());
        Deque<Integer> work = new ArrayDeque<>();
        if (from < size()) {
            seen.set(from);
            work.push(from);
        }
        while (!work.isEmpty()) {
            for (Edge edge : out.get(work.pop())) {
                if (!seen.get(edge.to()) && keep.test(edge)) {
                    seen.set(edge.to());
                    work.push(edge.to());
                }
            }
        }
        return seen;
    }

    /**
     * Returns the retreating edges of a depth-first walk from the entry, in a fixed order. Without them the graph has no cycle, also
     * where it is irreducible.
     */
    public List<Edge> backEdges() {
        List<Edge> result = new ArrayList<>();
        int[] state = new int[size()];
        int[] next = new int[size()];
        Deque<Integer> stack = new ArrayDeque<>();
        if (size() > 0) {
            stack.push(0);
            state[0] = 1;
        }
        while (!stack.isEmpty()) {
            int at = stack.peek();
            if (next[at] == out.get(at).size()) {
                state[at] = 2;
                stack.pop();
                continue;
            }
            Edge edge = out.get(at).get(next[at]++);
            if (state[edge.to()] == 1) {
                result.add(edge);
            } else if (state[edge.to()] == 0) {
                state[edge.to()] = 1;
                stack.push(edge.to());
            }
        }
        return result;
    }
}
