package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.FrameState;
import dev.whittle.bytecode.Frames;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Where the continuations of guards begin, and whether a guard may be asked before it is needed. */
final class GuardExits {
    private final Cfg cfg;
    private final Frames frames;
    private final BitSet hot;
    private final Predicate<Cfg.Edge> kept;
    private final QuietRow row;

    GuardExits(Cfg cfg, Frames frames, BitSet hot, Predicate<Cfg.Edge> kept, QuietRow row) {
        this.cfg = cfg;
        this.frames = frames;
        this.hot = hot;
        this.kept = kept;
        this.row = row;
    }

    /**
     * Returns the beginning of the method if all that lies between only computes, for the exit of the off switch is there and costs
     * nothing; else the place itself. Locals that are written between must be unset at the beginning: it does not pass them.
     */
    int resume(int position) {
        FrameState first = frames.at(0);
        Set<Integer> seen = new HashSet<>();
        int at = position;
        while (at > 0 && seen.add(at)) {
            at = row.before(at);
            if (at < 0 || !(row.computes(at) || first != null && setsNew(at, first))) {
                return position;
            }
        }
        FrameState there = frames.at(position);
        return at == 0 && there != null && there.stack().isEmpty() ? 0 : position;
    }

    private boolean setsNew(int ordinal, FrameState first) {
        AbstractInsnNode node = cfg.instructions().get(ordinal);
        if (!(node instanceof VarInsnNode store)
                || store.getOpcode() < Opcodes.ISTORE
                || store.getOpcode() > Opcodes.ASTORE) {
            return false;
        }
        return first.typedSlots().stream().allMatch(slot -> slot + FrameState.size(first.local(slot)) <= store.var);
    }

    /**
     * Returns true if control that comes to a place comes to one of others, whatever way it takes; loops that are entered later and hold
     * one of them count as run.
     */
    boolean comesTo(int from, Set<Integer> places) {
        List<BitSet> run = loops(from, places);
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(from));
        while (!work.isEmpty()) {
            int at = work.pop();
            if (places.contains(at) || seen.get(at)) {
                continue;
            }
            seen.set(at);
            if (Cfg.endsMethod(cfg.instructions().get(at).getOpcode())) {
                return false;
            }
            for (Cfg.Edge edge : cfg.out(at)) {
                boolean past = run.stream().anyMatch(body -> body.get(edge.from()) && !body.get(edge.to()));
                if (edge.kind() != Cfg.Kind.HANDLER && follows(edge) && !past) {
                    work.push(edge.to());
                }
            }
        }
        return true;
    }

    private boolean follows(Cfg.Edge edge) {
        return hot.get(edge.from()) && hot.get(edge.to()) && kept.test(edge);
    }

    /** The loops that are entered later and hold one of the places. */
    private List<BitSet> loops(int from, Set<Integer> places) {
        return cfg.backEdges().stream()
                .filter(this::follows)
                .map(this::body)
                .filter(body -> !body.get(from) && places.stream().anyMatch(body::get))
                .toList();
    }

    /** The natural loop of a back edge. */
    private BitSet body(Cfg.Edge back) {
        BitSet body = new BitSet();
        body.set(back.to());
        Deque<Integer> work = new ArrayDeque<>(List.of(back.from()));
        while (!work.isEmpty()) {
            int at = work.pop();
            if (!body.get(at)) {
                body.set(at);
                cfg.in(at).stream()
                        .filter(e -> hot.get(e.from()) && kept.test(e))
                        .forEach(e -> work.push(e.from()));
            }
        }
        return body;
    }
}
