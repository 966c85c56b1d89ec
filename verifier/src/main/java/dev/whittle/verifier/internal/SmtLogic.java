package dev.whittle.verifier.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on integers and truth values that have a meaning in the logic (JVMS 6.5). */
final class SmtLogic {
    private SmtLogic() {}

    /** Returns what the term is, in terms of the names of its operands, or null if that is not known. */
    static @Nullable String meaning(Term t, SmtText text) {
        if (t.type() == 'B') {
            return condition(t, text);
        }
        if (t.type() != 'I' && t.type() != 'J') {
            return null;
        }
        if (t.isConst()) {
            return SmtText.literal(t.value(), t.type());
        }
        if (t.args().isEmpty()) {
            return null;
        }
        Term first = t.args().get(0);
        if (text.isFloat(first)) {
            return text.floats().integer(t);
        }
        if (t.args().stream().anyMatch(a -> a.type() != 'I' && a.type() != 'J')) {
            return null;
        }
        String a = text.name(first);
        return switch (t.args().size()) {
            case 1 -> unary(t.op(), a);
            case 2 -> binary(t, a, text.name(t.args().get(1)));
            default -> null;
        };
    }

    private static @Nullable String condition(Term t, SmtText text) {
        List<Term> args = t.args();
        return switch (t.op()) {
            case "true", "false" -> t.op();
            case "not" -> "(not " + text.name(args.get(0)) + ")";
            case "and" ->
                args.isEmpty()
                        ? "true"
                        : "(and true "
                                + String.join(" ", args.stream().map(text::name).toList()) + ")";
            case "eq" ->
                text.isFloat(args.get(0))
                        ? text.floats().same(args.get(0), args.get(1))
                        : "(= " + text.name(args.get(0)) + " " + text.name(args.get(1)) + ")";
            case "lt" -> "(bvslt " + text.name(args.get(0)) + " " + text.name(args.get(1)) + ")";
            default -> null;
        };
    }

    private static @Nullable String unary(String op, String a) {
        return switch (op) {
            case "neg" -> "(bvneg " + a + ")";
            case "i2l" -> "((_ sign_extend 32) " + a + ")";
            case "l2i" -> "((_ extract 31 0) " + a + ")";
            case "i2b" -> "((_ sign_extend 24) ((_ extract 7 0) " + a + "))";
            case "i2c" -> "((_ zero_extend 16) ((_ extract 15 0) " + a + "))";
            case "i2s" -> "((_ sign_extend 16) ((_ extract 15 0) " + a + "))";
            default -> null;
        };
    }

    private static @Nullable String binary(Term t, String a, String b) {
        String function = switch (t.op()) {
            case "add", "sub", "mul", "and", "or", "xor", "shl" -> "bv" + t.op();
            case "div" -> "bvsdiv";
            case "rem" -> "bvsrem";
            case "shr" -> "bvashr";
            case "ushr" -> "bvlshr";
            default -> "";
        };
        if (t.is("lcmp")) {
            return "(ite (bvslt " + a + " " + b + ") #xffffffff (ite (= " + a + " " + b + ") #x00000000 #x00000001))";
        }
        if (function.isEmpty()) {
            return null;
        }
        boolean shift = t.is("shl") || t.is("shr") || t.is("ushr");
        return "(" + function + " " + a + " " + (shift ? distance(b, t.type()) : b) + ")";
    }

    /** Only the low five or six bits of the distance count. */
    private static String distance(String by, char type) {
        return type == 'I' ? "(bvand " + by + " #x0000001f)" : "((_ zero_extend 32) (bvand " + by + " #x0000003f))";
    }
}
