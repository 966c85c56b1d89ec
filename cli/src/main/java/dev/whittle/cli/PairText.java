package dev.whittle.cli;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;

/** Says what came of a comparison of two methods, in one sentence. */
final class PairText {
    private PairText() {}

    static String sentence(MethodId method, Verdict verdict) {
        if (verdict instanceof Verdict.Proved p) {
            return "PROVED " + method + ": both do the same (" + p.how() + ", " + p.queries() + " queries).";
        } else if (verdict instanceof Verdict.Tested t) {
            return "TESTED " + method + ": both agree on " + t.inputs() + " inputs that take "
                    + Math.round(t.coverage() * 100) + " % of its outcomes; not proved: " + t.reason() + ".";
        } else if (verdict instanceof Verdict.Counterexample c) {
            return "COUNTEREXAMPLE " + method + ": with " + c.input() + " the first " + c.expected()
                    + ", and the second " + c.actual() + ".";
        }
        return "UNSUPPORTED " + method + ": " + ((Verdict.Unsupported) verdict).reason() + ".";
    }
}
