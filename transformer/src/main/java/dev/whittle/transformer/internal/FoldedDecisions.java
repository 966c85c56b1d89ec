package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What goes with decisions that have one outcome, and where the guards of their facts are tested. The planner asks it what the pass will do.
 */
public final class FoldedDecisions {
    private final Cfg cfg;
    private final BitSet keep;
    private final Predicate<Cfg.Edge> kept;
    private final Members members;
    private final EnumConstants enums;
    private final Map<Integer, DeadOperands> operands = new TreeMap<>();
    private final BitSet dead = new BitSet();
    private final GuardUses uses;
    private final MarkedReads marked;
    private final GuardExits exits;
    private final Map<Integer, List<GuardTest>> tests = new TreeMap<>();

    /**
     * @param keep the code that stays hot
     * @param kept whether control may follow an edge there
     * @param folds the decisions of the code that stays
     * @param keys facts behind each read and helper call that they rest on
     * @param marked which reads rest on marks of their objects
     * @param legal whether the method can be left at an ordinal
     */
    public FoldedDecisions(
            MethodNode method,
            Cfg cfg,
            BitSet keep,
            Predicate<Cfg.Edge> kept,
            Map<Integer, FactFlow.Decided> folds,
            Map<Integer, SortedSet<String>> keys,
            Members members,
            EnumConstants enums,
            MarkedReads marked,
            IntPredicate legal) {
        this.cfg = cfg;
        this.keep = keep;
        this.kept = kept;
        this.members = members;
        this.enums = enums;
        this.marked = marked;
        this.exits = new GuardExits(cfg, marked.frames(), keep, kept, new QuietRow(method, cfg, members, keep, kept));
        folds.forEach((ordinal, fold) -> {
            DeadOperands dropped = DeadOperands.of(method, cfg, ordinal, known(fold, keys));
            operands.put(ordinal, dropped);
            dropped.gone().forEach(dead::set);
        });
        this.uses = new GuardUses(cfg, folds, operands, keys, marked);
        askEarly(legal);
        new GuardPlacement(cfg, keep, kept, uses.byPosition(), at -> dead.get(at) || keys.containsKey(at), members)
                .tests()
                .forEach((at, asked) ->
                        tests.put(at, asked.stream().map(this::test).toList()));
    }

    /** One test where an object comes into its local serves all reads, if control comes to one of them anyway. */
    private void askEarly(IntPredicate legal) {
        uses.places().forEach((holder, places) -> {
            int at = marked.defined(holder);
            if (at >= 0
                    && keep.get(at)
                    && legal.test(exits.resume(at))
                    && (marked.isThis(holder.slot()) || exits.comesTo(at, places))) {
                uses.askEarly(holder, at);
            }
        });
    }

    private GuardTest test(GuardPlacement.Use use) {
        return use.marked()
                ? marked.test(new MarkedReads.Holder(use.key(), use.slot()))
                : new GuardTest.OfProgram(use.key());
    }

    private List<Cfg.Edge> in(int ordinal) {
        return cfg.in(ordinal).stream()
                .filter(e -> keep.get(e.from()) && kept.test(e))
                .toList();
    }

    private DeadOperands.Known known(FactFlow.Decided fold, Map<Integer, SortedSet<String>> keys) {
        // The guard of a fact says that its value was written, so that the class of that value is initialised.
        Set<String> enumTypes = new HashSet<>();
        for (int read : fold.reads()) {
            if (cfg.instructions().get(read) instanceof FieldInsnNode f) {
                enumTypes.add(Type.getType(f.desc).getInternalName());
            }
        }
        return new DeadOperands.Known(
                this::in,
                ordinal -> keep.nextSetBit(ordinal + 1),
                keys::containsKey,
                this::isPlain,
                f -> enumTypes.contains(f.owner) && enums.test(f.owner + "." + f.name),
                read -> fold.reads().contains(read) && marked.holder(read) != null);
    }

    private boolean isPlain(FieldInsnNode field) {
        Members.Member member = members.field(field.owner, field.name, field.desc);
        return member != null && (member.access() & Opcodes.ACC_VOLATILE) == 0;
    }

    /** Returns true for an instruction that only a folded decision needed. */
    public boolean dead(int ordinal) {
        return dead.get(ordinal);
    }

    /** Returns the sizes of what a folded decision leaves on the stack, top first. */
    public List<Integer> pops(int decision) {
        return Objects.requireNonNull(operands.get(decision), "a folded decision")
                .pops();
    }

    /** Returns what is tested before an instruction, by its ordinal. */
    public Map<Integer, List<GuardTest>> tests() {
        return tests;
    }

    /** Returns the keys of the facts that need a guard for all objects together, because a place cannot ask the object that it reads. */
    public Set<String> guarded() {
        return uses.guarded();
    }

    /** Returns where a continuation begins that a test before an instruction leads to: there, or at the beginning of the method. */
    public int resume(int position) {
        return exits.resume(position);
    }

    /** Returns the decisions that rely on what is tested there. */
    public Set<Integer> guardedAt(int position) {
        return uses.decisionsAt(position);
    }

    /** Returns what is tested there, nothing if nothing is. */
    public List<GuardTest> testsAt(int ordinal) {
        return tests.getOrDefault(ordinal, List.of());
    }

    /**
     * Returns true if whatever control does in the method, it asks an object for its marks first, and leaves where the method begins if it has not
     * all of them. Off, no object has any: such a method needs no other test of the switch.
     */
    public boolean asksAtOnce() {
        for (int i = 0; keep.get(i); i++) {
            if (resume(i) == 0 && testsAt(i).stream().anyMatch(GuardTest.OfObject.class::isInstance)) {
                return true;
            }
            int next = i + 1;
            List<Integer> ways = cfg.out(i).stream()
                    .filter(e -> e.kind() != Cfg.Kind.HANDLER)
                    .map(Cfg.Edge::to)
                    .toList();
            boolean straight = ways.equals(List.of(next)) && cfg.in(next).size() == 1;
            if (!straight) {
                return false;
            }
        }
        return false;
    }
}
