package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Reproducer;
import dev.whittle.model.Verdict;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs two versions of a method on the same inputs until they differ. */
final class Duel {
    private static final int INPUTS = 200;
    private static final int ATTEMPTS = 400;
    /** Where neither version was made from the other, they may differ anywhere. */
    private static final int STRANGERS = 3;

    /** A method that does something else each time, as with identity hashes, shows little more after so many inputs. */
    private static final int MAX_UNREPEATABLE = 10;

    private static final long BUDGET = 100_000;
    /** Whittled code does what the original does, with a few steps more; a hundred times as many are another thing. */
    private static final long MARGIN = 100;
    /** Inputs that keep two strangers busy for longer are thrown away: there are many more. */
    private static final long STRANGERS_BUDGET = 20_000;

    /** Where more steps are no difference, it is not worth to wait for them. */
    private static final long STRANGERS_MARGIN = 2;

    /** Steps that loading the classes once more is worth. */
    private static final long RUN = 10_000;
    /** So many steps are taken to make an input smaller. */
    private static final long SHRINKING = 200 * RUN;

    /** One input in so many is run on the original code of the whittled program, too. */
    private static final int OFF_EACH = 2;

    /** Agreement on less of a method says too little to be called a test of it. */
    private static final double LEAST_COVERAGE = 0.5;

    /** Events that are only noted because of what is put into the code. */
    private static final Pattern HIDDEN =
            Pattern.compile("event \\d+: (lock|unlock|read of .*|write of .* to (?!argument \\d+$).*)", Pattern.DOTALL);

    private final MethodId method;
    private final Map<String, Plan.FactPlan> facts;
    private final Version before;
    private final Version after;
    /** By the fact of which an input has another value than the folded one, if there is one. */
    private final Map<SortedSet<String>, Lane> lanes = new HashMap<>();

    private final Lane several;
    private final Lane off;
    private final BitSet reached = new BitSet();
    private final boolean strangers;
    private final long budget;
    private int unrepeatable;
    private long spent;
    private String slow = "";
    private String failure = "no input could be made up";

    Duel(
            Version before,
            Version after,
            Version off,
            MethodId method,
            Map<String, Plan.FactPlan> facts,
            boolean strangers) {
        this.method = method;
        this.facts = facts;
        this.strangers = strangers;
        this.budget = strangers ? STRANGERS_BUDGET : BUDGET;
        this.before = before;
        this.after = after;
        this.several = new Lane("", before, after, null, false);
        this.off = new Lane("with -Dwhittle.off=true, ", before, off, null, false);
    }

    Verdict run(Inputs inputs, int outcomes, long seed, String reason) {
        Set<String> seen = new HashSet<>();
        int counted = 0;
        int more = strangers ? STRANGERS : 1;
        for (int i = 0; i < more * ATTEMPTS && counted < more * INPUTS && unrepeatable < MAX_UNREPEATABLE; i++) {
            Input input = inputs.next();
            if (!seen.add(input.toString())) {
                continue;
            }
            Lane lane = lane(input, false);
            Difference difference = run(lane, input, inputs);
            if (difference != null && !difference.real() && i % OFF_EACH == 0) {
                lane = off;
                difference = run(off, input, inputs);
            }
            if (difference != null && difference.real()) {
                return counterexample(lane, "seed " + seed + ", input " + (i + 1), new Found(input, difference));
            }
            counted += difference == null ? 0 : 1;
        }
        if (!slow.isEmpty()) {
            throw new NotReplayable(slow);
        }
        double coverage = (double) reached.cardinality() / outcomes;
        if (counted == 0) {
            throw new NotReplayable(failure);
        }
        if (coverage < LEAST_COVERAGE) {
            throw new NotReplayable("both versions agree on " + counted + " inputs, but these take only "
                    + reached.cardinality() + " of " + outcomes + " outcomes");
        }
        return new Verdict.Tested(counted, coverage, seed, reason);
    }

    private Lane lane(Input input, boolean lasting) {
        return input.broken().size() > 1 && !lasting
                ? several
                : lanes.computeIfAbsent(input.broken(), b -> new Lane("", before, after, b, lasting));
    }

    /** Runs one input as one of very many. Says that both differ on it only if they do so where nothing ran before. */
    boolean differ(Input input, Inputs inputs) {
        try {
            Difference difference = run(lane(input, true), input, inputs);
            return difference != null && difference.real();
        } catch (NotReplayable e) {
            return false;
        }
    }

    /**
     * Judges an input that somebody else found.
     *
     * @return null if both do the same, or nothing can be said
     */
    @Nullable
    Verdict judge(Input input, String place) {
        Lane lane = new Lane("", before, after, null, false);
        Difference difference = still(lane, input);
        return difference == null ? null : counterexample(lane, place, new Found(input, difference));
    }

    private record Found(Input input, Difference difference) {}

    private Verdict counterexample(Lane lane, String place, Found first) {
        Found found = smaller(lane, first);
        Difference difference = found.difference();
        Reproducer reproducer = difference.shows()
                ? Reproduction.of(method, found.input(), before, facts, difference.touched(), lane == off, !strangers)
                : null;
        return new Verdict.Counterexample(
                lane.name() + place + (found.input().equals(first.input()) ? "" : " made smaller") + ": "
                        + found.input(),
                difference.expected(),
                difference.actual(),
                reproducer);
    }

