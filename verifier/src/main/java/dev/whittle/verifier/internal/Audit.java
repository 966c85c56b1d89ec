package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a proof took for true by rewriting terms, so that a solver can be asked whether it is: each entry is what could not all hold if the
 * rewriting is right. What is the same term, or stands among the facts as it is, was not rewritten.
 */
final class Audit {
    private final Set<List<Term>> wrongs = new LinkedHashSet<>();

    /** Notes that the premises do not hold without the conclusion. */
    void follows(List<Term> premises, Term notTheConclusion) {
        List<Term> wrong = new ArrayList<>(premises);
        wrong.add(notTheConclusion);
        wrongs.add(List.copyOf(wrong));
    }

    /** In the order in which it happened, each once. */
    List<List<Term>> wrongs() {
        return List.copyOf(wrongs);
    }
}
