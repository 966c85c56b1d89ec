package dev.whittle.bytecode;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The numbering: the ordinal of an instruction is its index among the real instructions of its method. A snapshot; it does not
 * follow later changes of the method.
 */
public final class Instructions {
    private final List<AbstractInsnNode> real;
    private final IdentityHashMap<AbstractInsnNode, Integer> ordinals;
    private final int[] lines;

    private Instructions(
            List<AbstractInsnNode> real, IdentityHashMap<AbstractInsnNode, Integer> ordinals, int[] lines) {
        this.real = real;
        this.ordinals = ordinals;
        this.lines = lines;
    }

    public static Instructions of(MethodNode method) {
        List<AbstractInsnNode> real = new ArrayList<>();
        IdentityHashMap<AbstractInsnNode, Integer> ordinals = new IdentityHashMap<>();
        List<Integer> lines = new ArrayList<>();
        int line = -1;
        for (AbstractInsnNode node : method.instructions) {
            ordinals.put(node, real.size());
            if (node instanceof LineNumberNode number) {
                line = number.line;
            }
            if (node.getOpcode() >= 0) {
                real.add(node);
                lines.add(line);
            }
        }
        return new Instructions(
                List.copyOf(real),
                ordinals,
                lines.stream().mapToInt(Integer::intValue).toArray());
    }

    public int size() {
        return real.size();
    }

    public AbstractInsnNode get(int ordinal) {
        return real.get(ordinal);
    }

    /** Returns the ordinal of an instruction; for a label, line or frame that of the next real instruction, or {@link #size()}. */
    public int ordinalOf(AbstractInsnNode node) {
        Integer ordinal = ordinals.get(node);
        if (ordinal == null) {
            throw new IllegalArgumentException("the instruction is not one of this method");
        }
        return ordinal;
    }

    /** Returns the source line of an instruction, or -1 where the class file does not say. */
    public int line(int ordinal) {
        return lines[ordinal];
    }
}
