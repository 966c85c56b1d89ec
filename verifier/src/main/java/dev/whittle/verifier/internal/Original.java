package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Lets the original method catch up: it goes on without a trace until it must show something, or is where it is wanted. */
final class Original {
    /** More silent instructions than this in a row are a loop that the other method does not have. */
    private static final int MAX_STEPS = 20_000;

    /** Each open choice makes one path more. */
    private static final int MAX_CHOICES = 500;

    /** Where places are guessed, a choice that is open again and again is a loop that is followed in vain. */
    private static final int MAX_ROUNDS = 5;

    /** @param step what it would show, or null if it stopped where it was wanted */
    record Stop(State state, @Nullable Step step) {}

    private final Code code;
    private final Machine machine;
    private final Prover prover;
    private final @Nullable PairRules pair;

    Original(Code code, Machine machine, Prover prover, @Nullable PairRules pair) {
        this.code = code;
        this.machine = machine;
        this.prover = prover;
        this.pair = pair;
    }

    /** Runs until the wanted place or the next visible step, on each path that is not known to be impossible. */
    List<Stop> run(State start, Predicate<State> wanted) {
        List<Stop> stops = new ArrayList<>();
        Deque<State> work = new ArrayDeque<>();
        start.choices.clear();
        work.push(start);
        int choices = 0;
        while (!work.isEmpty()) {
            State s = work.pop();
            if (wanted.test(s)) {
                stops.add(new Stop(s, null));
                continue;
            }
            Step step = step(s);
            if (step instanceof Step.Silent silent) {
                s.goOriginal(silent.next());
                work.push(s);
            } else if (step instanceof Step.Branch branch) {
                if (++choices > MAX_CHOICES) {
                    throw new Unproved("the original has more paths there than are looked at");
                }
                List<Step.Way> ways = possible(branch, s);
                if (pair != null && ways.size() > 1) {
                    rounds(s);
                }
                ways.forEach(way -> work.push(take(s.copy(), way)));
            } else {
                stops.add(new Stop(s, step));
            }
        }
        return stops;
    }

    /**
     * Runs as far as one path goes: to an open choice or the next visible step. Of the places where paths meet on the way, returns
     * the first that looks like the place wanted, else the first, else the end.
     *
     * @param least number of instructions to make at least
     */
    State settle(State start, int least, Predicate<State> likely) {
        State s = start;
        State first = null;
        Set<Integer> met = new HashSet<>();
        while (true) {
            if (s.steps >= least && code.isJoin(s.original)) {
                if (likely.test(s)) {
                    return s;
                }
                first = first == null ? s : first;
                if (!met.add(s.original)) {
                    return first;
                }
            }
            State next = alone(s);
            if (next == null) {
                return first == null ? s : first;
            }
            s = next;
        }
    }

    /** One silent step further, or null where there is none, or more than one. */
    private @Nullable State alone(State s) {
        State probe = s.copy();
        Step step = step(probe);
        if (step instanceof Step.Silent silent) {
            probe.goOriginal(silent.next());
            return probe;
        }
        List<Step.Way> ways = step instanceof Step.Branch branch ? possible(branch, probe) : List.of();
        return ways.size() == 1 ? take(probe, ways.get(0)) : null;
    }

    private Step step(State s) {
        if (s.steps > MAX_STEPS) {
            throw new Unproved("the original loops at " + s.original + " where the new code does not");
        }
        Step step = machine.step(code, s.original, s.o, s, false);
        int handler = pair == null ? -1 : PairRules.caught(code, s.original, step, s, prover);
        if (handler < 0) {
            return step;
        }
        s.o.stack.clear();
        s.o.push(s.terms.app("caught", "by the first at " + s.original + " after " + s.steps + " since " + s.cut, 'A'));
        return new Step.Silent(handler);
    }

    private static void rounds(State s) {
        s.choices.add(s.original);
        if (java.util.Collections.frequency(s.choices, s.original) > MAX_ROUNDS) {
            throw new Unproved("the original loops at " + s.original + " where the new code does not");
        }
    }

    private static State take(State s, Step.Way way) {
        s.learn(way.condition());
        s.goOriginal(way.target());
        return s;
    }

    private List<Step.Way> possible(Step.Branch branch, State s) {
        for (Step.Way way : branch.ways()) {
            if (s.known.decide(way.condition()) == s.terms.yes) {
                return List.of(way);
            }
        }
        if (pair != null
                && branch.ways().size() == 2
                && prover.fails(branch.ways().get(0).condition(), s.known)) {
            return List.of(branch.ways().get(1));
        }
        return branch.ways().stream()
                .filter(way -> !prover.fails(way.condition(), s.known))
                .toList();
    }
}
