package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Says before which instruction each fact must be known, for decisions that were folded on it. */
final class GuardUses {
    private final Cfg cfg;
    private final Map<Integer, SortedSet<String>> keys;
    private final MarkedReads marked;
    private final Map<MarkedReads.Holder, SortedSet<Integer>> places = new TreeMap<>();
    private final Map<Integer, List<GuardPlacement.Use>> byPosition = new TreeMap<>();
    private final Map<Integer, Set<Integer>> decisions = new TreeMap<>();

    /**
     * @param operands the computations that are dropped with their decisions, by the decision's ordinal
     * @param keys facts behind each read and helper call
     * @param marked which reads rest on marks
     */
    GuardUses(
            Cfg cfg,
            Map<Integer, FactFlow.Decided> folds,
            Map<Integer, DeadOperands> operands,
            Map<Integer, SortedSet<String>> keys,
            MarkedReads marked) {
        this.cfg = cfg;
        this.keys = keys;
        this.marked = marked;
        // What is dropped has to be known where the first of it stood. It reads from `this`, which is local 0, or from
        // a marked object.
        Map<Integer, Integer> dropped = new HashMap<>();
        operands.values().forEach(d -> d.gone().forEach(at -> dropped.put(at, d.first())));
        folds.forEach((decision, fold) -> {
            for (int read : fold.reads()) {
                int position = dropped.getOrDefault(read, read);
                add(position, read, dropped.containsKey(read) ? 0 : slot(read));
                decisions.computeIfAbsent(position, k -> new TreeSet<>()).add(decision);
            }
        });
    }

    private void add(int position, int read, int slot) {
        List<GuardPlacement.Use> uses = byPosition.computeIfAbsent(position, k -> new ArrayList<>());
        MarkedReads.Holder holder = marked.holder(read);
        if (holder != null) {
            places.computeIfAbsent(holder, h -> new TreeSet<>()).add(position);
            uses.add(new GuardPlacement.Use(holder.type(), holder.slot(), true));
            return;
        }
        for (String key : java.util.Objects.requireNonNull(keys.get(read), "a read that was folded")) {
            uses.add(new GuardPlacement.Use(key, slot, false));
        }
    }

    /** Returns the objects whose marks are relied on, and where. */
    Map<MarkedReads.Holder, SortedSet<Integer>> places() {
        return places;
    }

    /** Returns the keys of the facts of which not the object is asked. */
    Set<String> guarded() {
        Set<String> keys = new TreeSet<>();
        byPosition
                .values()
                .forEach(uses -> uses.stream()
                        .filter(use -> !use.marked())
                        .map(GuardPlacement.Use::key)
                        .forEach(keys::add));
        return keys;
    }

    /** Asks an object at one place for all that is asked of it, so that what comes after need not ask again. */
    void askEarly(MarkedReads.Holder holder, int position) {
        byPosition
                .computeIfAbsent(position, k -> new ArrayList<>())
                .add(0, new GuardPlacement.Use(holder.type(), holder.slot(), true));
        Set<Integer> relying = new TreeSet<>();
        places.getOrDefault(holder, new TreeSet<>()).forEach(at -> relying.addAll(decisionsAt(at)));
        decisions.computeIfAbsent(position, k -> new TreeSet<>()).addAll(relying);
    }

    /** The object must come straight from a local, loaded by the instruction before. */
    private int slot(int read) {
        boolean far = cfg.instructions().get(read) instanceof MethodInsnNode call
                && (call.getOpcode() == Opcodes.INVOKESTATIC || Type.getArgumentCount(call.desc) > 0);
        return !far
                        && read > 0
                        && cfg.in(read).size() == 1
                        && cfg.instructions().get(read - 1) instanceof VarInsnNode load
                        && load.getOpcode() == Opcodes.ALOAD
                ? load.var
                : -1;
    }

    Map<Integer, List<GuardPlacement.Use>> byPosition() {
        return byPosition;
    }

    /** Returns the decisions that need facts to be known there. */
    Set<Integer> decisionsAt(int position) {
        return decisions.getOrDefault(position, Set.of());
    }
}
