package dev.whittle.engine;

import dev.whittle.model.Certificate;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Transforms and judges until all that is left was proved: what was not is taken out of the plan, and the rest is made again, because a
 * method that is put back changes the numbers of the fragments behind it.
 */
final class Rewriting {
    /** A method taken back never returns, so each round but the last takes back at least one; this bounds a fault of Whittle. */
    private static final int MAX_ROUNDS = 50;

    private final Map<String, byte[]> classes;
    private final Map<String, byte[]> library;
    private final String build;
    private final Require require;
    private final Progress progress;

    Rewriting(
            Map<String, byte[]> classes,
            Map<String, byte[]> library,
            String build,
            Require require,
            Progress progress) {
        this.classes = classes;
        this.library = library;
        this.build = build;
        this.require = require;
        this.progress = progress;
    }

    /**
     * @param plan what was carried out in the end
     * @param verdicts of the transformed methods that stayed
     * @param reverted methods put back, with the reason
     */
    record Result(
            Plan plan,
            List<TransformedClass> classes,
            Map<MethodId, Verdict> verdicts,
            Map<MethodId, String> reverted) {}

    Result run(Plan plan) {
        Map<MethodId, String> reverted = new TreeMap<>();
        Plan current = plan;
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            progress.stage("transform" + (round > 1 ? ", round " + round : ""));
            List<TransformedClass> transformed = Transformer.transform(classes, current, build);
            progress.stage("verify");
            VerificationResult result = Verifier.verify(input(current, transformed));
            Map<MethodId, String> refused = refused(transformed, result);
            if (refused.isEmpty() && result.factFindings().isEmpty()) {
                return new Result(
                        withRefusals(current, transformed), transformed, new TreeMap<>(result.verdicts()), reverted);
            }
            reverted.putAll(refused);
            current = PlanEdits.withoutFacts(PlanEdits.withoutMethods(current, refused), result.factFindings());
        }
        throw new IllegalStateException("still not proved after " + MAX_ROUNDS + " rounds: " + reverted.keySet());
    }

    private VerificationInput input(Plan plan, List<TransformedClass> transformed) {
        Map<String, byte[]> hot = new TreeMap<>(classes);
        Map<Integer, byte[]> fragments = new HashMap<>();
        List<Certificate> certificates = new ArrayList<>();
        for (TransformedClass c : transformed) {
            hot.put(c.name(), c.bytes());
            for (Fragment f : c.fragments()) {
                fragments.put(f.id(), f.classBytes());
            }
            certificates.addAll(c.certificates());
        }
        return new VerificationInput(build, classes, hot, fragments, certificates, PlanEdits.folded(plan), library);
    }

    private Map<MethodId, String> refused(List<TransformedClass> transformed, VerificationResult result) {
        Map<MethodId, String> refused = new TreeMap<>();
        for (TransformedClass c : transformed) {
            String finding = result.classFindings().get(c.name());
            for (Certificate certificate : c.certificates()) {
                Verdict verdict = result.verdicts().get(certificate.method());
                String reason = finding != null ? "not proved: " + finding : reason(verdict);
                if (!reason.isEmpty()) {
                    refused.put(certificate.method(), reason);
                }
            }
        }
        return refused;
    }

    /** Returns why a verdict is not enough, or an empty string. Unknown is never ok. */
    private String reason(@org.jspecify.annotations.Nullable Verdict verdict) {
        if (verdict == null) {
            return "not proved: the verifier gave no verdict";
        }
        if (verdict instanceof Verdict.Proved) {
            return "";
        }
        if (verdict instanceof Verdict.Tested t) {
            return require == Require.TESTED ? "" : "not proved, only tested: " + t.reason();
        }
        if (verdict instanceof Verdict.Counterexample c) {
            return "not equivalent on " + c.input();
        }
        return "not proved: " + ((Verdict.Unsupported) verdict).reason();
    }

    private static Plan withRefusals(Plan plan, List<TransformedClass> transformed) {
        Map<MethodId, String> refusals = new TreeMap<>();
        transformed.forEach(c -> c.refused().forEach(r -> refusals.put(r.method(), r.reason())));
        return PlanEdits.withoutMethods(plan, refusals);
    }
}
