package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Both methods at corresponding moments: each at its own instruction with its own frame, over the same memory, because all
 * effects so far were the same in the same order.
 */
final class State {
    final Terms terms;
    int original;
    int whittled;
    Frame o;
    Frame w;
    /** Version of each part of memory; what is not listed has the version {@code rest}. */
    Map<String, Term> memory;

    Term rest;
    Knowledge known;
    /** Monitors that were entered in this method and not yet left. */
    List<Term> locks;
    /** What a guard of a fact or a mark says where the condition that is the key holds. */
    Map<Term, Guarded> guards;
    /** Instructions of the original since the last cut. */
    int steps;

    /** Instructions of the transformed method since the last cut. */
    int whittledSteps;

    /** True if the transformed method went to an earlier instruction since the last cut: each of its cycles does. */
    boolean back;

    /** Where the original was before the steps just made, if all that they did was to make objects; else null. */
    @Nullable
    Before before;

    /** How often the original passed the place at which it is wanted. */
    int visits;

    /** Where the original had a choice since it was last let run. */
    final List<Integer> choices = new ArrayList<>();

    /** Name of the cut that this path began at: what is new on a path is named after it, so that no name means two values. */
    String cut = "entry";

    /** @param initialised internal names of classes that are initialised then */
    record Guarded(List<Term> equations, List<String> initialised) {}

    /** What the original had at a place that it has passed. */
    record Before(int original, Frame frame, Map<String, Term> memory, Term rest) {}

    State(Terms terms, Frame o, Frame w) {
        this.terms = terms;
        this.o = o;
        this.w = w;
        this.memory = new TreeMap<>();
        this.rest = terms.sym("memory at entry", 'V');
        this.known = new Knowledge(terms);
        this.locks = new ArrayList<>();
        this.guards = new HashMap<>();
    }

    State copy() {
        State s = new State(terms, o.copy(), w.copy());
        s.original = original;
        s.whittled = whittled;
        s.memory = new TreeMap<>(memory);
        s.rest = rest;
        s.known = known.copy();
        s.locks = new ArrayList<>(locks);
        s.guards = new HashMap<>(guards);
        s.steps = steps;
        s.cut = cut;
        s.whittledSteps = whittledSteps;
        s.back = back;
        s.before = before;
        s.visits = visits;
        s.choices.addAll(choices);
        return s;
    }

    /** Returns the original's place and what it has there. */
    Before here() {
        return new Before(original, o.copy(), new TreeMap<>(memory), rest);
    }

    /** Returns this moment with the original at a place that it has passed. */
    State at(Before earlier) {
        State s = copy();
        s.original = earlier.original();
        s.o = earlier.frame().copy();
        s.memory = new TreeMap<>(earlier.memory());
        s.rest = earlier.rest();
        return s;
    }

    /** A value that is new here. */
    Term fresh(String what, char type) {
        return terms.sym(what + " since " + cut, type);
    }

    Term version(String part) {
        return memory.getOrDefault(part, rest);
    }

    /** Anything may have happened to memory: what other threads or called methods wrote may be seen from here on. */
    void havoc(String where) {
        memory.clear();
        rest = fresh("memory after " + where, 'V');
    }

    void wrote(String part, String where) {
        memory.put(part, fresh(part + " after " + where, 'V'));
    }

    void goWhittled(int next) {
        back |= next <= whittled;
        whittled = next;
        whittledSteps++;
    }

    void goOriginal(int next) {
        original = next;
        steps++;
    }

    /** Adds a condition to what holds, and what a guard of a fact says with it. */
    void learn(Term condition) {
        known.learn(condition);
        Guarded guarded = guards.get(condition);
        if (guarded != null) {
            guarded.equations().forEach(known::learn);
            guarded.initialised().forEach(known::initialise);
        }
    }
}
