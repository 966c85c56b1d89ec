package dev.whittle.verifier.internal;

import dev.whittle.verifier.internal.smt.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Holds the model against what the JVM did: a batch of observations becomes two questions. With the arguments fixed, that some path but the
 * one taken can be taken, or that its result is another one, must be impossible; that all is as it was seen must be possible.
 */
final class SnippetCheck {
    /** @param name of the snippet and its input, for people */
    record Observation(String name, Code code, Object[] arguments, SnippetRun.Outcome outcome) {}

    private final Terms terms = new Terms();
    private final List<Term> given = new ArrayList<>();
    private final List<Term> right = new ArrayList<>();
    private int slots;

    static Term literal(Terms terms, Object value) {
        if (value instanceof Integer i) {
            return terms.ofInt(i);
        } else if (value instanceof Long l) {
            return terms.ofLong(l);
        } else if (value instanceof Float f) {
            return terms.ofBits(Float.floatToRawIntBits(f), 'F');
        }
        return terms.ofBits(Double.doubleToRawLongBits((Double) value), 'D');
    }

    /** Returns how the constants of the model, without a solver, differ from what was seen; empty if they do not. */
    static String folded(Observation o) {
        Terms terms = new Terms();
        List<SnippetModel.Path> paths = constant(o, terms);
        if (paths.size() != 1) {
            return o.name() + ": " + paths;
        }
        SnippetModel.Path path = paths.get(0);
        Term result = path.result();
        Object seen = o.outcome().result();
        boolean same = result == null || seen == null
                ? result == null && seen == null
                : o.outcome().isNan() ? isNan(result) : result == literal(terms, seen);
        return same && path.trace() == o.outcome().trace()
                ? ""
                : o.name() + ": " + result + " on " + path.trace() + ", not " + o.outcome();
    }

    private static List<SnippetModel.Path> constant(Observation o, Terms terms) {
        List<Term> arguments = new ArrayList<>();
        for (Object argument : o.arguments()) {
            arguments.add(literal(terms, argument));
        }
        // A path of which the condition is refuted by looking is none.
        return SnippetModel.paths(o.code(), terms, arguments).stream()
                .filter(p -> !p.conditions().contains(terms.no))
                .toList();
    }

    /** Known to be NaN without a solver. */
    private static boolean isNan(Term t) {
        if (!t.is("bits")) {
            return FloatArithmetic.isKnown(t);
        }
        Number bits = (Number) t.payload();
        return t.type() == 'F'
                ? Float.isNaN(Float.intBitsToFloat(bits.intValue()))
                : Double.isNaN(Double.longBitsToDouble(bits.longValue()));
    }

    void add(Observation o) {
        List<Term> arguments = new ArrayList<>();
        for (int i = 0; i < o.arguments().length; i++) {
            char type = Snippet.PARAMETERS.charAt(i);
            Term argument = terms.app("arg", slots++ + ":" + type, type);
            arguments.add(argument);
            given.add(terms.eq(argument, literal(terms, o.arguments()[i])));
        }
        List<Term> others = new ArrayList<>();
        List<Term> same = new ArrayList<>();
        for (SnippetModel.Path path : SnippetModel.paths(o.code(), terms, arguments)) {
            Term taken = and(path.conditions());
            if (path.trace() == o.outcome().trace()) {
                Term result = path.result();
                boolean ended = result == null;
                same.add(ended ? taken : and(List.of(taken, equal(result, o.outcome()))));
                remainders(o, path);
            } else {
                others.add(terms.not(taken));
            }
        }
        others.add(or(same));
        right.add(and(others));
    }

    /** The model knows nothing of remainders: they are given, as the constants have them. */
    private void remainders(Observation o, SnippetModel.Path path) {
        if (path.remainders().isEmpty()) {
            return;
        }
        List<Term> values = constant(o, terms).get(0).remainders();
        for (int i = 0; i < Math.min(values.size(), path.remainders().size()); i++) {
            Term value = values.get(i);
            Term unknown = path.remainders().get(i);
            given.add(terms.eq(unknown, isNan(value) ? nan(value.type()) : value));
        }
    }

    private Term equal(Term result, SnippetRun.Outcome outcome) {
        return outcome.isNan() ? unordered(result) : terms.eq(result, literal(terms, outcome.result()));
    }

    private Term nan(char type) {
        Term zero = literal(terms, type == 'F' ? (Object) 0.0f : (Object) 0.0);
        return terms.app("fdiv", "", type, zero, zero);
    }

    private Term unordered(Term t) {
        return terms.not(terms.eq(terms.app(t.type() == 'F' ? "fcmpl" : "dcmpl", "", 'I', t, t), terms.ofInt(0)));
    }

    private Term and(List<Term> all) {
        return terms.make("and", "", 'B', all);
    }

    private Term or(List<Term> any) {
        return terms.not(and(any.stream().map(terms::not).toList()));
    }

    /** Asks whether anything is other than it was seen. */
    Question wrong(UnaryOperator<String> change) {
        List<Term> facts = new ArrayList<>(given);
        facts.add(terms.not(and(right)));
        return changed(facts, change);
    }

    /** Asks whether all can be as it was seen. */
    Question possible(UnaryOperator<String> change) {
        List<Term> facts = new ArrayList<>(given);
        facts.addAll(right);
        return changed(facts, change);
    }

    private static Question changed(List<Term> facts, UnaryOperator<String> change) {
        Question question = SmtText.question(facts, true);
        return new Question(change.apply(question.script()), question.values());
    }
}
