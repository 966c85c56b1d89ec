package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks the original and the transformed method side by side, from the entry, and shows by induction over the places where paths
 * meet that each visible step of one is the step of the other: same effect, same operands, same line, same handlers. The
 * transformed method leads; the original catches up.
 */
final class Product {
    private static final int MAX_PATHS = 60_000;
    private static final int MAX_VISITS = 200;

    private final Code original;
    private final Code whittled;
    private final Machine machine;
    private final Prover prover;
    private final Original follower;
    private final Exits exits;
    private final Map<Integer, Set<Integer>> hints;
    private final IntPredicate cut;
    private final Map<String, Cut> cuts = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final Deque<State> paths = new ArrayDeque<>();
    /** Of two strange versions, more is tried. */
    private final @Nullable PairRules pair;

    /**
     * @param hints for places of the transformed method, places of the original that somebody claims to correspond
     * @param cut places of the transformed method at which paths are joined: each of its cycles passes one, where it comes from a place
     *     that is not an earlier one
     */
    Product(
            Code original,
            Code whittled,
            Machine machine,
            Prover prover,
            Exits exits,
            Map<Integer, Set<Integer>> hints,
            IntPredicate cut) {
        this(original, whittled, machine, prover, exits, new PairJoins(hints, cut, null));
    }

    Product(Code original, Code whittled, Machine machine, Prover prover, Exits exits, PairJoins joins) {
        this.original = original;
        this.whittled = whittled;
        this.machine = machine;
        this.prover = prover;
        this.pair = joins.rules();
        this.follower = new Original(original, machine, prover, pair);
        this.exits = exits;
        this.hints = joins.hints();
        this.cut = joins.cut();
    }

    /** Returns if the two were shown to do the same. */
    void prove(State entry) {
        meet(entry);
        int count = 0;
        while (!open.isEmpty()) {
            String name = open.iterator().next();
            open.remove(name);
            Cut cut = cuts.get(name);
            if (cut == null || ++cut.visits > MAX_VISITS) {
                throw new Unproved("no invariant was found at " + name);
            }
            paths.push(cut.state());
            while (!paths.isEmpty()) {
                if (++count > MAX_PATHS) {
                    throw new Unproved("it has more paths than are looked at");
                }
                follow(paths.pop());
            }
        }
    }

    /** Follows the transformed method to the next thing that it shows, or the next place where paths meet. */
    private void follow(State s) {
        while (true) {
            if (s.whittledSteps > 0 && cut.test(s.whittled) && !Exits.leads(whittled, s.whittled)) {
                arrive(s);
                return;
            }
            Step step = machine.step(whittled, s.whittled, s.w, s, true);
            if (step instanceof Step.Silent silent) {
                s.goWhittled(silent.next());
            } else if (step instanceof Step.Branch branch) {
                fork(branch, s);
                return;
            } else if (step instanceof Step.Exit exit) {
                leave(s, exit);
                return;
            } else if (!caught(s, step)) {
                if (!machine.leavesNoTrace(whittled.at(s.whittled))) {
                    s.before = null;
                } else if (s.before == null) {
                    s.before = s.here();
                }
                for (Original.Stop stop : follower.run(s, x -> false)) {
                    Step other = stop.step();
                    if (other != null) {
                        match(stop.state(), other, step);
                    }
                }
                return;
            }
        }
    }

    /** Goes on in a handler of the method where the machine is sure to throw. */
    private boolean caught(State s, Step step) {
        int handler = pair == null ? -1 : PairRules.caught(whittled, s.whittled, step, s, prover);
        if (handler >= 0) {
            s.w.stack.clear();
            s.w.push(s.terms.app(
                    "caught", "by the second at " + s.whittled + " after " + s.whittledSteps + " since " + s.cut, 'A'));
            s.goWhittled(handler);
        }
        return handler >= 0;
    }

    private void fork(Step.Branch branch, State s) {
        for (Step.Way way : branch.ways()) {
            if (s.known.decide(way.condition()) != s.terms.no) {
                State t = s.copy();
                t.learn(way.condition());
                t.goWhittled(way.target());
                paths.push(t);
            }
        }
    }

