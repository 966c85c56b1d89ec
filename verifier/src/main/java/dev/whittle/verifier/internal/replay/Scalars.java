package dev.whittle.verifier.internal.replay;

import java.util.List;
import java.util.Locale;
import org.objectweb.asm.Type;

/** Makes up numbers and strings: constants of the code, their neighbours, what is on the edge of a type, and any. */
final class Scalars {
    private static final List<Long> EDGES = List.of(
            0L,
            1L,
            -1L,
            2L,
            7L,
            8L,
            31L,
            32L,
            63L,
            64L,
            127L,
            128L,
            255L,
            256L,
            1500L,
            65535L,
            65536L,
            (long) Integer.MAX_VALUE,
            (long) Integer.MIN_VALUE,
            -2L,
            -128L,
            16777217L,
            (1L << 53) + 1,
            -Integer.MAX_VALUE - 0L,
            1L << 30,
            (long) Integer.MAX_VALUE + 1,
            0xffffffffL,
            Long.MAX_VALUE,
            Long.MIN_VALUE);
    /** Blanks, digits, letters and halves of characters beyond ASCII. */
    private static final List<Integer> CHARS = List.of(
            0x660, 0x2003, 0xa0, 0xdf, 0x130, 0x131, 0x17f, 0x212a, 0x1c5, 0xd83d, 0xde00, 0x10, 0x20, 0x41, 0x61);

    private static final List<Double> REALS = List.of(
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.5,
            1e9,
            -1e9,
            1e300,
            1.5,
            2.5,
            -0.5,
            0.1,
            // Halves and wholes where the gaps between neighbours grow.
            0.49999999999999994,
            4503599627370495.5,
            9007199254740992.0,
            16777217.0,
            Integer.MAX_VALUE + 1.0,
            Double.MIN_NORMAL,
            (double) Float.MAX_VALUE,
            (double) Float.MIN_VALUE,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    /** Those that compare unlike others, or look alike and are not. */
    private static final List<Double> SPECIAL =
            List.of(0.0, -0.0, 0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE);

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "A",
            "0",
            "-1",
            "12",
            " ",
            "true",
            "x=1",
            "\u00e9",
            "a,b",
            // Blanks that only some methods know, and one that all take for one though it is none.
            "\u2003",
            " x\u2003",
            "\u0001",
            "\u00a0",
            "\t\n",
            // Letters whose other case is longer, or another letter's.
            "\u00df",
            "\u0130\u0131",
            "\u212a\u017f",
            // Two chars for one character; half of one; a digit of another script.
            "\ud83d\ude00",
            "\ud83d",
            "\u0663",
            // Other strings of the same hash.
            "Aa",
            "BB",
            "+7",
            "a,b,,",
            "1e3");
    /** For letters, others that equal them in some comparisons that ignore case. */
    private static final String TWINS = "k\u212aK\u212as\u017fS\u017fi\u0131I\u0130";

    /** More elements or characters than code often asks for, and few enough that none takes all of an input. */
    private static final int MOST_RAW = 64;

    private final Pool pool;

    Scalars(Pool pool) {
        this.pool = pool;
    }

    Object primitive(Type type, Choices choices) {
        if (type.getSort() == Type.FLOAT || type.getSort() == Type.DOUBLE) {
            double value = real(choices);
            return type.getSort() == Type.FLOAT ? (Object) (float) value : (Object) value;
        }
        if (type.getSort() == Type.CHAR && choices.oneIn(5)) {
            return (char) (int) CHARS.get(choices.below(CHARS.size()));
        }
        long value = number(choices);
        return type.getSort() == Type.LONG ? (Object) value : cut(type, (int) value);
    }

    /** Returns one of the first constants of the code, or any value where it has none of the type. */
    Object constant(Type type, Choices choices) {
        List<Long> numbers = pool.numbers();
        boolean real = type.getSort() == Type.FLOAT || type.getSort() == Type.DOUBLE;
        if (real || numbers.isEmpty()) {
            return primitive(type, choices);
        }
        long value = numbers.get(choices.below(Math.min(8, numbers.size())));
        return type.getSort() == Type.LONG ? (Object) value : cut(type, (int) value);
    }

