package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Decides where guards are tested: before each folded read that no earlier test covers. A test covers a read if the object was in a
 * local already when it was tested, and nothing lies between that may write the fact or acquire (DESIGN, section 6). Forward data flow;
 * what several ways bring is intersected.
 */
final class GuardPlacement {
    private final Cfg cfg;
    private final BitSet keep;
    private final java.util.function.Predicate<Cfg.Edge> kept;
    private final Map<Integer, List<Use>> uses;
    private final IntPredicate quiet;
    private final Members members;
    /** For each fact, the local slots whose object was there when the guard was last tested; null where control has not come yet. */
    private final @Nullable Map<String, BitSet>[] in;

    /**
     * A use of a folded value.
     *
     * @param key of the fact, or for a mark the name of the class that has it
     * @param slot local that holds the object it is read from, or -1 if that does not come straight from a local
     * @param marked whether the mark of that object is asked: what one object says holds for no other
     */
    record Use(String key, int slot, boolean marked) implements Comparable<Use> {
        @Override
        public int compareTo(Use other) {
            return Comparator.comparing(Use::key)
                    .thenComparing(Use::slot)
                    .thenComparing(Use::marked)
                    .compare(this, other);
        }
    }

    /**
     * @param uses by the ordinal before which the fact has to be known
     * @param quiet tells whether an instruction does nothing to facts although it looks like it: helpers that only compute, and what is gone
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    GuardPlacement(
            Cfg cfg,
            BitSet keep,
            java.util.function.Predicate<Cfg.Edge> kept,
            Map<Integer, List<Use>> uses,
            IntPredicate quiet,
            Members members) {
        this.cfg = cfg;
        this.keep = keep;
        this.kept = kept;
        this.uses = uses;
        this.quiet = quiet;
        this.members = members;
        this.in = new Map[cfg.size()];
    }

    /** Returns what is tested before an instruction, by its ordinal, ascending: a guard once, whatever the slots of its uses. */
    Map<Integer, SortedSet<Use>> tests() {
        Deque<Integer> work = new ArrayDeque<>();
        in[0] = Map.of();
        work.add(0);
        while (!work.isEmpty()) {
            int at = work.remove();
            Map<String, BitSet> state = copy(in[at]);
            Map<String, BitSet> before = copy(state);
            transfer(at, state);
            for (Cfg.Edge edge : cfg.out(at)) {
                if (keep.get(edge.to()) && kept.test(edge)) {
                    // An exception may be thrown before or after the instruction's effect.
                    Map<String, BitSet> along = edge.kind() == Cfg.Kind.HANDLER ? meet(before, state) : state;
                    Map<String, BitSet> old = in[edge.to()];
                    Map<String, BitSet> merged = old == null ? along : meet(old, along);
                    if (!merged.equals(old)) {
                        in[edge.to()] = copy(merged);
                        work.add(edge.to());
                    }
                }
            }
        }
        Map<Integer, SortedSet<Use>> tests = new TreeMap<>();
        uses.forEach((at, list) -> {
            Map<String, BitSet> state = in[at];
            for (Use use : list) {
                if (state != null && !covered(use, state)) {
                    tests.computeIfAbsent(at, k -> new TreeSet<>())
                            .add(use.marked() ? use : new Use(use.key(), -1, false));
                }
            }
        });
        return tests;
    }

    /** The object must come straight from a local that held it when the guard was tested. */
    private static boolean covered(Use use, Map<String, BitSet> state) {
        BitSet slots = state.get(use.key());
        return slots != null && use.slot() >= 0 && slots.get(use.slot());
    }

    private void transfer(int at, Map<String, BitSet> state) {
        AbstractInsnNode node = cfg.instructions().get(at);
        for (Use use : uses.getOrDefault(at, List.of())) {
            if (use.marked()) {
                state.computeIfAbsent(use.key(), k -> new BitSet()).set(use.slot());
            } else if (!covered(use, state)) {
                BitSet all = new BitSet();
                all.set(0, 65536);
                state.put(use.key(), all);
            }
        }
        if (quiet.test(at)) {
            return;
        }
        if (node instanceof VarInsnNode store
                && store.getOpcode() >= Opcodes.ISTORE
                && store.getOpcode() <= Opcodes.ASTORE) {
            state.values().forEach(slots -> slots.clear(store.var, store.var + 2));
        } else if (barrier(node)) {
            // An object that was tested keeps what its constructor gave to its final fields, whoever acts in between.
            state.keySet().removeIf(key -> !isMark(key) && !members.isFinal(key));
        } else if (node instanceof FieldInsnNode field && node.getOpcode() == Opcodes.PUTFIELD) {
            state.remove(members.key(field));
        }
    }

    /** A key of a fact has a point, a name of a class has none. */
    private static boolean isMark(String key) {
        return key.indexOf('.') < 0;
    }

    private boolean barrier(AbstractInsnNode node) {
        int opcode = node.getOpcode();
        if (opcode >= Opcodes.INVOKEVIRTUAL && opcode <= Opcodes.NEW
                || opcode == Opcodes.MONITORENTER
                || opcode == Opcodes.MONITOREXIT
                || opcode == Opcodes.GETSTATIC
                || opcode == Opcodes.PUTSTATIC) {
            return true;
        }
        if (node instanceof org.objectweb.asm.tree.LdcInsnNode ldc
                && !(ldc.cst instanceof Number || ldc.cst instanceof String)) {
            return true;
        }
        if (node instanceof FieldInsnNode field) {
            Members.Member member = members.field(field.owner, field.name, field.desc);
            return member == null || (member.access() & Opcodes.ACC_VOLATILE) != 0;
        }
        return false;
    }

    private static Map<String, BitSet> meet(Map<String, BitSet> a, Map<String, BitSet> b) {
        Map<String, BitSet> result = new HashMap<>();
        a.forEach((key, slots) -> {
            BitSet other = b.get(key);
            if (other != null) {
                BitSet both = (BitSet) slots.clone();
                both.and(other);
                result.put(key, both);
            }
        });
        return result;
    }

    private static Map<String, BitSet> copy(@Nullable Map<String, BitSet> state) {
        Map<String, BitSet> result = new HashMap<>();
        if (state != null) {
            state.forEach((key, slots) -> result.put(key, (BitSet) slots.clone()));
        }
        return result;
    }
}