    /** Makes an input smaller as long as both still differ on it. */
    private Found smaller(Lane lane, Found first) {
        Shrink shrink = new Shrink(facts.keySet());
        Found best = first;
        boolean again = true;
        spent = 0;
        while (again) {
            again = false;
            List<Input> steps = shrink.steps(best.input());
            for (int at = 0; at < steps.size() && spent < SHRINKING; ) {
                Difference difference = still(lane, steps.get(at));
                if (difference != null
                        && (difference.shows() || !best.difference().shows())) {
                    best = new Found(steps.get(at), difference);
                    again = true;
                    // What stood before is tried again in the next round; here it goes on at the same place.
                    steps = shrink.steps(best.input());
                } else {
                    at++;
                }
            }
        }
        return best;
    }

    /**
     * @param real false if nothing differs
     * @param shows true if it can be seen without what is put into the code here
     * @param touched classes whose static fields were looked at
     */
    private record Difference(String expected, String actual, boolean real, boolean shows, Set<String> touched) {}

    private static final Difference NONE = new Difference("", "", false, false, Set.of());

    /** Returns null if nothing can be said of this input. */
    private @Nullable Difference run(Lane lane, Input input, Inputs inputs) {
        Trial old = trial(lane.original(), input, budget);
        if (old.end() != Trial.End.ENDED) {
            failure = old.end() == Trial.End.CUT ? "each input needs too many steps" : old.failure();
            lane.spoilt();
            return null;
        }
        BitSet fresh = old.outcomes();
        fresh.andNot(reached);
        if (!fresh.isEmpty()) {
            reached.or(fresh);
            inputs.keep();
        }
        Difference difference = compare(old, lane, input);
        if (difference == null) {
            lane.spoilt();
            return null;
        }
        if (!difference.real()) {
            return difference;
        }
        lane.renew();
        return confirm(lane.fresh(), input);
    }

    /** Says that two versions differ only if they do so where nothing ran before, and the original does the same twice. */
    private @Nullable Difference confirm(Lane lane, Input input) {
        Trial old = trial(lane.original(), input, budget);
        if (old.end() != Trial.End.ENDED) {
            return null;
        }
        Difference difference = compare(old, lane, input);
        boolean repeatable = repeats(old, lane, input);
        unrepeatable += repeatable ? 0 : 1;
        return difference != null && difference.real() && repeatable ? difference : null;
    }

    /** As {@link #confirm}, of an input that nobody needs. */
    private @Nullable Difference still(Lane like, Input input) {
        Lane lane = like.fresh();
        Trial old = trial(lane.original(), input, budget);
        if (old.end() != Trial.End.ENDED) {
            return null;
        }
        try {
            Difference difference = compare(old, lane, input);
            return difference != null && difference.real() && repeats(old, lane, input) ? difference : null;
        } catch (NotReplayable e) {
            // This input is of no use; the one that it was made from is.
            return null;
        }
    }

    private boolean repeats(Trial old, Lane lane, Input input) {
        Trial again = trial(lane.fresh().original(), input, budget);
        return again.end() == Trial.End.ENDED && !difference(old, again).real();
    }

    private Trial trial(Sandbox sandbox, Input input, long budget) {
        Trial trial = Trial.run(sandbox, method, input, budget, facts);
        spent += RUN + trial.steps();
        return trial;
    }

    /** Returns null if nothing can be said of this input. */
    private @Nullable Difference compare(Trial old, Lane lane, Input input) {
        Trial now = trial(lane.whittled(), input, budget + (strangers ? STRANGERS_MARGIN : MARGIN) * old.steps());
        if (now.end() == Trial.End.CUT && strangers) {
            slow = "on the input " + input + " one version ends after " + old.steps()
                    + " steps, and the other still runs after " + now.steps();
            return null;
        }
        if (now.end() == Trial.End.CUT) {
            return new Difference(
                    "ends after " + old.steps() + " steps",
                    "still runs after " + now.steps() + " steps",
                    true,
                    true,
                    old.touched());
        }
        if (now.end() == Trial.End.FAILED) {
            // It may be the machine's fault or the replay's own: nothing is claimed of it, and nothing is counted.
            throw new NotReplayable("the whittled version does not run: " + now.failure());
        }
        return difference(old, now);
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
                boolean shows = !shown(expected).equals(shown(actual));
                return new Difference(named(x, expected), named(y, actual), true, shows, touched);
            }
        }
        return NONE;
    }

    /** A number says nothing of what was thrown; what it stands for is told further down, where nobody may come to. */
    private static String named(String line, List<String> lines) {
        String start = line.replaceFirst("^throws ", "") + " is ";
        return !line.startsWith("throws #")
                ? line
                : lines.stream()
                        .filter(l -> l.startsWith(start))
                        .findFirst()
                        .map(l -> line + ", which" + l.substring(start.length() - 4))
                        .orElse(line);
    }

    /** What is left behind for any program to see, and what stand-ins note. */
    private static List<String> shown(List<String> lines) {
        return lines.stream()
                .filter(l -> !HIDDEN.matcher(l).matches())
                .map(l -> l.replaceFirst("^event \\d+", "event"))
                .toList();
    }
}
