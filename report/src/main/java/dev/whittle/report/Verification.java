package dev.whittle.report;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier said of a whittled program, for the tools that show checks.
 *
 * @param testedIsEnough true if TESTED is accepted
 * @param methods sorted by method
 * @param findings what is wrong besides
 */
public record Verification(boolean testedIsEnough, List<Method> methods, List<Finding> findings) {
    public Verification {
        methods = methods.stream().sorted(Comparator.comparing(Method::id)).toList();
        findings = List.copyOf(findings);
    }

    /** @param place where its code begins, or null if that is not known */
    public record Method(
            MethodId id, Verdict verdict, @Nullable Place place) {}

    /**
     * @param text a sentence for a person
     * @param place the class it speaks of, or null if it speaks of none or the place is not known
     */
    public record Finding(Kind kind, String text, @Nullable Place place) {}

    /**
     * @param file name of a source file below a source folder, with slashes
     * @param line from 1, or 0 if it is not known
     */
    public record Place(String file, int line) {}

    /** What a finding is about. */
    public enum Kind {
        FILE,
        CERTIFICATE,
        STORE,
        CLASS,
        FACT,
        SOLVER
    }

    /** Returns true if the verdict is the one that was required, or better. */
    public boolean enough(Verdict verdict) {
        return verdict instanceof Verdict.Proved || testedIsEnough && verdict instanceof Verdict.Tested;
    }

    /** Returns true if each method has the verdict that was required and nothing else is wrong. */
    public boolean accepted() {
        return findings.isEmpty() && methods.stream().allMatch(m -> enough(m.verdict()));
    }
}
