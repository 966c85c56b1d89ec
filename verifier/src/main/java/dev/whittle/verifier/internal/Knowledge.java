package dev.whittle.verifier.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds on a path: conditions that were decided, values that are constants, references that are not null. */
final class Knowledge {
    private final Terms terms;
    private final Set<Term> facts;
    private final Map<Term, Term> values;
    private final Set<String> initialised;
    private final Map<Term, Term> memo = new HashMap<>();

    Knowledge(Terms terms) {
        this(terms, new LinkedHashSet<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
    }

    private Knowledge(Terms terms, Set<Term> facts, Map<Term, Term> values, Set<String> initialised) {
        this.terms = terms;
        this.facts = facts;
        this.values = values;
        this.initialised = initialised;
    }

    Knowledge copy() {
        return new Knowledge(
                terms, new LinkedHashSet<>(facts), new LinkedHashMap<>(values), new LinkedHashSet<>(initialised));
    }

    Set<Term> facts() {
        return facts;
    }

    boolean knows(Term fact) {
        return facts.contains(fact);
    }

    boolean initialised(String owner) {
        return initialised.contains(owner);
    }

    void initialise(String owner) {
        initialised.add(owner);
    }

    boolean nonNull(Term reference) {
        return Terms.neverNull(reference) || facts.contains(terms.not(terms.eq(reference, terms.nul)));
    }

    void learnNonNull(Term reference) {
        learn(terms.not(terms.eq(reference, terms.nul)));
    }

    /** Adds a condition that holds from here on. */
    void learn(Term condition) {
        if (condition == terms.yes || !facts.add(condition)) {
            return;
        }
        memo.clear();
        if (condition.is("eq")) {
            learnEqual(condition.args().get(0), condition.args().get(1));
        }
    }

    private void learnEqual(Term a, Term b) {
        Term constant = isLiteral(a) ? a : b;
        Term other = constant == a ? b : a;
        if (!isLiteral(constant)) {
            return;
        }
        values.put(other, constant);
        boolean zero = constant.isConst() && constant.value() == 0;
        if (zero && other.is("or")) {
            // Flags that were gathered without branching: none of them is set.
            other.args().forEach(part -> derive(a, b, part, constant));
        }
        if (zero && (other.is("xor") || other.is("lcmp"))) {
            derive(a, b, other.args().get(0), other.args().get(1));
        }
    }

    private void derive(Term a, Term b, Term left, Term right) {
        terms.audit().follows(List.of(terms.eq(a, b)), terms.differ(left, right));
        learn(terms.eq(left, right));
    }

    private static boolean isLiteral(Term t) {
        return t.isConst() || t.isNull() || t.is("enum");
    }

    /** Returns the term with every part that is known to be a constant replaced. */
    Term simplify(Term t) {
        Term simple = replaced(t);
        if (simple != t) {
            Set<Term> reasons = new LinkedHashSet<>();
            reasons(t, reasons, new HashSet<>());
            terms.audit().follows(List.copyOf(reasons), terms.differ(t, simple));
        }
        return simple;
    }

    /** Collects the facts that a replacement rests on. */
    private void reasons(Term t, Set<Term> reasons, Set<Term> seen) {
        if (!seen.add(t)) {
            return;
        }
        Term value = values.get(t);
        if (value != null) {
            reasons.add(terms.eq(t, value));
            return;
        }
        t.args().forEach(arg -> reasons(arg, reasons, seen));
        if (!t.args().isEmpty()) {
            Term known = terms.make(
                    t.op(),
                    t.payload(),
                    t.type(),
                    t.args().stream().map(this::replaced).toList());
            Term again = values.get(known);
            if (again != null) {
                reasons.add(terms.eq(known, again));
            }
        }
    }

    private Term replaced(Term t) {
        Term value = values.get(t);
        if (value != null) {
            return value;
        }
        if (t.args().isEmpty()) {
            return t;
        }
        Term known = memo.get(t);
        if (known == null) {
            List<Term> args = t.args().stream().map(this::replaced).toList();
            known = terms.make(t.op(), t.payload(), t.type(), args);
            Term again = values.get(known);
            known = again == null ? known : again;
            memo.put(t, known);
        }
        return known;
    }

    /** Returns {@code yes}, {@code no}, or another term where the condition is not decided without the solver. */
    Term decide(Term condition) {
        if (facts.contains(condition)) {
            return terms.yes;
        }
        if (facts.contains(terms.not(condition))) {
            return terms.no;
        }
        Term simple = simplify(condition);
        if (facts.contains(simple)) {
            return terms.yes;
        }
        return facts.contains(terms.not(simple)) ? terms.no : simple;
    }

    /**
     * Returns what holds here and there.
     *
     * @param changing names whose value is another one after the meeting: what is known of them is not kept
     * @param nonNull names that were shown not to be null on either side
     */
    Knowledge meet(Knowledge other, Set<Term> changing, Set<Term> nonNull) {
        Knowledge result = new Knowledge(terms);
        facts.stream()
                .filter(f -> other.facts.contains(f) && !mentions(f, changing))
                .forEach(result::learn);
        nonNull.forEach(result::learnNonNull);
        initialised.stream().filter(other.initialised::contains).forEach(result::initialise);
        return result;
    }

    private static boolean mentions(Term fact, Set<Term> names) {
        return names.contains(fact) || fact.args().stream().anyMatch(arg -> mentions(arg, names));
    }

    boolean sameAs(Knowledge other) {
        return facts.equals(other.facts) && initialised.equals(other.initialised);
    }
}
