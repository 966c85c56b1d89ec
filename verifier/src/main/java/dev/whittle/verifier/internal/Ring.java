package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Normal forms of integer terms: sums, differences and products of {@code int} and {@code long} are polynomials modulo a power of two,
 * and equal polynomials are equal values. Solvers that work bit by bit take long over products; this does not.
 */
final class Ring {
    private static final int MAX_PARTS = 200;
    private static final int MAX_DEPTH = 60;
    private static final Set<String> COMMUTATIVE = Set.of("and", "or", "xor", "eq", "fadd", "fmul");

    private final Map<String, String> names = new HashMap<>();

    /** A product of atoms, sorted, to its factor. */
    private static final class Poly extends TreeMap<String, Long> {
        private static final long serialVersionUID = 1;
    }

    /**
     * Returns true if the two were shown to be equal; false says nothing.
     *
     * @param audit is told what was shown
     */
    boolean same(Term a, Term b, Knowledge known, Audit audit) {
        if (a.type() != b.type()) {
            return false;
        }
        Reading reading = new Reading(equations(known));
        String x = reading.canonical(a, 0);
        boolean same = x != null && x.equals(reading.canonical(b, 0));
        if (same) {
            audit.equal(reading.used, a, b);
        }
        return same;
    }

    /** What names stand for, where an equation says so: the later one for what was there before. */
    private static Map<Term, Term> equations(Knowledge known) {
        Map<Term, Term> meaning = new HashMap<>();
        for (Term fact : known.facts()) {
            if (fact.is("eq")) {
                Term a = fact.args().get(0);
                Term b = fact.args().get(1);
                Term name = named(a) && (!named(b) || a.number() > b.number()) ? a : b;
                Term other = name == a ? b : a;
                if (named(name) && !contains(other, name)) {
                    meaning.putIfAbsent(name, other);
                }
            }
        }
        return meaning;
    }

    private static boolean named(Term t) {
        return t.is("sym") || t.is("load") || t.is("static") || t.op().startsWith("element ");
    }

    private static boolean contains(Term t, Term name) {
        return t == name || t.args().stream().anyMatch(x -> contains(x, name));
    }

    private final class Reading {
        private final Map<Term, Term> meaning;
        /** What was asked of it. */
        private final Map<Term, Term> used = new HashMap<>();

        private final Map<Term, Poly> polys = new HashMap<>();
        private final Map<Term, String> texts = new HashMap<>();
        private final Map<Term, Poly> narrowed = new HashMap<>();
        /** It went in circles, or is too much. */
        private boolean stuck;

        Reading(Map<Term, Term> meaning) {
            this.meaning = meaning;
        }

        private @Nullable Term stands(Term name) {
            Term other = meaning.get(name);
            if (other != null) {
                used.put(name, other);
            }
            return other;
        }

        /** Equal texts mean equal values; null if it is too much. */
        @Nullable
        String canonical(Term t, int depth) {
            stuck |= depth > MAX_DEPTH;
            if (stuck) {
                return null;
            }
            if (t.type() == 'I' || t.type() == 'J') {
                Poly p = poly(t, depth);
                return p == null ? null : t.type() + p.toString();
            }
            return atom(t, depth);
        }

        private @Nullable String atom(Term given, int depth) {
            String known = texts.get(given);
            if (known != null) {
                return known;
            }
            if (given.is("fneg")) {
                String inner = canonical(given.args().get(0), depth + 1);
                return inner == null ? null : names.computeIfAbsent("fneg|" + inner, f -> "n" + names.size());
            }
            Term stands = given.type() == 'I' || given.type() == 'J' ? null : stands(given);
            if (stands != null) {
                return canonical(stands, depth + 1);
            }
            String real = real(given, depth);
            if (real != null) {
                texts.put(given, real);
                return real;
            }
            List<String> parts = new ArrayList<>();
            for (Term arg : given.args()) {
                String part = canonical(arg, depth + 1);
                if (part == null) {
                    return null;
                }
                parts.add(part);
            }
            if (COMMUTATIVE.contains(given.op())) {
                parts.sort(null);
            }
            String full = parts.isEmpty()
                    ? "t" + given.number()
                    : given.op() + "|" + given.payload().getClass().getName() + "|" + given.payload() + "|"
                            + given.type() + parts;
            String name = names.computeIfAbsent(full, f -> "n" + names.size());
            texts.put(given, name);
            return name;
        }

        /**
         * What IEEE 754 says of some operations, whatever the operands: x + x is 2 * x, a - b is a + -b, and to divide by a power of two
         * is to multiply by its inverse, where that is one, too. On either side stands an operation, so that a NaN is any NaN; x * 1 and
         * x - 0 are not x, since a NaN may come out with other bits.
         */
        private @Nullable String real(Term t, int depth) {
            if (t.is("bits")) {
                return bits(value(t), t.type());
            }
            if (t.args().size() != 2 || t.type() != 'F' && t.type() != 'D') {
                return null;
            }
            Term a = t.args().get(0);
            Term b = t.args().get(1);
            String x = canonical(a, depth + 1);
            String y = canonical(b, depth + 1);
            if (x == null || y == null) {
                return null;
            }
            if (t.is("fadd") && x.equals(y)) {
                return product(x, bits(2.0, t.type()), t.type());
            } else if (t.is("fmul")) {
                return product(x, y, t.type());
            } else if (t.is("fdiv") && b.is("bits") && power(value(b))) {
                return product(x, bits(1 / value(b), t.type()), t.type());
            } else if (t.is("fsub")) {
                return sum(x, names.computeIfAbsent("fneg|" + y, f -> "n" + names.size()), t.type());
            }
            return t.is("fadd") ? sum(x, y, t.type()) : null;
        }

