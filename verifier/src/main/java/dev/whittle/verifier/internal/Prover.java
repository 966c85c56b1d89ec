package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides conditions and equality of terms: by looking first, by the solver where looking is not enough. */
final class Prover {
    private final Terms terms;
    private final Solver solver;
    private final @Nullable Ring ring;

    Prover(Terms terms, Solver solver) {
        this(terms, solver, null);
    }

    /** @param ring to look for equal sums and products with before the solver is asked, or null */
    Prover(Terms terms, Solver solver, @Nullable Ring ring) {
        this.terms = terms;
        this.solver = solver;
        this.ring = ring;
    }

    /** Returns by how much the first is always more than the second, or null if that is not seen. */
    @Nullable
    Long distance(Term a, Term b, Knowledge known) {
        return ring == null || a.type() != b.type() ? null : ring.distance(a, b, known);
    }

    /** Returns true if the condition was shown to hold. */
    boolean holds(Term condition, Knowledge known) {
        Term simple = known.decide(condition);
        if (simple == terms.yes) {
            return true;
        }
        return simple != terms.no && contradicts(terms.not(condition), known);
    }

    /** Returns true if it was shown that the condition cannot hold. */
    boolean fails(Term condition, Knowledge known) {
        Term simple = known.decide(condition);
        if (simple == terms.no) {
            return true;
        }
        return simple != terms.yes && contradicts(condition, known);
    }

    boolean equal(Term a, Term b, Knowledge known) {
        if (a == b) {
            return true;
        }
        if (ring != null && ring.same(a, b, known, terms.audit())) {
            return true;
        }
        return a.type() == b.type() && holds(terms.eq(known.simplify(a), known.simplify(b)), known);
    }

    boolean equal(List<Term> a, List<Term> b, Knowledge known) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!equal(a.get(i), b.get(i), known)) {
                return false;
            }
        }
        return true;
    }

    /** Returns true if the path was shown to be one that no execution takes. */
    boolean dead(Knowledge known) {
        return known.knows(terms.no) || solver.impossible(known.facts());
    }

    private boolean contradicts(Term assumption, Knowledge known) {
        List<Term> chosen = related(assumption, known);
        if (ring != null) {
            lengths(chosen).forEach(length -> chosen.add(terms.not(terms.lt(length, terms.ofInt(0)))));
        }
        return solver.impossible(chosen);
    }

    /** No array has a negative length. */
    private static Set<Term> lengths(List<Term> all) {
        Set<Term> lengths = Term.within(all);
        lengths.removeIf(t -> !t.is("length"));
        return lengths;
    }

    /** The assumption and the facts that share a name with it, through other facts too. */
    private static List<Term> related(Term assumption, Knowledge known) {
        List<Term> chosen = new ArrayList<>(List.of(assumption));
        Set<Term> names = names(assumption);
        Set<Term> open = new LinkedHashSet<>(known.facts());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (var it = open.iterator(); it.hasNext(); ) {
                Term fact = it.next();
                Set<Term> its = names(fact);
                if (its.stream().anyMatch(names::contains)) {
                    names.addAll(its);
                    chosen.add(fact);
                    it.remove();
                    grew = true;
                }
            }
        }
        return chosen;
    }

    private static Set<Term> names(Term term) {
        Set<Term> names = Term.within(List.of(term));
        names.removeIf(t -> !t.args().isEmpty() || t.isConst() || t.isNull() || t.type() == 'V');
        return names;
    }
}
