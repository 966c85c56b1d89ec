package dev.whittle.verifier.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Floating-point instructions on constants. Which NaN an operation gives is left open by the JVM, so one that gives NaN is not folded: it
 * stays an operation on constants, of which the value is known to be NaN.
 */
final class FloatArithmetic {
    private FloatArithmetic() {}

    /** Returns true if the value is known: its bits, or that it is NaN. */
    static boolean isKnown(Term t) {
        return t.is("bits") || isFloating(t) && !t.args().isEmpty() && operation(t.op()) && constants(t.args());
    }

    private static boolean operation(String op) {
        return switch (op) {
            case "fadd", "fsub", "fmul", "fdiv", "frem", "fneg", "convert fd", "convert df" -> true;
            default -> false;
        };
    }

    private static boolean isFloating(Term t) {
        return t.type() == 'F' || t.type() == 'D';
    }

    private static boolean constants(List<Term> args) {
        for (Term arg : args) {
            if (!arg.isConst() && !isKnown(arg)) {
                return false;
            }
        }
        return true;
    }

    /** Returns an Integer or Long (of type F or D: the bits), or null where the operation or its result is not known. */
    static @Nullable Number fold(String op, char type, List<Term> args) {
        if (!constants(args) || args.size() > 2) {
            return null;
        }
        Term first = args.get(0);
        if (type == 'I' || type == 'J') {
            return isFloating(first) ? integer(op, args) : null;
        }
        boolean isFloat = type == 'F';
        Double result = isFloat && first.type() == 'F' ? ofFloats(op, args) : ofDoubles(op, type, args);
        if (result == null || result.isNaN()) {
            return null;
        }
        return isFloat
                ? (Number) Float.floatToRawIntBits(result.floatValue())
                : (Number) Double.doubleToRawLongBits(result);
    }

    private static float asFloat(Term t) {
        return t.is("bits") ? Float.intBitsToFloat(((Number) t.payload()).intValue()) : Float.NaN;
    }

    private static double asDouble(Term t) {
        if (t.type() == 'F') {
            return asFloat(t);
        }
        return t.is("bits") ? Double.longBitsToDouble(((Number) t.payload()).longValue()) : Double.NaN;
    }

    /** Each result is rounded to float, as a double it is exact. */
    private static @Nullable Double ofFloats(String op, List<Term> args) {
        float a = asFloat(args.get(0));
        if (args.size() == 1) {
            return op.equals("fneg") ? (Double) (double) -a : null;
        }
        float b = asFloat(args.get(1));
        return switch (op) {
            case "fadd" -> (double) (a + b);
            case "fsub" -> (double) (a - b);
            case "fmul" -> (double) (a * b);
            case "fdiv" -> (double) (a / b);
            case "frem" -> (double) (a % b);
            default -> null;
        };
    }

    private static @Nullable Double ofDoubles(String op, char type, List<Term> args) {
        Term first = args.get(0);
        if (args.size() == 1) {
            return switch (op) {
                case "fneg" -> -asDouble(first);
                case "convert if" -> (double) (float) (int) first.value();
                case "convert id" -> (double) (int) first.value();
                case "convert jf" -> (double) (float) first.value();
                case "convert jd" -> (double) first.value();
                case "convert fd" -> asDouble(first);
                case "convert df" -> (double) (float) asDouble(first);
                default -> null;
            };
        }
        if (type != 'D' || first.type() != 'D') {
            return null;
        }
        double a = asDouble(first);
        double b = asDouble(args.get(1));
        return switch (op) {
            case "fadd" -> a + b;
            case "fsub" -> a - b;
            case "fmul" -> a * b;
            case "fdiv" -> a / b;
            case "frem" -> a % b;
            default -> null;
        };
    }

    private static @Nullable Number integer(String op, List<Term> args) {
        // Comparing floats as doubles is exact, and so is converting them.
        double a = asDouble(args.get(0));
        if (args.size() == 1) {
            return switch (op) {
                case "convert fi", "convert di" -> (Number) (int) a;
                case "convert fj", "convert dj" -> (Number) (long) a;
                default -> null;
            };
        }
        double b = asDouble(args.get(1));
        int unordered = op.endsWith("cmpg") ? 1 : -1;
        return switch (op) {
            case "fcmpl", "fcmpg", "dcmpl", "dcmpg" ->
                (Number) (Double.isNaN(a) || Double.isNaN(b) ? unordered : a < b ? -1 : a == b ? 0 : 1);
            default -> null;
        };
    }
}
