package dev.whittle.engine.mutation;

import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Two pieces of straight code that changed places: whether that makes no difference, as the one only moves values of its own. */
record Swapped(MethodNode method, Instructions a, Instructions b, Texts texts) {
    boolean independent() {
        int size = texts.old().size();
        for (int k = 1; k < size; k++) {
            List<String> turned = new ArrayList<>(texts.old().subList(k, size));
            turned.addAll(texts.old().subList(0, k));
            if (turned.equals(texts.now()) && independent(k, size)) {
                return true;
            }
        }
        return false;
    }

    private boolean independent(int k, int size) {
        Set<Integer> firstReads = new HashSet<>();
        Set<Integer> firstWrites = new HashSet<>();
        Set<Integer> secondReads = new HashSet<>();
        Set<Integer> secondWrites = new HashSet<>();
        boolean first = use(0, k, firstReads, firstWrites);
        boolean second = use(k, size, secondReads, secondWrites);
        boolean disjoint =
                none(firstWrites, secondReads) && none(firstWrites, secondWrites) && none(secondWrites, firstReads);
        // What may be seen, or may throw, is in one of them at most, on the same line, and no handler looks on.
        return disjoint && (first || second) && (first && second || method.tryCatchBlocks.isEmpty()) && lines(k, size);
    }

    private static boolean none(Set<Integer> x, Set<Integer> y) {
        return x.stream().noneMatch(y::contains);
    }

    /** Returns true if the piece does nothing but compute and move values. */
    private boolean use(int from, int to, Set<Integer> reads, Set<Integer> writes) {
        boolean quiet = true;
        for (int i = texts.head() + from; i < texts.head() + to; i++) {
            AbstractInsnNode n = a.get(i);
            if (n instanceof VarInsnNode v) {
                (Code.isLoad(n) ? reads : writes).add(v.var);
            } else if (n instanceof IincInsnNode v) {
                reads.add(v.var);
                writes.add(v.var);
            }
            quiet &= !Excuse.throwing(n) && !Code.isExit(n) && !Code.isGuard(n);
        }
        return quiet;
    }

    private boolean lines(int k, int size) {
        for (int i = 0; i < size; i++) {
            int now = i < k ? size - k + i : i - k;
            if (Excuse.throwing(a.get(texts.head() + i)) && a.line(texts.head() + i) != b.line(texts.head() + now)) {
                return false;
            }
        }
        return true;
    }
}
