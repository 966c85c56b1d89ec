package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What holds between the values at a place where paths meet, beyond which of them are equal: counters that go in step, bounds that guards
 * suggest. Each is a guess that is kept only while it is shown of every arrival, so what is left is proved by induction.
 */
final class PairRelations {
    private static final int MAX_TRIED = 30;
    private static final int MAX_ARRIVALS = 40;
    private static final Set<String> FIXED =
            Set.of("arg", "this", "const", "null", "bits", "ldc", "enum", "true", "false");

    private record Arrival(Map<String, Term> slots, Knowledge known) {}

    /** @param condition of the values at the place; null where one of them is missing */
    private record Relation(String text, Function<Map<String, Term>, @Nullable Term> condition) {}

    /** A side of a comparison: a slot, or a term that means the same at each arrival. */
    private record Side(String slot, @Nullable Term fixed) {
        @Nullable
        Term in(Map<String, Term> slots) {
            return fixed != null ? fixed : slots.get(slot);
        }
    }

    private final Terms terms;
    private final Prover prover;
    private final boolean entryOnce;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<String, Relation> alive = new LinkedHashMap<>();
    private final Set<String> tried = new java.util.HashSet<>();

    /** @param entryOnce true if no path comes back to where both methods begin */
    PairRelations(Terms terms, Prover prover, boolean entryOnce, Map<String, Term> first, Knowledge known) {
        this.terms = terms;
        this.prover = prover;
        this.entryOnce = entryOnce;
        arrivals.add(new Arrival(Map.copyOf(first), known.copy()));
    }

    /** Where two slots were equal so far and are shown to be equal again, writes the second value as the first. */
    void agree(Map<String, Term> before, Map<String, Term> now, Knowledge known) {
        for (Map.Entry<String, Term> entry : before.entrySet()) {
            String slot = entry.getKey();
            Term value = now.get(slot);
            if (!slot.startsWith("w ") || value == null) {
                continue;
            }
            List<String> equals = before.entrySet().stream()
                    .filter(e -> e.getKey().startsWith("o ") && e.getValue() == entry.getValue())
                    .map(Map.Entry::getKey)
                    .filter(now::containsKey)
                    .toList();
            if (equals.stream().anyMatch(o -> now.get(o) == value)) {
                continue;
            }
            for (String other : equals) {
                Term theirs = now.get(other);
                if (theirs != null && theirs.type() == value.type() && prover.equal(theirs, value, known)) {
                    now.put(slot, theirs);
                    break;
                }
            }
        }
    }

    /** Takes an arrival in: drops what does not hold of it, and guesses anew. */
    void meet(Map<String, Term> before, Map<String, Term> now, Map<String, Term> merged, Knowledge known) {
        Arrival arrival = new Arrival(Map.copyOf(now), known.copy());
        alive.values().removeIf(r -> !holds(r, arrival));
        if (arrivals.size() >= MAX_ARRIVALS) {
            return;
        }
        arrivals.add(arrival);
        Map<Term, String> changing = new LinkedHashMap<>();
        merged.forEach((slot, term) -> {
            if (term != before.get(slot) || term != arrivals.get(0).slots().get(slot)) {
                if (term.type() == 'I' || term.type() == 'J') {
                    changing.putIfAbsent(term, slot);
                }
            }
        });
        steps(before, now, List.copyOf(changing.values()), known);
        guards(now, changing, known);
    }

    /** Returns what holds of the values of these slots. */
    List<Term> facts(Map<String, Term> slots) {
        List<Term> facts = new ArrayList<>();
        for (Relation each : alive.values()) {
            Term condition = each.condition().apply(slots);
            if (condition != null) {
                facts.add(condition);
            }
        }
        return facts;
    }

    private boolean holds(Relation relation, Arrival arrival) {
        Term condition = relation.condition().apply(arrival.slots());
        if (condition == null) {
            return false;
        }
        return condition.is("eq")
                ? prover.equal(condition.args().get(0), condition.args().get(1), arrival.known())
                : prover.holds(condition, arrival.known());
    }

    private void propose(String text, Function<Map<String, Term>, @Nullable Term> condition) {
        if (tried.size() >= MAX_TRIED || !tried.add(text)) {
            return;
        }
        Relation relation = new Relation(text, condition);
        if (arrivals.stream().allMatch(a -> holds(relation, a))) {
            alive.put(text, relation);
        }
    }

    /** Values that go by fixed steps keep in step with each other, and stay on one side of where they began. */
    private void steps(Map<String, Term> before, Map<String, Term> now, List<String> slots, Knowledge known) {
        Map<String, Long> constant = new LinkedHashMap<>();
        Map<String, Term> other = new LinkedHashMap<>();
        for (String slot : slots) {
            Term old = before.get(slot);
            Term next = now.get(slot);
            if (old == null || next == null || old.type() != next.type() || initial(slot) == null) {
                continue;
            }
            Long distance = prover.distance(next, old, known);
            if (distance != null && distance != 0) {
                constant.put(slot, distance);
            } else if (distance == null && added(old, next) != null) {
                other.put(slot, java.util.Objects.requireNonNull(added(old, next)));
            }
        }
        constant.forEach((slot, step) -> bound(slot, step > 0));
        String base = constant.entrySet().stream()
                .min(java.util.Comparator.comparing(e -> Math.abs(e.getValue())))
                .map(Map.Entry::getKey)
                .orElse("");
        Long unit = constant.get(base);
        if (unit == null) {
            return;
        }
        constant.forEach((slot, step) -> {
            if (!slot.equals(base) && step % unit == 0) {
                inStep(slot, base, step / unit, null);
            }
        });
        if (Math.abs(unit) == 1) {
            other.forEach((slot, step) -> inStep(slot, base, unit, step));
        }
    }