    /** Returns an int as the type keeps it. */
    static Object cut(Type type, int value) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> (value & 1) != 0;
            case Type.BYTE -> (byte) value;
            case Type.SHORT -> (short) value;
            case Type.CHAR -> (char) value;
            default -> value;
        };
    }

    private long number(Choices choices) {
        int way = choices.below(8);
        if (way < 3 && !pool.numbers().isEmpty()) {
            List<Long> numbers = pool.numbers();
            // The first constants are those of the method itself.
            int most = choices.oneIn(2) ? Math.min(8, numbers.size()) : numbers.size();
            return numbers.get(choices.below(most)) + (choices.oneIn(2) ? choices.below(3) - 1 : 0);
        } else if (way < 5) {
            return choices.below(10);
        } else if (way < 7) {
            return EDGES.get(choices.below(EDGES.size()));
        }
        // Any number of bits is as likely as any other.
        return choices.any() - (Long.MAX_VALUE >> 1) >> choices.below(60);
    }

    private double real(Choices choices) {
        int way = choices.below(8);
        if (way < 2 && !pool.reals().isEmpty()) {
            return beside(pool.reals().get(choices.below(pool.reals().size())), choices);
        } else if (way == 2) {
            return REALS.get(choices.below(REALS.size()));
        } else if (way == 3) {
            return SPECIAL.get(choices.below(SPECIAL.size()));
        } else if (way == 6) {
            return Double.longBitsToDouble(choices.any() << 1 | choices.below(2));
        } else if (way == 7) {
            return (choices.below(2000) - 1000) / 10.0;
        }
        return way < 5 ? (double) number(choices) : choices.below(100_000) / 64.0;
    }

    private static double beside(double value, Choices choices) {
        return switch (choices.below(8)) {
            case 0 -> value + 1;
            case 1 -> value - 1;
            case 2 -> Math.nextUp(value);
            case 3 -> Math.nextDown(value);
            case 4 -> -value;
            case 5 -> value * 3;
            default -> value;
        };
    }

    String text(Choices choices) {
        int way = choices.below(6);
        if (way < 3 && !pool.texts().isEmpty()) {
            String constant = pool.texts().get(choices.below(pool.texts().size()));
            return way < 2 ? constant : altered(constant, choices);
        } else if (way < 5) {
            return TEXTS.get(choices.below(TEXTS.size()));
        }
        StringBuilder text = new StringBuilder();
        int length = choices.below(13);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + choices.below(95)));
        }
        return text.toString();
    }

    /** Something near a constant: in another case, with a blank, one char more or less, twice. */
    private static String altered(String text, Choices choices) {
        int way = choices.below(8);
        if (way == 0 || text.isEmpty()) {
            return text + TEXTS.get(choices.below(TEXTS.size()));
        } else if (way == 1) {
            return TEXTS.get(choices.below(TEXTS.size())) + text;
        } else if (way == 2) {
            return text.toUpperCase(Locale.ROOT);
        } else if (way == 3) {
            return text.toLowerCase(Locale.ROOT);
        } else if (way == 4) {
            return text.substring(0, choices.below(text.length()));
        } else if (way == 5) {
            return text + text;
        } else if (way == 6) {
            return text.substring(1 + choices.below(text.length()));
        }
        StringBuilder twin = new StringBuilder(text);
        for (int i = 0; i < twin.length(); i++) {
            int at = TWINS.indexOf(twin.charAt(i));
            if (at >= 0 && at % 2 == 0) {
                twin.setCharAt(i, TWINS.charAt(at + 1));
            }
        }
        return twin.toString();
    }

    /** Lengths of arrays: short ones, and those that the code speaks of. */
    int length(Choices choices, int most) {
        if (choices.oneIn(4) && !pool.numbers().isEmpty()) {
            long near =
                    pool.numbers().get(choices.below(Math.min(8, pool.numbers().size()))) + choices.below(3) - 1;
            if (near >= 0 && near <= 2L * most) {
                return (int) near;
            }
        }
        return choices.below(choices.oneIn(3) ? most : Math.min(most, 9));
    }

    /** Returns the number that the next bytes are. */
    static Recipe.Scalar raw(Type type, Choices choices) {
        return new Recipe.Scalar(
                switch (type.getSort()) {
                    case Type.BOOLEAN, Type.BYTE -> cut(type, (int) choices.raw(Byte.BYTES));
                    case Type.CHAR, Type.SHORT -> cut(type, (int) choices.raw(Short.BYTES));
                    case Type.LONG -> (Object) choices.raw(Long.BYTES);
                    case Type.FLOAT -> (Object) Float.intBitsToFloat((int) choices.raw(Float.BYTES));
                    case Type.DOUBLE -> (Object) Double.longBitsToDouble(choices.raw(Double.BYTES));
                    default -> (Object) (int) choices.raw(Integer.BYTES);
                });
    }

    static int rawLength(Choices choices) {
        return choices.below(MOST_RAW + 1);
    }

    /** Returns the text that the next bytes are, each a character. */
    static String rawText(Choices choices) {
        int length = rawLength(choices);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) choices.raw(1));
        }
        return text.toString();
    }

    /** An equal number, or one beside it. */
    static Object near(Type type, Number value, Choices choices) {
        int by = Math.max(0, choices.below(6) - 3) - 1;
        int step = by < 0 ? 0 : by == 0 ? 1 : -1;
        if (value instanceof Double d) {
            return step == 0 ? (Object) Double.valueOf(d.doubleValue()) : (Object) (step > 0 ? Math.nextUp(d) : -d);
        } else if (value instanceof Float f) {
            return step == 0 ? (Object) Float.valueOf(f.floatValue()) : (Object) (step > 0 ? Math.nextUp(f) : -f);
        } else if (value instanceof Long l) {
            return l + step;
        }
        return cut(type, value.intValue() + step);
    }
}
