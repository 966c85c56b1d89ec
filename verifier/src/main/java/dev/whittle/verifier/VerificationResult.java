package dev.whittle.verifier;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.internal.FragmentCheck;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was proved and what was not.
 *
 * @param verdicts one for each certificate
 * @param classFindings by internal class name: a difference that no certificate accounts for; nothing in such a class is proved
 * @param factFindings by fact key: why a fact that was claimed may not be relied on
 * @param solverFaults by method, in whose proof it happened: a solver was killed, failed, is missing, or does not agree with the other one;
 *     another run might have another result, so this one must not count
 */
public record VerificationResult(
        SortedMap<MethodId, Verdict> verdicts,
        SortedMap<String, String> classFindings,
        SortedMap<String, String> factFindings,
        SortedMap<MethodId, String> solverFaults) {
    public VerificationResult {
        verdicts = Collections.unmodifiableSortedMap(new TreeMap<>((Map<MethodId, Verdict>) verdicts));
        classFindings = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) classFindings));
        factFindings = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) factFindings));
        solverFaults = Collections.unmodifiableSortedMap(new TreeMap<>((Map<MethodId, String>) solverFaults));
    }

    /** Without faults of solvers. */
    public VerificationResult(
            SortedMap<MethodId, Verdict> verdicts,
            SortedMap<String, String> classFindings,
            SortedMap<String, String> factFindings) {
        this(verdicts, classFindings, factFindings, new TreeMap<>());
    }

    /** Returns true if nothing was found of a method but that something is wrong with another one in its fragment. */
    public boolean failedWithAnother(MethodId method) {
        Verdict verdict = verdicts.get(method);
        String reason = verdict instanceof Verdict.Unsupported u
                ? u.reason()
                : verdict instanceof Verdict.Tested t ? t.reason() : "";
        return reason.contains(FragmentCheck.SHARES);
    }

    /** Returns true if each certified method was proved and nothing else differs. */
    public boolean allProved() {
        return classFindings.isEmpty()
                && factFindings.isEmpty()
                && solverFaults.isEmpty()
                && verdicts.values().stream().allMatch(v -> v instanceof Verdict.Proved);
    }
}
