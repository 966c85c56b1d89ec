package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Computes both sides of what was taken for equal, with every choice of values from a small domain: the JVM's own arithmetic says whether
 * it is. What has no meaning here, such as a call or what memory held, takes any value, and the same one for the same operands.
 */
final class SmallDomain {
    /** So many choices at most. */
    static final int MAX_CHOICES = 4096;

    /** Values that show most: a polynomial that is not zero is seldom zero at the first ones. */
    private static final long[] LONGS = {
        3,
        -7,
        0,
        1,
        -1,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        2,
        31,
        0x5A5AA5A5_12345679L,
        -64,
        1L << 31,
        1L << 32,
        255,
        0x8000,
        -2
    };

    private static final int[] INTS = {
        3, -7, 0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 2, 31, 0x12345679, -64, 1 << 16, 0xFFFF, 255, 0x8000, -2
    };

    /** A NaN that no operation gives comes first among the odd ones: what only passes it on is told from what computes. */
    private static final double[] REALS = {
        3,
        -0.1,
        Double.longBitsToDouble(0x7ff80000_00000101L),
        0,
        -0.0,
        1,
        Double.POSITIVE_INFINITY,
        Double.MIN_VALUE,
        -1,
        Double.MAX_VALUE,
        Double.NEGATIVE_INFINITY,
        0.5,
        -Double.MIN_NORMAL,
        1e-200,
        33_554_433,
        -2
    };

    private static final float[] FLOATS = {
        3,
        -0.1f,
        Float.intBitsToFloat(0x7fc00101),
        0,
        -0.0f,
        1,
        Float.POSITIVE_INFINITY,
        Float.MIN_VALUE,
        -1,
        Float.MAX_VALUE,
        Float.NEGATIVE_INFINITY,
        0.5f,
        -Float.MIN_NORMAL,
        1e-30f,
        16_777_217,
        -2
    };

    private final Map<Term, Term> meaning;

    /** @param meaning what names stand for; it does not go in circles where the sides lead */
    SmallDomain(Map<Term, Term> meaning) {
        this.meaning = meaning;
    }

    /** Returns values for which the two differ, or an empty string if there are none among those that were tried. */
    String difference(Term a, Term b) {
        int names = new Choice(0, 1).differs(a, b).size();
        int size = size(names);
        int choices = size == 1 ? MAX_CHOICES : power(size, names);
        for (int i = 0; i < choices; i++) {
            Choice choice = new Choice(i, size);
            Map<Term, Term> values = choice.differs(a, b);
            if (choice.different) {
                return values.toString();
            }
        }
        return "";
    }

    /** Returns how many values each name can take, or 1 if they are too many to try all choices of two. */
    private static int size(int names) {
        int size = LONGS.length;
        while (size > 1 && power(size, names) > MAX_CHOICES) {
            size--;
        }
        return size;
    }

    private static int power(int base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent && result <= MAX_CHOICES; i++) {
            result *= base;
        }
        return (int) Math.min(result, MAX_CHOICES + 1);
    }

    /** One choice of values: the digits of a number, or drawn at random with the number as the seed. */
    private final class Choice {
        private final Terms terms = new Terms();
        private final Map<Term, Term> done = new HashMap<>();
        private final Map<Term, Term> chosen = new LinkedHashMap<>();
        private final int size;
        private final SplittableRandom random;
        private int digits;
        private boolean different;

        Choice(int number, int size) {
            this.digits = number;
            this.size = size;
            this.random = new SplittableRandom(number);
        }

        Map<Term, Term> differs(Term a, Term b) {
            different = value(a) != value(b);
            return chosen;
        }

        private Term value(Term t) {
            Term known = done.get(t);
            if (known == null) {
                Term stands = meaning.get(t);
                known = stands != null ? value(stands) : computed(t);
                done.put(t, known);
            }
            return known;
        }

        private Term computed(Term t) {
            List<Term> args = new ArrayList<>();
            t.args().forEach(arg -> args.add(value(arg)));
            Term result = terms.make(t.op(), t.payload(), t.type(), args);
            if (FloatArithmetic.isKnown(result) && !result.is("bits")) {
                return real(Double.NaN, Float.NaN, t.type());
            }
            return fixed(result) ? result : chosen.computeIfAbsent(result, this::choose);
        }

        private boolean fixed(Term t) {
            return t.isConst() || t.is("bits") || t.isNull() || t.is("enum") || t == terms.yes || t == terms.no;
        }

        private Term choose(Term t) {
            int index;
            if (size == 1) {
                index = random.nextInt(LONGS.length);
            } else {
                index = digits % size;
                digits /= size;
            }
            return switch (t.type()) {
                case 'I' -> terms.ofInt(INTS[index]);
                case 'J' -> terms.ofLong(LONGS[index]);
                case 'F', 'D' -> real(REALS[index], FLOATS[index], t.type());
                case 'B' -> index % 2 == 0 ? terms.yes : terms.no;
                default -> terms.app("enum", "value " + index, t.type());
            };
        }

        private Term real(double wide, float narrow, char type) {
            return type == 'F'
                    ? terms.ofBits(Float.floatToRawIntBits(narrow), type)
                    : terms.ofBits(Double.doubleToRawLongBits(wide), type);
        }
    }
}
