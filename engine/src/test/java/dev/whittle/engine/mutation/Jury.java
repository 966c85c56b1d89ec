package dev.whittle.engine.mutation;

import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.VerificationSession;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks the verifier about mutants. */
final class Jury {
    /** A claim that is always refused: with it, nothing is replayed, and a proof is a proof as before. */
    private static final Plan.FactPlan NO_REPLAY = new Plan.FactPlan(
            new FactId("none"),
            new FactSite.Field("no/Such", "field", "I"),
            new FactValue.OfInt(1),
            new Plan.FactUse.Folded());

    private final Map<Twin, VerificationSession> sessions = new IdentityHashMap<>();

    /**
     * @param verdict as a report prints it
     * @param detail why
     */
    record Finding(String verdict, String detail) {
        boolean proved() {
            return verdict.equals("PROVED");
        }
    }

    /** @param again true if what is proved is to be proved without what was kept of the mutants before */
    Finding judge(Mutant mutant, boolean again) {
        VerificationSession session = sessions.computeIfAbsent(mutant.twin(), t -> new VerificationSession());
        Finding finding = finding(session.verify(silent(mutant.input())));
        return finding.proved() && again ? finding(Verifier.verify(silent(mutant.input()))) : finding;
    }

    /** Judges as a user's build does: what is not proved is run. */
    Finding replay(Mutant mutant) {
        return finding(sessions.computeIfAbsent(mutant.twin(), t -> new VerificationSession())
                .verify(mutant.input()));
    }

    private static VerificationInput silent(VerificationInput in) {
        List<Plan.FactPlan> facts = new ArrayList<>(in.facts());
        facts.add(NO_REPLAY);
        return new VerificationInput(
                in.build(), in.originals(), in.whittled(), in.fragments(), in.certificates(), facts, in.library());
    }

    /** A solver that fails refuses every mutant, and two that do not agree are what nobody may overlook. */
    static VerificationResult faultless(VerificationResult result) {
        if (!result.solverFaults().isEmpty()) {
            throw new AssertionError("a solver failed: " + result.solverFaults());
        }
        return result;
    }

    private static Finding finding(VerificationResult verified) {
        VerificationResult result = faultless(verified);
        Map<String, String> facts = new TreeMap<>(result.factFindings());
        facts.remove(NO_REPLAY.field().key());
        if (!facts.isEmpty() || !result.classFindings().isEmpty()) {
            return new Finding("FINDING", facts + " " + result.classFindings());
        }
        for (Map.Entry<MethodId, Verdict> e : result.verdicts().entrySet()) {
            Verdict v = e.getValue();
            if (v instanceof Verdict.Counterexample c) {
                return new Finding("COUNTEREXAMPLE", c.toString());
            } else if (v instanceof Verdict.Tested t) {
                return new Finding("TESTED", t.reason());
            } else if (v instanceof Verdict.Unsupported u) {
                return new Finding("UNSUPPORTED", u.reason());
            }
        }
        return new Finding("PROVED", "");
    }
}