    private @Nullable Term initial(String slot) {
        Term first = arrivals.get(0).slots().get(slot);
        return first != null && stable(first) ? first : null;
    }

    /** What is added to the old value, where that is a term that means the same everywhere. */
    private @Nullable Term added(Term old, Term next) {
        if (old.isConst() && old.value() == 0 && stable(next)) {
            return next;
        }
        if (next.is("add") && next.args().contains(old)) {
            Term step = next.args().get(next.args().get(0) == old ? 1 : 0);
            return stable(step) ? step : null;
        }
        return null;
    }

    private void bound(String slot, boolean up) {
        Term first = initial(slot);
        propose(slot + (up ? " >= " : " <= ") + first, slots -> {
            Term value = slots.get(slot);
            if (value == null || first == null) {
                return null;
            }
            return terms.not(up ? terms.lt(value, first) : terms.lt(first, value));
        });
    }

    /** The one is where it began, and as many of its steps on as the other is of its own. */
    private void inStep(String slot, String base, long factor, @Nullable Term stride) {
        Term x = initial(slot);
        Term y = initial(base);
        if (x == null || y == null) {
            return;
        }
        propose(slot + " = " + factor + " " + stride + " of " + base, slots -> {
            Term value = slots.get(slot);
            Term counter = slots.get(base);
            if (value == null || counter == null) {
                return null;
            }
            Term gone = term("sub", counter, y);
            if (x.type() == 'J' && y.type() == 'I') {
                gone = terms.app("i2l", "", 'J', gone);
            } else if (x.type() != y.type()) {
                return null;
            }
            Term count = term("mul", gone, x.type() == 'I' ? terms.ofInt((int) factor) : terms.ofLong(factor));
            return terms.eq(value, term("add", x, stride == null ? count : term("mul", count, stride)));
        });
    }

    private Term term(String op, Term a, Term b) {
        return terms.make(op, "", a.type(), List.of(a, b));
    }

    /** What a guard says of the values that it lets through often holds, or nearly, of those that come next. */
    private void guards(Map<String, Term> now, Map<Term, String> changing, Knowledge known) {
        Map<Term, String> next = new HashMap<>();
        changing.values().forEach(slot -> {
            Term value = now.get(slot);
            if (value != null) {
                next.putIfAbsent(value, slot);
            }
        });
        for (Term fact : List.copyOf(known.facts())) {
            Term plain = compared(fact.is("not") ? fact.args().get(0) : fact);
            if (!plain.is("lt")) {
                continue;
            }
            boolean not = fact.is("not");
            Side p = side(plain.args().get(0), changing);
            Side q = side(plain.args().get(1), changing);
            if (p != null && q != null) {
                compare(not ? q : p, not ? p : q, false);
            }
            Side a = side(plain.args().get(0), next);
            Side b = side(plain.args().get(1), next);
            if (a != null && b != null) {
                compare(not ? b : a, not ? a : b, !not);
            }
        }
    }

    /** Comparisons of longs come in two steps. */
    private Term compared(Term fact) {
        if (fact.is("lt")) {
            Term a = fact.args().get(0);
            Term b = fact.args().get(1);
            if (a.is("lcmp") && b == terms.ofInt(0)) {
                return terms.lt(a.args().get(0), a.args().get(1));
            } else if (b.is("lcmp") && a == terms.ofInt(0)) {
                return terms.lt(b.args().get(1), b.args().get(0));
            }
        }
        return fact;
    }

    private @Nullable Side side(Term term, Map<Term, String> slots) {
        String slot = slots.get(term);
        if (slot != null) {
            return new Side(slot, null);
        }
        return stable(term) ? new Side("", term) : null;
    }

    private void compare(Side small, Side large, boolean strictly) {
        if (small.fixed() != null && large.fixed() != null) {
            return;
        }
        Function<Map<String, Term>, @Nullable Term> order = slots -> {
            Term a = small.in(slots);
            Term b = large.in(slots);
            if (a == null || b == null || a.type() != b.type()) {
                return null;
            }
            return strictly ? terms.lt(a, b) : terms.not(terms.lt(b, a));
        };
        String text = small + (strictly ? " < " : " <= ") + large;
        propose(text, order);
        if (alive.containsKey(text)) {
            return;
        }
        // A loop that may not run at all begins on the wrong side of its bound.
        for (Side each : List.of(small, large)) {
            Term first = each.fixed() == null ? initial(each.slot()) : null;
            if (first != null) {
                propose(text + " or first " + each.slot(), slots -> {
                    Term condition = order.apply(slots);
                    Term value = slots.get(each.slot());
                    if (condition == null || value == null) {
                        return null;
                    }
                    Term neither = terms.make(
                            "and", "", 'B', List.of(terms.not(condition), terms.not(terms.eq(value, first))));
                    return terms.not(neither);
                });
            }
        }
    }

    /** True if a term has the same value whenever it is met: made of arguments, and of what was found before the first loop. */
    private boolean stable(Term term) {
        Predicate<Term> leaf = t -> {
            String name = String.valueOf(t.payload());
            boolean before = entryOnce && name.endsWith(" since 0/0") || name.equals("memory at entry");
            return FIXED.contains(t.op()) || before && (t.is("sym") || t.is("new") || t.is("caught"));
        };
        return term.args().isEmpty() ? leaf.test(term) : term.args().stream().allMatch(this::stable);
    }
}
