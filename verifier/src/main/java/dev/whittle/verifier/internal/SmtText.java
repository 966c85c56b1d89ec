package dev.whittle.verifier.internal;

import dev.whittle.verifier.internal.smt.Question;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Terms as SMT-LIB 2.6 text that Z3 and cvc5 read alike. Each term is defined once, by a name that counts, so that the text is as long as
 * the terms are many, and the same facts give the same text. What has no meaning in the logic is an uninterpreted function.
 */
final class SmtText {
    private record Function(String op, Object payload, List<String> sorts, String result) {}

    private final boolean ieee;
    private final StringBuilder declared = new StringBuilder();
    private final StringBuilder defined = new StringBuilder();
    private final TreeSet<String> sorts = new TreeSet<>();
    private final Map<Function, String> functions = new HashMap<>();
    private final Map<String, String> definitions = new HashMap<>();
    /** In the order of the text: an operand comes before what it is an operand of. */
    private final Map<Term, String> names = new LinkedHashMap<>();

    private final TreeSet<String> values = new TreeSet<>();
    private final SmtFloats floats = new SmtFloats(this);

    private SmtText(boolean ieee) {
        this.ieee = ieee;
    }

    /**
     * Asks whether the facts can all hold. Wanted are the values of the arguments of the method as bit vectors, those of floating types
     * only with {@code ieee}.
     *
     * @param ieee whether {@code float} and {@code double} are what IEEE 754 says, or values of which nothing is known
     */
    static Question question(Collection<Term> facts, boolean ieee) {
        SmtText text = new SmtText(ieee);
        facts.forEach(text::define);
        StringBuilder script = new StringBuilder("(set-logic ALL)\n");
        text.sorts.forEach(s -> script.append("(declare-sort ").append(s).append(" 0)\n"));
        script.append(text.declared).append(text.defined);
        SmtAxioms.of(text.names).forEach(axiom -> claim(script, axiom));
        facts.forEach(fact -> claim(script, text.name(fact)));
        return new Question(script.toString(), List.copyOf(text.values));
    }

    private static void claim(StringBuilder script, String condition) {
        script.append("(assert ").append(condition).append(")\n");
    }

    /**
     * Returns what it takes to write floating-point arithmetic out as circuits, in thousands of steps of the second solver, or -1 if there is
     * nothing of floating type. Solvers do this before they look whether their steps are used up.
     */
    static int effort(Collection<Term> facts) {
        Set<Term> all = Term.within(facts);
        boolean any = all.stream().anyMatch(SmtText::isOfFloatingType);
        return any ? all.stream().mapToInt(SmtFloats::effort).sum() : -1;
    }

    /** Returns the local at which an argument begins, given the name of a wanted value. */
    static int local(String value) {
        return Integer.parseInt(value.substring("arg".length(), value.indexOf('_')));
    }

    /** Operands first, without recursion: loops that were followed make deep terms. */
    private void define(Term root) {
        Deque<Term> work = new ArrayDeque<>(List.of(root));
        while (!work.isEmpty()) {
            Term t = work.peek();
            if (names.containsKey(t)) {
                work.pop();
                continue;
            }
            List<Term> open =
                    t.args().stream().filter(a -> !names.containsKey(a)).toList();
            if (open.isEmpty()) {
                work.pop();
                names.put(t, named(t));
            } else {
                open.forEach(work::push);
            }
        }
    }

    private String named(Term t) {
        if (isFloat(t)) {
            return floats.define(t);
        }
        String meaning = SmtLogic.meaning(t, this);
        String text = meaning != null ? meaning : apply(t, t.op(), sort(t));
        return t.args().isEmpty() ? text : define("t", sort(t), text);
    }

    /** Gives a name to what the text says: one name if it says it again. */
    String define(String prefix, String sort, String text) {
        String known = definitions.get(sort + text);
        if (known != null) {
            return known;
        }
        String name = prefix + definitions.size();
        definitions.put(sort + text, name);
        defined.append("(define-fun ").append(name).append(" () ").append(sort);
        defined.append(' ').append(text).append(")\n");
        return name;
    }

    /**
     * Equal operands give equal results, and nothing else is known.
     *
     * @param role tells apart what is asked of the same operation
     */
    String apply(Term t, String role, String result) {
        List<String> operands = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (Term arg : t.args()) {
            operands.add(name(arg));
            kinds.add(sort(arg));
            if (isFloat(arg)) {
                operands.add(floats.payload(arg));
                kinds.add(bits(arg.type()));
            }
        }
        return apply(t, role, operands, kinds, result);
    }

    String apply(Term t, String role, List<String> operands, List<String> kinds, String result) {
        Function function = new Function(role, t.payload(), kinds, result);
        String name = functions.get(function);
        if (name == null) {
            boolean wanted = t.is("arg") && result.startsWith("(_ BitVec");
            name = wanted ? argument(t) : "f" + functions.size();
            functions.put(function, name);
            declared.append("(declare-fun ").append(name);
            declared.append(" (").append(String.join(" ", kinds)).append(") ");
            declared.append(result).append(")\n");
            if (wanted) {
                values.add(name);
            }
        }
        return operands.isEmpty() ? name : "(" + name + " " + String.join(" ", operands) + ")";
    }

    private static String argument(Term t) {
        String payload = String.valueOf(t.payload());
        return "arg" + payload.replace(':', '_');
    }

    boolean isFloat(Term t) {
        return ieee && isOfFloatingType(t);
    }

    private static boolean isOfFloatingType(Term t) {
        return t.type() == 'F' || t.type() == 'D';
    }

    String name(Term t) {
        return Objects.requireNonNull(names.get(t));
    }

    SmtFloats floats() {
        return floats;
    }

    String sort(Term t) {
        char type = t.type();
        if (isFloat(t)) {
            return SmtFloats.sort(type);
        }
        switch (type) {
            case 'I', 'J' -> {
                return bits(type);
            }
            case 'B' -> {
                return "Bool";
            }
            default -> {
                String sort = "Sort" + type;
                sorts.add(sort);
                return sort;
            }
        }
    }

    static String bits(char type) {
        return "(_ BitVec " + (type == 'I' || type == 'F' ? 32 : 64) + ")";
    }

    /** A constant of as many bits as its type has. */
    static String literal(long value, char type) {
        int digits = type == 'I' || type == 'F' ? 8 : 16;
        return "#x" + HexFormat.of().toHexDigits(value, digits);
    }
}
