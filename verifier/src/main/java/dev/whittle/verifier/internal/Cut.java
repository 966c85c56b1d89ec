package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A pair of places, one in each method, and what holds whenever both are there. Starts with the first arrival; each further one
 * weakens it to what both say: values that differ get a new name, one name for all places that differ alike (Alpern, Wegman, Zadeck).
 */
final class Cut {
    private record Pair(Term old, Term arriving) {}

    private final String name;
    private final Terms terms;
    private final Set<Term> own = new HashSet<>();
    private State state;
    int visits;
    private final @Nullable PairRelations relations;

    /**
     * @param prover to look for relations between values with, or null
     * @param entryOnce true if no path comes back to where both methods begin
     */
    Cut(String name, State first, @Nullable Prover prover, boolean entryOnce) {
        this.name = name;
        this.terms = first.terms;
        this.state = first.copy();
        start(state);
        this.relations =
                prover == null ? null : new PairRelations(terms, prover, entryOnce, slots(state, state), state.known);
    }

    State state() {
        State s = state.copy();
        start(s);
        return s;
    }

    private void start(State s) {
        s.cut = name;
        s.steps = 0;
        s.whittledSteps = 0;
        s.back = false;
        s.before = null;
        s.guards.clear();
    }

    /** Forgets locals that are not read any more. */
    static void forget(Frame frame, BitSet live) {
        frame.locals.keySet().removeIf(slot -> !live.get(slot));
    }

    /** Takes another arrival in; returns true if less holds than before. */
    boolean meet(State arriving) {
        if (state.locks.size() != arriving.locks.size()
                || state.o.stack.size() != arriving.o.stack.size()
                || state.w.stack.size() != arriving.w.stack.size()) {
            throw new Unproved("paths meet at " + name + " with different stacks or monitors");
        }
        Map<String, Term> before = slots(state, arriving);
        Map<String, Term> now = slots(arriving, state);
        if (relations != null) {
            relations.agree(before, now, arriving.known);
        }
        Set<String> common = new TreeSet<>(before.keySet());
        common.retainAll(now.keySet());
        Map<Pair, Term> names = new HashMap<>();
        Set<Term> nonNull = new HashSet<>();
        Map<String, Term> merged = new TreeMap<>();
        for (String slot : common) {
            Term a = required(before, slot);
            Term b = required(now, slot);
            if (a.type() != b.type()) {
                continue;
            }
            Term name = a == b && !own.contains(a) ? a : names.computeIfAbsent(new Pair(a, b), p -> rename(slot, a));
            merged.put(slot, name);
            if (name.type() == 'A' && state.known.nonNull(a) && arriving.known.nonNull(b)) {
                nonNull.add(name);
            }
        }
        Knowledge known = state.known.meet(arriving.known, own, nonNull);
        if (relations != null) {
            relations.meet(before, now, merged, arriving.known);
            relations.facts(merged).forEach(known::learn);
        }
        boolean changed = !merged.equals(before) || !known.sameAs(state.known);
        state = rebuilt(merged, known);
        return changed;
    }

    private Term rename(String slot, Term old) {
        Term result = terms.sym("at " + slot + " of " + name, old.type());
        own.add(result);
        return result;
    }

    private static Map<String, Term> slots(State s, State other) {
        Map<String, Term> slots = new TreeMap<>();
        frame("o", s.o, slots);
        frame("w", s.w, slots);
        for (int i = 0; i < s.locks.size(); i++) {
            slots.put("lock " + i, s.locks.get(i));
        }
        slots.put("rest", s.rest);
        Set<String> parts = new TreeSet<>(s.memory.keySet());
        parts.addAll(other.memory.keySet());
        parts.forEach(part -> slots.put("memory " + part, s.version(part)));
        return slots;
    }

    private static void frame(String side, Frame f, Map<String, Term> slots) {
        f.locals.forEach((i, t) -> slots.put(side + " local " + i, t));
        for (int i = 0; i < f.stack.size(); i++) {
            slots.put(side + " stack " + i, f.stack.get(i));
        }
    }

    private State rebuilt(Map<String, Term> merged, Knowledge known) {
        State s = state.copy();
        rebuild("o", s.o, merged);
        rebuild("w", s.w, merged);
        s.locks = new ArrayList<>();
        for (int i = 0; i < state.locks.size(); i++) {
            s.locks.add(required(merged, "lock " + i));
        }
        s.rest = required(merged, "rest");
        s.memory.clear();
        merged.forEach((slot, term) -> {
            if (slot.startsWith("memory ")) {
                s.memory.put(slot.substring("memory ".length()), term);
            }
        });
        s.known = known;
        start(s);
        return s;
    }

    private void rebuild(String side, Frame f, Map<String, Term> merged) {
        for (Integer slot : new ArrayList<>(f.locals.keySet())) {
            Term term = merged.get(side + " local " + slot);
            if (term == null) {
                f.locals.remove(slot);
            } else {
                f.locals.put(slot, term);
            }
        }
        f.stack.replaceAll(t -> terms.nul);
        for (int i = 0; i < f.stack.size(); i++) {
            f.stack.set(i, required(merged, side + " stack " + i));
        }
    }

    private Term required(Map<String, Term> merged, String slot) {
        Term term = merged.get(slot);
        if (term == null) {
            throw new Unproved("paths meet at " + name + " with values of different types");
        }
        return term;
    }
}