    private void match(State s, Step o, Step w) {
        if (o instanceof Step.Check a && w instanceof Step.Check b && a.key().equals(b.key())) {
            sameOperands(s, a.args(), b.args(), a.key());
            sameLine(s);
            raise(s, s.terms.nul, a);
            a.learn().forEach(s::learn);
            b.learn().forEach(s::learn);
            if (!a.initialises().isEmpty()) {
                s.havoc("initialising at " + s.whittled);
                s.known.initialise(a.initialises());
            }
            paths.push(s);
        } else if (o instanceof Step.Effect a
                && w instanceof Step.Effect b
                && (a.key().equals(b.key()) || sameMethod(s, a))) {
            effect(s, a, b);
        } else if (o instanceof Step.Return a && w instanceof Step.Return b && a.opcode() == b.opcode()) {
            sameOperands(s, a.values(), b.values(), "return");
        } else if (o instanceof Step.Throw a && w instanceof Step.Throw b) {
            sameOperands(s, List.of(a.exception()), List.of(b.exception()), "throw");
            sameLine(s);
            raise(s, s.known.nonNull(a.exception()) ? a.exception() : s.terms.nul, a);
        } else {
            differ(s, "the original does " + show(o) + " where the new code does " + show(w));
        }
    }

    private boolean sameMethod(State s, Step.Effect call) {
        return !call.args().isEmpty()
                && machine.sameMethod(
                        original.at(s.original),
                        whittled.at(s.whittled),
                        original.owner,
                        call.args().get(0),
                        s);
    }

    private void effect(State s, Step.Effect a, Step.Effect b) {
        sameOperands(s, a.args(), b.args(), a.key());
        sameLine(s);
        String where = s.original + "/" + s.whittled;
        State failing = s.copy();
        s.o.drop(a.args().size());
        s.w.drop(b.args().size());
        for (State t : List.of(s, failing)) {
            if (a.writes().equals("*") || b.writes().equals("*")) {
                t.havoc(where);
            } else if (!a.writes().isEmpty()) {
                t.wrote(a.writes(), where);
            }
        }
        raise(failing, s.terms.nul, a);
        a.learn().forEach(s::learn);
        if (pair != null) {
            pair.stored(whittled.at(s.whittled), a.args(), s);
        }
        b.learn().forEach(s::learn);
        if (a.result() != 'V') {
            String name = "result of " + where + " since " + s.cut;
            Term result = pair != null && PairRules.returnsReceiver(whittled.at(s.whittled))
                    ? a.args().get(0)
                    : s.terms.app(a.resultOp(), name, a.result());
            s.o.push(result);
            s.w.push(result);
        }
        monitors(s, a);
        s.goOriginal(s.original + 1);
        s.goWhittled(s.whittled + 1);
        paths.push(s);
    }

    private void monitors(State s, Step.Effect effect) {
        if (effect.key().equals("monitorenter")) {
            s.locks.add(effect.args().get(0));
        } else if (effect.key().equals("monitorexit")) {
            int last = s.locks.size() - 1;
            if (last < 0 || !prover.equal(s.locks.get(last), effect.args().get(0), s.known)) {
                throw new Unproved("monitors are not left in the order in which they were entered");
            }
            s.locks.remove(last);
        }
    }

