package dev.whittle.engine;

import dev.whittle.model.Certificate;
import dev.whittle.model.FactId;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.MethodPlan;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.transformer.pass.Linking;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.Fallback;
import dev.whittle.verifier.Resident;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Transforms and judges until all that is left was proved: of what was not, the plan is weakened step by step until nothing of it is left.
 * A round makes and proves again what the one before changed; what concerns the whole program is checked in each.
 */
final class Rewriting {
    /** Each round but the last takes something away that never returns; this bounds a fault of Whittle. */
    private static final int MAX_ROUNDS = 50;

    private final Map<String, byte[]> classes;
    private final Map<String, byte[]> library;
    private final SortedMap<MethodId, List<RecordedInput>> inputs;
    private final String build;
    private final Require require;
    private final Progress progress;
    private final Function<VerificationInput, VerificationResult> verifier;
    private final Map<MethodId, Fallback> fallbacks = new HashMap<>();
    private final Map<MethodId, String> reverted = new TreeMap<>();
    private final Map<MethodId, String> refusals = new TreeMap<>();

    Rewriting(
            Map<String, byte[]> classes,
            Map<String, byte[]> library,
            SortedMap<MethodId, List<RecordedInput>> inputs,
            String build,
            Require require,
            Progress progress,
            Function<VerificationInput, VerificationResult> verifier) {
        this.classes = classes;
        this.library = library;
        this.inputs = inputs;
        this.build = build;
        this.require = require;
        this.progress = progress;
        this.verifier = verifier;
    }

    /**
     * @param plan what was carried out in the end
     * @param verdicts of the transformed methods that stayed
     * @param reverted methods put back because they were not proved, with the reason
     * @param refusals methods whose plan was not legal, with the reason
     */
    record Result(
            Plan plan,
            List<TransformedClass> classes,
            Map<MethodId, Verdict> verdicts,
            Map<MethodId, String> reverted,
            List<TransformedClass.Refusal> refusals) {}

    /**
     * @param certificate null where the plan could not be carried out
     * @param whole true if nothing of the plan may stay
     */
    private record Failure(@Nullable Certificate certificate, String reason, boolean whole) {}

    /** @throws SolverFaultException if a solver fails: what it did not show it might show the next time */
    Result run(Plan plan, Linking linking) {
        Transformer transformer = new Transformer(classes, library, build, linking);
        Plan current = plan;
        for (int round = 1; round <= MAX_ROUNDS; round++) {
            progress.stage("transform" + (round > 1 ? ", round " + round : ""));
            List<TransformedClass> transformed = transformer.transform(current);
            progress.stage("verify");
            VerificationInput made = input(current, transformed);
            VerificationResult result = verifier.apply(linking == Linking.DIRECT ? Resident.restored(made) : made);
            if (!result.solverFaults().isEmpty()) {
                throw new SolverFaultException(result.solverFaults());
            }
            Map<MethodId, Failure> failures = failures(transformed, result);
            keepSharing(failures, result);
            if (failures.isEmpty() && result.factFindings().isEmpty()) {
                return new Result(
                        current,
                        transformed,
                        new TreeMap<>(result.verdicts()),
                        reverted,
                        refusals.entrySet().stream()
                                .map(e -> new TransformedClass.Refusal(e.getKey(), e.getValue()))
                                .toList());
            }
            current = PlanEdits.withoutFacts(weaker(current, failures, gone(current, result)), result.factFindings());
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
        return new VerificationInput(
                build, classes, hot, fragments, certificates, PlanEdits.folded(plan), library, inputs);
    }

    private Map<MethodId, Failure> failures(List<TransformedClass> transformed, VerificationResult result) {
        Map<MethodId, Failure> failures = new TreeMap<>();
        for (TransformedClass c : transformed) {
            String finding = result.classFindings().get(c.name());
            for (Certificate certificate : c.certificates()) {
                Verdict verdict = result.verdicts().get(certificate.method());
                String reason = finding != null ? "not proved: " + finding : reason(verdict);
                if (!reason.isEmpty()) {
                    failures.put(certificate.method(), new Failure(certificate, reason, finding != null));
                }
            }
            c.refused().forEach(r -> failures.put(r.method(), new Failure(null, r.reason(), false)));
        }
        return failures;
    }

    /** A method that failed with another of its class is tried again without that one, which failed by itself. */
    private static void keepSharing(Map<MethodId, Failure> failures, VerificationResult result) {
        Set<String> others = failures.keySet().stream()
                .filter(m -> !result.failedWithAnother(m))
                .map(MethodId::owner)
                .collect(Collectors.toSet());
        failures.keySet().removeIf(m -> result.failedWithAnother(m) && others.contains(m.owner()));
    }

    /** Facts that the next round no longer speculates on. */
    private static Set<FactId> gone(Plan plan, VerificationResult result) {
        return plan.facts().stream()
                .filter(f -> result.factFindings().containsKey(f.field().key()))
                .map(Plan.FactPlan::id)
                .collect(Collectors.toSet());
    }

    /** A method that folds a fact that is gone did not fail by itself: it is tried again without those folds first. */
    private Plan weaker(Plan plan, Map<MethodId, Failure> failures, Set<FactId> gone) {
        Map<MethodId, MethodPlan> others = new HashMap<>();
        Map<MethodId, String> back = new TreeMap<>();
        for (MethodPlan method : plan.methods()) {
            Failure failure = failures.get(method.method());
            if (failure == null || method.directives().stream().anyMatch(d -> folds(d, gone))) {
                continue;
            }
            Optional<MethodPlan> next = failure.whole() ? Optional.empty() : next(method, failure);
            next.ifPresent(n -> others.put(n.method(), n));
            if (next.isEmpty()) {
                back.put(method.method(), failure.reason());
                (failure.certificate() == null ? refusals : reverted).put(method.method(), failure.reason());
            }
        }
        return PlanEdits.withoutMethods(PlanEdits.with(plan, others), back);
    }

    private Optional<MethodPlan> next(MethodPlan method, Failure failure) {
        byte[] original =
                java.util.Objects.requireNonNull(classes.get(method.method().owner()), method.method()::owner);
        return fallbacks
                .computeIfAbsent(method.method(), m -> new Fallback(original))
                .next(method, failure.certificate(), failure.reason());
    }

    private static boolean folds(Directive directive, Set<FactId> gone) {
        return directive instanceof Directive.FoldBranch fold
                && fold.facts().stream().anyMatch(gone::contains);
    }

    /** Returns why a verdict is not enough, or an empty string. Unknown is never ok. */
    private String reason(@Nullable Verdict verdict) {
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
}
