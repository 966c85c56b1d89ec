package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code float} and {@code double} as IEEE 754 has them. The logic has one NaN, the JVM has many, and a program can see which
 * ({@code floatToRawIntBits}). So a value is two things here: a number of the logic, and the bits that a NaN would have. Two values are the
 * same if the numbers are and, where they are NaN, the bits are; as numbers, 0.0 and -0.0 differ.
 *
 * <p>Which NaN comes of an addition, subtraction, multiplication, division, remainder or conversion between the two types, the JVM leaves
 * open (JVMS 6.5 says "the result is NaN", JLS 4.2.3 that this is an arbitrary one): where both values are such results, both may be NaN.
 */
final class SmtFloats {
    private static final List<String> ARITHMETIC = List.of("fadd", "fsub", "fmul", "fdiv");

    private final SmtText text;
    /** The bits of values that are known by their bits. */
    private final Map<Term, String> exact = new HashMap<>();
    /** The bits of the results of operations if they are NaN; anything otherwise. */
    private final Map<Term, String> nans = new HashMap<>();

    SmtFloats(SmtText text) {
        this.text = text;
    }

    static String sort(char type) {
        return type == 'F' ? "(_ FloatingPoint 8 24)" : "(_ FloatingPoint 11 53)";
    }

    private static String make(char type) {
        return type == 'F' ? "(_ to_fp 8 24)" : "(_ to_fp 11 53)";
    }

    private static String number(double value, char type) {
        long bits = type == 'F' ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
        return "(" + make(type) + " " + SmtText.literal(bits, type) + ")";
    }

    /** Returns the name of the number. */
    String define(Term t) {
        String result = result(t);
        if (result == null) {
            String known = t.is("bits")
                    ? SmtText.literal(((Number) t.payload()).longValue(), t.type())
                    : text.apply(t, t.op(), SmtText.bits(t.type()));
            String name = t.args().isEmpty() ? known : text.define("b", SmtText.bits(t.type()), known);
            exact.put(t, name);
            result = "(" + make(t.type()) + " " + name + ")";
        }
        return text.define("v", sort(t.type()), result);
    }

    /** See {@link SmtText#effort}: a little less than was measured for cvc5 1.3.2, in thousands of its steps, with one to sixteen operations in a question. */
    static int effort(Term t) {
        boolean wide = t.type() == 'D' || t.args().stream().anyMatch(a -> a.type() == 'D');
        return switch (t.op()) {
            case "fmul" -> wide ? 165 : 40;
            case "fdiv" -> wide ? 650 : 148;
            case "convert fi", "convert fj", "convert di", "convert dj" -> wide ? 45 : 40;
            case "fadd", "fsub" -> wide ? 42 : 21;
            case "convert if", "convert id", "convert jf", "convert jd", "convert fd", "convert df" -> wide ? 42 : 21;
            default -> 0;
        };
    }

    /** Returns the number that an operation gives, or null if it is not one of these. */
    private @Nullable String result(Term t) {
        List<String> args = t.args().stream().map(text::name).toList();
        if (t.is("fadd") || t.is("fmul")) {
            // As numbers these are commutative; a solver would find that out bit by bit.
            args = args.stream().sorted().toList();
        }
        if (ARITHMETIC.contains(t.op())) {
            return "(fp." + t.op().substring(1) + " RNE " + String.join(" ", args) + ")";
        }
        return switch (t.op()) {
            case "fneg" -> "(fp.neg " + args.get(0) + ")";
            // Not fp.rem: that rounds the quotient to the nearest, Java towards zero.
            case "frem" -> text.apply(t, "frem", args, List.of(sort(t.type()), sort(t.type())), sort(t.type()));
            case "convert if", "convert id", "convert jf", "convert jd", "convert fd", "convert df" ->
                "(" + make(t.type()) + " RNE " + args.get(0) + ")";
            default -> null;
        };
    }

    /** True if the JVM leaves open which NaN it is, if it is one. */
    private static boolean open(Term t) {
        return ARITHMETIC.contains(t.op()) || t.is("frem") || t.is("convert fd") || t.is("convert df");
    }

    /** Returns the bits of a NaN, and zero of any other number: with the number, all that can be told of the value. */
    String payload(Term t) {
        return "(ite (fp.isNaN " + text.name(t) + ") " + nan(t) + " " + SmtText.literal(0, t.type()) + ")";
    }

    private String nan(Term t) {
        String known = exact.getOrDefault(t, nans.get(t));
        if (known == null) {
            // The same operation on the same operands has the same result.
            known = text.define("b", SmtText.bits(t.type()), text.apply(t, t.op() + " NaN", SmtText.bits(t.type())));
            nans.put(t, known);
        }
        return known;
    }

    /** Two values are the same one. */
    String same(Term a, Term b) {
        if (exact.containsKey(a) && exact.containsKey(b)) {
            return "(= " + exact.get(a) + " " + exact.get(b) + ")";
        }
        String equal = "(= " + text.name(a) + " " + text.name(b) + ")";
        if (open(a) && open(b) || isNumber(a) || isNumber(b)) {
            return equal;
        }
        return "(and " + equal + " (=> (fp.isNaN " + text.name(a) + ") (= " + nan(a) + " " + nan(b) + ")))";
    }

    private static boolean isNumber(Term t) {
        if (!t.is("bits")) {
            return false;
        }
        Number bits = (Number) t.payload();
        return t.type() == 'F'
                ? !Float.isNaN(Float.intBitsToFloat(bits.intValue()))
                : !Double.isNaN(Double.longBitsToDouble(bits.longValue()));
    }

    /** Returns the integer that an operation on floating values gives, or null if it is not one of these. */
    @Nullable
    String integer(Term t) {
        String a = text.name(t.args().get(0));
        return switch (t.op()) {
            case "fcmpl", "dcmpl" -> compare(a, text.name(t.args().get(1)), "#xffffffff");
            case "fcmpg", "dcmpg" -> compare(a, text.name(t.args().get(1)), "#x00000001");
            case "convert fi", "convert di", "convert fj", "convert dj" -> truncated(a, t);
            default -> null;
        };
    }

    private static String compare(String a, String b, String unordered) {
        String ordered =
                "(ite (fp.lt " + a + " " + b + ") #xffffffff (ite (fp.eq " + a + " " + b + ") #x00000000 #x00000001))";
        return "(ite (or (fp.isNaN " + a + ") (fp.isNaN " + b + ")) " + unordered + " " + ordered + ")";
    }

    /** Towards zero; NaN is zero, and what is too large is the largest there is. */
    private static String truncated(String a, Term t) {
        char from = t.args().get(0).type();
        boolean isInt = t.type() == 'I';
        double limit = isInt ? 0x1p31 : 0x1p63;
        String least = SmtText.literal(isInt ? Integer.MIN_VALUE : Long.MIN_VALUE, t.type());
        String most = SmtText.literal(isInt ? Integer.MAX_VALUE : Long.MAX_VALUE, t.type());
        String zero = SmtText.literal(0, t.type());
        List<String> parts = new ArrayList<>();
        parts.add("(ite (fp.isNaN " + a + ") " + zero);
        parts.add("(ite (fp.geq " + a + " " + number(limit, from) + ") " + most);
        parts.add("(ite (fp.leq " + a + " " + number(-limit, from) + ") " + least);
        parts.add("((_ fp.to_sbv " + (isInt ? 32 : 64) + ") RTZ " + a + "))))");
        return String.join(" ", parts);
    }
}
