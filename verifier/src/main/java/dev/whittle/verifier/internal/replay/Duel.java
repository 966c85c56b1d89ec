package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs two versions of a method on the same inputs until they differ. */
final class Duel {
    private static final int INPUTS = 128;
    private static final int ATTEMPTS = 300;
    private static final long BUDGET = 100_000;
    /** Whittled code does what the original does, with a few steps more; a hundred times as many are another thing. */
    private static final long MARGIN = 100;

    private final Version before;
    private final Version after;
    private final MethodId method;
    private final Map<String, Plan.FactPlan> facts;
    private final BitSet reached = new BitSet();
    private String failure = "no input could be made up";

    Duel(Version before, Version after, MethodId method, Map<String, Plan.FactPlan> facts) {
        this.before = before;
        this.after = after;
        this.method = method;
        this.facts = facts;
    }

    Verdict run(Inputs inputs, int outcomes, long seed, String reason) {
        Set<String> seen = new HashSet<>();
        int counted = 0;
        for (int i = 0; i < ATTEMPTS && counted < INPUTS; i++) {
            Input input = inputs.next();
            if (!seen.add(input.toString())) {
                continue;
            }
            Trial old = trial(before, input, BUDGET);
            if (old.end() != Trial.End.ENDED) {
                failure = old.end() == Trial.End.CUT ? "each input needs too many steps" : old.failure();
                continue;
            }
            BitSet fresh = old.outcomes();
            fresh.andNot(reached);
            if (!fresh.isEmpty()) {
                reached.or(fresh);
                inputs.keep();
            }
            Difference difference = compare(old, input);
            if (difference == null) {
                continue;
            }
            if (difference.real()) {
                return new Verdict.Counterexample(
                        "seed " + seed + ", input " + (i + 1) + ": " + input,
                        difference.expected(),
                        difference.actual());
            }
            counted++;
        }
        double coverage = (double) reached.cardinality() / outcomes;
        if (counted == 0 || reached.isEmpty()) {
            throw new NotReplayable(counted == 0 ? failure : "no input comes to a decision");
        }
        return new Verdict.Tested(counted, coverage, seed, reason);
    }

    /** @param real false if nothing differs */
    private record Difference(String expected, String actual, boolean real) {}

    private static final Difference NONE = new Difference("", "", false);

    private Trial trial(Version version, Input input, long budget) {
        return Trial.run(version, method, input, budget, facts);
    }

    /** Returns null if nothing can be said of this input. */
    private @Nullable Difference compare(Trial old, Input input) {
        Trial now = trial(after, input, BUDGET + MARGIN * old.steps());
        if (now.end() == Trial.End.CUT) {
            return new Difference(
                    "ends after " + old.steps() + " steps", "still runs after " + now.steps() + " steps", true);
        }
        if (now.end() == Trial.End.FAILED) {
            // It may be the machine's fault or the replay's own: nothing is claimed of it, and nothing is counted.
            throw new NotReplayable("the whittled version does not run: " + now.failure());
        }
        Difference difference = difference(old, now);
        if (difference.real()) {
            Trial again = trial(before, input, BUDGET);
            if (again.end() != Trial.End.ENDED || difference(old, again).real()) {
                // The method itself does not do the same twice: identity hashes, or clocks.
                return null;
            }
        }
        return difference;
    }

    private static Difference difference(Trial a, Trial b) {
        Set<String> touched = new TreeSet<>(a.touched());
        touched.addAll(b.touched());
        List<String> expected = a.lines(touched, BUDGET);
        List<String> actual = b.lines(touched, BUDGET);
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String x = i < expected.size() ? expected.get(i) : "nothing more";
            String y = i < actual.size() ? actual.get(i) : "nothing more";
            if (!x.equals(y)) {
                return new Difference(x, y, true);
            }
        }
        return NONE;
    }
}
