package dev.whittle.verifier.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes terms, each once, with constants folded. One to a proof. */
final class Terms {
    private record Key(String op, Object payload, List<Term> args, char type) {}

    private final Audit audit = new Audit();
    private final Map<Key, Term> interned = new HashMap<>();
    final Term yes = intern("true", "", List.of(), 'B');
    final Term no = intern("false", "", List.of(), 'B');
    final Term nul = intern("null", "", List.of(), 'A');

    private Term intern(String op, Object payload, List<Term> args, char type) {
        return interned.computeIfAbsent(
                new Key(op, payload, args, type), k -> new Term(interned.size(), op, payload, args, type));
    }

    /** What was rewritten in making terms, and in using them. */
    Audit audit() {
        return audit;
    }

    /** Makes a condition as it stands, without rewriting it. */
    Term raw(String op, List<Term> args) {
        return intern(op, "", args, 'B');
    }

    /** Makes a condition that says that two terms differ, without deciding it. */
    Term differ(Term a, Term b) {
        return raw("not", List.of(raw("eq", List.of(a, b))));
    }

    private Term rewritten(Term before, Term after) {
        audit.follows(List.of(), differ(before, after));
        return after;
    }

    Term ofInt(int value) {
        return intern("const", value, List.of(), 'I');
    }

    Term ofLong(long value) {
        return intern("const", value, List.of(), 'J');
    }

    private Term constant(long value, char type) {
        return type == 'I' ? ofInt((int) value) : ofLong(value);
    }

    /** A floating constant, told apart by its bits. */
    Term ofBits(Number bits, char type) {
        return intern("bits", bits, List.of(), type);
    }

    /** A value of which nothing is known but its name. */
    Term sym(String name, char type) {
        return intern("sym", name, List.of(), type);
    }

    Term app(String op, Object payload, char type, Term... args) {
        return make(op, payload, type, List.of(args));
    }

    /** Makes any term; knows the algebra of integers and of truth values. */
    Term make(String op, Object payload, char type, List<Term> args) {
        return switch (op) {
            case "eq" -> eq(args.get(0), args.get(1));
            case "lt" -> lt(args.get(0), args.get(1));
            case "not" -> not(args.get(0));
            case "and" -> type == 'B' ? and(args) : operation(op, payload, type, args);
            default -> operation(op, payload, type, args);
        };
    }

    private Term operation(String op, Object payload, char type, List<Term> args) {
        Term folded = args.isEmpty() ? null : folded(op, type, args);
        if (folded != null) {
            return rewritten(intern(op, payload, args, type), folded);
        }
        Term same = identity(op, type, args);
        Term plain = intern(op, payload, args, type);
        return same != null ? rewritten(plain, same) : plain;
    }

    private @Nullable Term folded(String op, char type, List<Term> args) {
        boolean integral = type == 'I' || type == 'J';
        if (integral && args.stream().allMatch(Term::isConst)) {
            Long value = Arithmetic.fold(op, type, args);
            return value == null ? null : constant(value, type);
        }
        Number value = integral || type == 'F' || type == 'D' ? FloatArithmetic.fold(op, type, args) : null;
        if (value == null) {
            return null;
        }
        return integral ? constant(value.longValue(), type) : ofBits(value, type);
    }

    private static @Nullable Term identity(String op, char type, List<Term> args) {
        if (args.size() != 2 || type != 'I' && type != 'J') {
            return null;
        }
        boolean neutral = op.equals("add") || op.equals("or") || op.equals("xor");
        if (neutral && args.get(1).isConst() && args.get(1).value() == 0) {
            return args.get(0);
        }
        if (neutral && args.get(0).isConst() && args.get(0).value() == 0) {
            return args.get(1);
        }
        return null;
    }

    Term eq(Term a, Term b) {
        if (a == b) {
            return yes;
        }
        if (distinct(a, b)) {
            audit.follows(List.of(), raw("eq", List.of(a, b)));
            return no;
        }
        return a.number() < b.number() ? intern("eq", "", List.of(a, b), 'B') : intern("eq", "", List.of(b, a), 'B');
    }

    /** Different constants of a type, and null against what is never null. Two allocations are not told apart: that is not needed. */
    private static boolean distinct(Term a, Term b) {
        if (a.isConst() && b.isConst()) {
            return a.value() != b.value();
        }
        if (a.is("enum") && b.is("enum") || a.is("bits") && b.is("bits")) {
            return true;
        }
        return a.isNull() && neverNull(b) || b.isNull() && neverNull(a);
    }

    static boolean neverNull(Term t) {
        return t.is("enum") || t.is("new") || t.is("this") || t.is("ldc") || t.is("caught");
    }

    Term lt(Term a, Term b) {
        if (a == b) {
            audit.follows(List.of(), raw("lt", List.of(a, b)));
            return no;
        }
        if (a.isConst() && b.isConst()) {
            return rewritten(raw("lt", List.of(a, b)), a.value() < b.value() ? yes : no);
        }
        return intern("lt", "", List.of(a, b), 'B');
    }

    private Term and(List<Term> all) {
        List<Term> open = all.stream().filter(t -> t != yes).toList();
        Term plain = intern("and", "", all, 'B');
        if (open.contains(no)) {
            return rewritten(plain, no);
        }
        return switch (open.size()) {
            case 0 -> rewritten(plain, yes);
            case 1 -> rewritten(plain, open.get(0));
            default -> plain;
        };
    }

    Term not(Term a) {
        if (a == yes) {
            return no;
        }
        if (a == no) {
            return yes;
        }
        return a.is("not") ? a.args().get(0) : intern("not", "", List.of(a), 'B');
    }
}
