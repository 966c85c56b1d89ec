package dev.whittle.verifier.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Integer instructions on constants (JVMS 6.5). */
final class Arithmetic {
    private Arithmetic() {}

    /** Returns the result, or null where the operation is not one of these. */
    static @Nullable Long fold(String op, char type, List<Term> args) {
        long a = args.get(0).value();
        if (args.size() == 1) {
            return unary(op, type, a);
        }
        return args.size() == 2 ? binary(op, type, a, args.get(1).value()) : null;
    }

    private static @Nullable Long unary(String op, char type, long a) {
        return switch (op) {
            case "neg" -> narrow(type, -a);
            case "i2l" -> a;
            case "l2i" -> (long) (int) a;
            case "i2b" -> (long) (byte) a;
            case "i2c" -> (long) (char) a;
            case "i2s" -> (long) (short) a;
            default -> null;
        };
    }

    private static @Nullable Long binary(String op, char type, long a, long b) {
        boolean isInt = type == 'I';
        int shift = (int) b & (isInt ? 31 : 63);
        return switch (op) {
            case "add" -> narrow(type, a + b);
            case "sub" -> narrow(type, a - b);
            case "mul" -> narrow(type, a * b);
            // By zero it throws; that is checked before.
            case "div" -> b == 0 ? null : narrow(type, a / b);
            case "rem" -> b == 0 ? null : (Long) (a % b);
            case "and" -> a & b;
            case "or" -> a | b;
            case "xor" -> a ^ b;
            case "shl" -> narrow(type, a << shift);
            case "shr" -> isInt ? (long) ((int) a >> shift) : (Long) (a >> shift);
            case "ushr" -> isInt ? (long) ((int) a >>> shift) : (Long) (a >>> shift);
            case "lcmp" -> (long) Long.compare(a, b);
            default -> null;
        };
    }

    private static Long narrow(char type, long value) {
        return type == 'I' ? (long) (int) value : (Long) value;
    }
}
