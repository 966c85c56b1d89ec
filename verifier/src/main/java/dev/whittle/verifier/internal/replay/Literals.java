package dev.whittle.verifier.internal.replay;

/** Spells values as Java source that the compiler reads back to the bit, in ASCII alone. */
final class Literals {
    private Literals() {}

    /** @param value a boxed primitive or a string */
    static String of(Object value) {
        if (value instanceof String s) {
            return text(s);
        } else if (value instanceof Character c) {
            return "(char) " + (int) c;
        } else if (value instanceof Byte || value instanceof Short) {
            return "(" + (value instanceof Byte ? "byte" : "short") + ") " + value;
        } else if (value instanceof Long l) {
            return l + "L";
        } else if (value instanceof Float f) {
            return Float.isFinite(f)
                    ? f + "f"
                    : "Float.intBitsToFloat(0x" + Integer.toHexString(Float.floatToRawIntBits(f)) + ")";
        } else if (value instanceof Double d) {
            return Double.isFinite(d)
                    ? d + "d"
                    : "Double.longBitsToDouble(0x" + Long.toHexString(Double.doubleToRawLongBits(d)) + "L)";
        }
        return value.toString();
    }

    private static String text(String s) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else if (c < 0x100) {
                // The compiler reads a Unicode escape before it looks for the end of the line: a line feed must not be
                // one.
                out.append('\\')
                        .append((char) ('0' + (c >> 6)))
                        .append((char) ('0' + (c >> 3 & 7)))
                        .append((char) ('0' + (c & 7)));
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
        return out.append('"').toString();
    }
}