        private String product(String x, String y, char type) {
            String key = "fmul|" + type + (x.compareTo(y) < 0 ? x + "," + y : y + "," + x);
            return names.computeIfAbsent(key, f -> "n" + names.size());
        }

        private String sum(String x, String y, char type) {
            String key = "fadd|" + type + (x.compareTo(y) < 0 ? x + "," + y : y + "," + x);
            return names.computeIfAbsent(key, f -> "n" + names.size());
        }

        private String bits(double value, char type) {
            String key = "bits|" + type + Double.doubleToRawLongBits(value);
            return names.computeIfAbsent(key, f -> "n" + names.size());
        }

        private @Nullable Poly poly(Term t, int depth) {
            Poly known = polys.get(t);
            stuck |= depth > MAX_DEPTH;
            if (known == null && !stuck) {
                known = compute(t, depth, t.type() == 'I');
                if (known != null) {
                    polys.put(t, known);
                }
            }
            return known;
        }

        private @Nullable Poly compute(Term t, int depth, boolean narrow) {
            List<Term> args = t.args();
            if (t.isConst()) {
                return constant(t.value(), narrow);
            }
            Term stands = stands(t);
            if (stands != null) {
                return poly(stands, depth + 1);
            }
            switch (t.op()) {
                case "add", "sub", "mul" -> {
                    return combine(t.op(), poly(args.get(0), depth + 1), poly(args.get(1), depth + 1), narrow);
                }
                case "neg" -> {
                    return combine("sub", constant(0, narrow), poly(args.get(0), depth + 1), narrow);
                }
                case "shl" -> {
                    if (args.get(1).isConst()) {
                        long factor = 1L << (args.get(1).value() & (narrow ? 31 : 63));
                        return combine("mul", poly(args.get(0), depth + 1), constant(factor, narrow), narrow);
                    }
                }
                case "l2i" -> {
                    return narrowed(args.get(0), depth + 1);
                }
                default -> {
                    // An operation that is not one of the ring.
                }
            }
            return single(atom(t, depth + 1));
        }

        /** The low half of a long: sums and products of low halves are the low halves of sums and products. */
        private @Nullable Poly narrowed(Term t, int depth) {
            Poly known = narrowed.get(t);
            stuck |= depth > MAX_DEPTH;
            if (known != null || stuck) {
                return known;
            }
            List<Term> args = t.args();
            Poly result = switch (t.op()) {
                case "const" -> constant(t.value(), true);
                case "i2l" -> poly(args.get(0), depth + 1);
                case "add", "sub", "mul" ->
                    combine(t.op(), narrowed(args.get(0), depth + 1), narrowed(args.get(1), depth + 1), true);
                case "neg" -> combine("sub", constant(0, true), narrowed(args.get(0), depth + 1), true);
                default -> {
                    String inner = canonical(t, depth + 1);
                    yield inner == null ? null : single(names.computeIfAbsent("l2i" + inner, f -> "n" + names.size()));
                }
            };
            if (result != null) {
                narrowed.put(t, result);
            }
            return result;
        }
    }

    private static double value(Term bits) {
        Number raw = (Number) bits.payload();
        return bits.type() == 'F' ? Float.intBitsToFloat(raw.intValue()) : Double.longBitsToDouble(raw.longValue());
    }

    /** True for a power of two whose inverse both types can hold. */
    private static boolean power(double value) {
        int exponent = Math.getExponent(value);
        return value > 0 && Math.abs(exponent) < 100 && value == Math.scalb(1.0, exponent);
    }

    private static @Nullable Poly single(@Nullable String atom) {
        if (atom == null) {
            return null;
        }
        Poly p = new Poly();
        p.put(atom, 1L);
        return p;
    }

    private static Poly constant(long value, boolean narrow) {
        Poly p = new Poly();
        put(p, "", value, narrow);
        return p;
    }

    private static void put(Poly p, String product, long factor, boolean narrow) {
        long kept = narrow ? (int) factor : factor;
        if (kept == 0) {
            p.remove(product);
        } else {
            p.put(product, kept);
        }
    }

    private static @Nullable Poly combine(String op, @Nullable Poly a, @Nullable Poly b, boolean narrow) {
        if (a == null || b == null || a.size() + b.size() > MAX_PARTS) {
            return null;
        }
        Poly result = new Poly();
        if (op.equals("mul")) {
            a.forEach((x, m) -> b.forEach((y, n) -> {
                String product = product(x, y);
                put(result, product, result.getOrDefault(product, 0L) + m * n, narrow);
            }));
            return result;
        }
        result.putAll(a);
        long sign = op.equals("add") ? 1 : -1;
        b.forEach((y, n) -> put(result, y, result.getOrDefault(y, 0L) + sign * n, narrow));
        return result;
    }

    private static String product(String x, String y) {
        if (x.isEmpty() || y.isEmpty()) {
            return x + y;
        }
        List<String> atoms = new ArrayList<>(List.of(x.split("\\*")));
        atoms.addAll(List.of(y.split("\\*")));
        atoms.sort(null);
        return String.join("*", atoms);
    }

    /** Returns the difference of two terms if it is a constant, else null. */
    @Nullable
    Long distance(Term a, Term b, Knowledge known) {
        Reading reading = new Reading(equations(known));
        Poly p = combine("sub", reading.poly(a, 0), reading.poly(b, 0), a.type() == 'I');
        if (p == null || !Set.of("").containsAll(p.keySet())) {
            return null;
        }
        return p.getOrDefault("", 0L);
    }
}
