package dev.whittle.engine.mutation;

import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Two methods with the same instructions: which of them go elsewhere, and whether that comes to the same. */
record Ways(MethodNode before, MethodNode after, Instructions a, Instructions b) {
    /** Where instructions that are the same go elsewhere, have other handlers or lines. */
    List<Integer> places() {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            if (!targets(a, i).equals(targets(b, i))
                    || !handlers(before, a, i).equals(handlers(after, b, i))
                    || a.line(i) != b.line(i)) {
                places.add(i);
            }
        }
        return places;
    }

    static List<Integer> targets(Instructions all, int at) {
        return labels(all.get(at)).stream().map(all::ordinalOf).toList();
    }

    /** Where a jump or a switch may go. */
    static List<LabelNode> labels(AbstractInsnNode n) {
        List<LabelNode> labels = new ArrayList<>();
        if (n instanceof JumpInsnNode j) {
            labels.add(j.label);
        } else if (n instanceof TableSwitchInsnNode t) {
            labels.add(t.dflt);
            labels.addAll(t.labels);
        } else if (n instanceof LookupSwitchInsnNode t) {
            labels.add(t.dflt);
            labels.addAll(t.labels);
        }
        return labels;
    }

    /** One jump goes elsewhere, and what it comes to reads the same. */
    boolean alike() {
        List<Integer> places = places();
        return places.size() == 1
                && alike(
                        targets(a, places.get(0)).get(0),
                        targets(b, places.get(0)).get(0),
                        new HashSet<>());
    }

    /** Two places in the new code, of which only one jump is new, from which on it reads the same. */
    private boolean alike(int x, int y, Set<List<Integer>> seen) {
        int p = straight(x);
        int q = straight(y);
        if (p == q || !seen.add(List.of(p, q))) {
            return true;
        }
        if (p >= b.size()
                || q >= b.size()
                || !Texts.line(b, p).equals(Texts.line(b, q))
                || b.line(p) != b.line(q)
                || !handlers(after, b, p).equals(handlers(after, b, q))) {
            return false;
        }
        List<Integer> left = targets(b, p);
        List<Integer> right = targets(b, q);
        for (int i = 0; i < left.size(); i++) {
            if (!alike(left.get(i), right.get(i), seen)) {
                return false;
            }
        }
        int opcode = b.get(p).getOpcode();
        boolean ends = Code.between(b.get(p), Opcodes.TABLESWITCH, Opcodes.RETURN) || opcode == Opcodes.ATHROW;
        return ends || alike(p + 1, q + 1, seen);
    }

    private int straight(int at) {
        int n = at;
        for (int i = 0; i < b.size() && n < b.size() && b.get(n).getOpcode() == Opcodes.GOTO; i++) {
            n = targets(b, n).get(0);
        }
        return n;
    }

    static List<String> handlers(MethodNode m, Instructions all, int at) {
        return m.tryCatchBlocks.stream()
                .filter(t -> all.ordinalOf(t.start) <= at && at < all.ordinalOf(t.end))
                .map(t -> t.type + " to " + all.ordinalOf(t.handler))
                .toList();
    }
}
