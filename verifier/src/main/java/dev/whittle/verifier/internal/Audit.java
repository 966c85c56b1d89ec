package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a proof took for true without asking a solver, so that somebody else can be asked whether it is. What is the same term, or stands
 * among the facts as it is, needs nobody.
 */
final class Audit {
    /**
     * Two values that algebra says are equal.
     *
     * @param meaning what names in them stand for
     */
    record Equality(Map<Term, Term> meaning, Term a, Term b) {}

    private final Set<List<Term>> wrongs = new LinkedHashSet<>();
    private final Set<Equality> equalities = new LinkedHashSet<>();

    /** Notes that the premises do not hold without the conclusion. */
    void follows(List<Term> premises, Term notTheConclusion) {
        List<Term> wrong = new ArrayList<>(premises);
        wrong.add(notTheConclusion);
        wrongs.add(List.copyOf(wrong));
    }

    /** Notes that two terms were taken for equal as sums and products. */
    void equal(Map<Term, Term> meaning, Term a, Term b) {
        equalities.add(new Equality(Map.copyOf(meaning), a, b));
    }

    /** In the order in which it happened, each once. */
    List<Equality> equalities() {
        return List.copyOf(equalities);
    }

    /** What was rewritten: what could not all hold if that is right. In the order in which it happened, each once. */
    List<List<Term>> wrongs() {
        return List.copyOf(wrongs);
    }
}
