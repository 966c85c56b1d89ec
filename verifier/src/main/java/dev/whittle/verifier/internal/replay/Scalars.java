package dev.whittle.verifier.internal.replay;

import java.util.List;
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
            Long.MAX_VALUE,
            Long.MIN_VALUE);
    private static final List<Double> REALS = List.of(
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.5,
            1e9,
            -1e9,
            1e300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<String> TEXTS =
            List.of("", "a", "A", "0", "-1", "12", " ", "true", "x=1", "\u00e9", "a,b");

    private final Pool pool;

    Scalars(Pool pool) {
        this.pool = pool;
    }

    Object primitive(Type type, Choices choices) {
        if (type.getSort() == Type.FLOAT || type.getSort() == Type.DOUBLE) {
            double value = real(choices);
            return type.getSort() == Type.FLOAT ? (Object) (float) value : (Object) value;
        }
        long value = number(choices);
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
        return choices.any() - (Long.MAX_VALUE >> 1);
    }

    private double real(Choices choices) {
        int way = choices.below(6);
        if (way < 2 && !pool.reals().isEmpty()) {
            return pool.reals().get(choices.below(pool.reals().size())) + (choices.oneIn(2) ? choices.below(3) - 1 : 0);
        } else if (way < 3) {
            return REALS.get(choices.below(REALS.size()));
        }
        return way < 5 ? (double) number(choices) : choices.below(100_000) / 64.0;
    }

    String text(Choices choices) {
        int way = choices.below(5);
        if (way < 2 && !pool.texts().isEmpty()) {
            return pool.texts().get(choices.below(pool.texts().size()));
        } else if (way < 4) {
            return TEXTS.get(choices.below(TEXTS.size()));
        }
        StringBuilder text = new StringBuilder();
        int length = choices.below(13);
        for (int i = 0; i < length; i++) {
            text.append((char) (' ' + choices.below(95)));
        }
        return text.toString();
    }
}
