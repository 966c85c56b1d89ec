package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A symbolic value. Terms are interned by {@link Terms}: equal terms are the same object. An operation that {@link Terms} and
 * {@link Solver} do not know is an uninterpreted function of its arguments.
 */
final class Term {
    private final int number;
    private final String op;
    private final Object payload;
    private final List<Term> args;
    private final char type;

    Term(int number, String op, Object payload, List<Term> args, char type) {
        this.number = number;
        this.op = op;
        this.payload = payload;
        this.args = args;
        this.type = type;
    }

    /** Order of creation within one proof. */
    int number() {
        return number;
    }

    String op() {
        return op;
    }

    /** Constant operand of the operation, compared with equals. */
    Object payload() {
        return payload;
    }

    List<Term> args() {
        return args;
    }

    /** One of I, J, F, D, A (reference), B (truth value), V (version of memory). */
    char type() {
        return type;
    }

    boolean is(String operation) {
        return op.equals(operation);
    }

    boolean isConst() {
        return op.equals("const");
    }

    /** The integral value of a constant of type I or J. */
    long value() {
        return ((Number) payload).longValue();
    }

    boolean isNull() {
        return op.equals("null");
    }

    boolean wide() {
        return type == 'J' || type == 'D';
    }

    /** Returns these terms and all that they are made of, each once, in an order that depends on nothing else. */
    static Set<Term> within(Collection<Term> roots) {
        Set<Term> seen = new LinkedHashSet<>();
        Deque<Term> work = new ArrayDeque<>(roots);
        while (!work.isEmpty()) {
            Term t = work.removeLast();
            if (seen.add(t)) {
                work.addAll(t.args);
            }
        }
        return seen;
    }

    @Override
    public String toString() {
        return switch (op) {
            case "const" -> payload.toString();
            case "sym" -> "<" + payload + ">";
            default -> op + (payload.equals("") ? "" : "[" + payload + "]") + (args.isEmpty() ? "" : args.toString());
        };
    }
}