    /** Both throw at this place: both go on in handlers of the same types, or end. Null stands for an exception not known before. */
    private void raise(State s, Term exception, Step step) {
        List<Code.Handler> a = original.handlers(s.original);
        List<Code.Handler> b = whittled.handlers(s.whittled);
        if (pair != null) {
            a = PairRules.seen(a, step);
            b = PairRules.seen(b, step);
        }
        if (a.size() != b.size()) {
            differ(s, "exceptions are caught differently");
            return;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).type().equals(b.get(i).type())) {
                differ(s, "exceptions of other types are caught");
                return;
            }
            State t = s.copy();
            t.before = null;
            String name = s.original + "/" + s.whittled + " handler " + i + " since " + s.cut;
            Term caught = exception.isNull() ? s.terms.app("caught", name, 'A') : exception;
            t.o.stack.clear();
            t.w.stack.clear();
            t.o.push(caught);
            t.w.push(caught);
            t.goOriginal(a.get(i).target());
            t.goWhittled(b.get(i).target());
            paths.push(t);
        }
    }

    private void sameOperands(State s, List<Term> a, List<Term> b, String what) {
        if (!prover.equal(a, b, s.known)) {
            differ(s, what + " has operands " + a + " in the original and " + b + " in the new code");
        }
    }

    private void sameLine(State s) {
        if (original.line(s.original) != whittled.line(s.whittled)) {
            throw Unproved.ofForm("line " + original.line(s.original) + " became " + whittled.line(s.whittled));
        }
    }

    /**
     * The original is where the exit goes on, or was there before steps that leave no trace: what they made is not passed on, and the
     * original may as well not have made them yet.
     */
    private void leave(State s, Step.Exit exit) {
        Exits.Exit out = exits.at(whittled, exit.ordinal(), s);
        State earlier = s.before == null ? null : s.at(s.before);
        String difference = difference(s, out);
        if (!difference.isEmpty()
                && (earlier == null || !difference(earlier, out).isEmpty())) {
            throw new Unproved(difference);
        }
    }

    /** Returns how what an exit passes on differs from what the original has there, or an empty string. */
    private String difference(State s, Exits.Exit out) {
        for (Original.Stop stop : follower.run(s, t -> t.original == out.resume())) {
            String difference = stop.step() == null
                    ? exits.difference(original, out, stop.state(), prover)
                    : "the exit resumes at " + out.resume() + " but the original does not get there silently";
            if (!difference.isEmpty() && !prover.dead(stop.state().known)) {
                return placed(stop.state(), difference);
            }
        }
        return "";
    }

    /** The transformed method is where paths meet: finds where the original is then, and takes the arrival in. */
    private void arrive(State s) {
        int least = s.back && s.steps == 0 ? 1 : 0;
        boolean waits = pair != null && !s.back && pair.first() < 0;
        for (int hint : waits ? Set.<Integer>of() : hints.getOrDefault(s.whittled, Set.of())) {
            int wanted = s.steps + least;
            int visits = pair == null ? 1 : s.back ? pair.each() : pair.first() + 1;
            State start = s.copy();
            start.visits = 0;
            List<Original.Stop> stops =
                    follower.run(start, t -> t.steps >= wanted && t.original == hint && ++t.visits >= visits);
            boolean some = pair != null && stops.stream().anyMatch(stop -> stop.step() == null);
            if (some || stops.stream().allMatch(stop -> stop.step() == null)) {
                stops.forEach(stop -> reach(stop.state()));
                return;
            }
        }
        int place = s.whittled;
        reach(follower.settle(s, s.steps + least, t -> alike(t.original, place)));
    }

    private void reach(State settled) {
        if (settled.back && settled.steps == 0) {
            differ(settled, "the new code loops at " + settled.whittled + " where the original does not");
            return;
        }
        meet(settled);
    }

    private boolean alike(int o, int w) {
        return original.line(o) == whittled.line(w) && SameCode.same(original.at(o), whittled.at(w));
    }

    private void meet(State s) {
        Cut.forget(s.o, original.liveness.liveIn(s.original));
        Cut.forget(s.w, whittled.liveness.liveIn(s.whittled));
        String name = s.original + "/" + s.whittled;
        Cut place = cuts.get(name);
        if (place == null) {
            cuts.put(name, new Cut(name, s, pair == null ? null : prover, !cut.test(0)));
            open.add(name);
        } else if (place.meet(s)) {
            open.add(name);
        }
    }

    /** A difference on a path that no execution takes is none. */
    private void differ(State s, String reason) {
        if (!prover.dead(s.known)) {
            throw new Unproved(placed(s, reason));
        }
    }

    private static String placed(State s, String reason) {
        return reason + " (original at " + s.original + ", new code at " + s.whittled + ")";
    }

    private static String show(Step step) {
        if (step instanceof Step.Check c) {
            return c.key();
        } else if (step instanceof Step.Effect e) {
            return e.key();
        }
        return step instanceof Step.Return ? "return" : step instanceof Step.Throw ? "throw" : step.toString();
    }
}
