package dev.whittle.verifier.internal;

import java.util.SplittableRandom;

/** Values at which arithmetic goes wrong, and any others. */
final class Edges {
    private static final int[] INTS = {
        0,
        1,
        -1,
        2,
        3,
        5,
        7,
        31,
        32,
        33,
        63,
        64,
        65,
        -31,
        -32,
        127,
        128,
        255,
        256,
        -128,
        -129,
        32767,
        32768,
        65535,
        65536,
        -32769,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MAX_VALUE - 1,
        Integer.MIN_VALUE + 1,
        0x55555555,
        1 << 24,
        (1 << 24) + 1
    };
    private static final long[] LONGS = {
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MIN_VALUE + 1,
        1L << 31,
        -(1L << 31),
        (1L << 31) - 1,
        1L << 32,
        (1L << 32) - 1,
        1L << 53,
        (1L << 53) + 1,
        -(1L << 53) - 1,
        0x5555555555555555L,
        (1L << 62) + 1
    };
    private static final int[] FLOATS = {
        0,
        0x80000000,
        0x3f800000,
        0xbf800000,
        0x7f800000,
        0xff800000,
        0x7fc00000,
        0xffc00000,
        0x7fc01234,
        0x7f800001,
        0xffffffff,
        1,
        0x80000001,
        0x007fffff,
        0x00800000,
        0x7f7fffff,
        0xff7fffff,
        0x4f000000,
        0xcf000000,
        0x5f000000,
        0xdf000000,
        0x4effffff,
        0x3f000000,
        0xbf000000,
        0x40000000,
        0x4b800000,
        0x3fc00000
    };
    private static final long[] DOUBLES = {
        0,
        Long.MIN_VALUE,
        0x3ff0000000000000L,
        0xbff0000000000000L,
        0x7ff0000000000000L,
        0xfff0000000000000L,
        0x7ff8000000000000L,
        0xfff8000000000000L,
        0x7ff8000000001234L,
        0x7ff0000000000001L,
        1,
        0x8000000000000001L,
        0x000fffffffffffffL,
        0x0010000000000000L,
        0x7fefffffffffffffL,
        0xffefffffffffffffL,
        0x41dfffffffc00000L,
        0x41dfffffffe00000L,
        0x41e0000000000000L,
        0xc1e0000000000000L,
        0xc1e0000000200000L,
        0x43e0000000000000L,
        0xc3e0000000000000L,
        0x3fe0000000000000L,
        0x36a0000000000000L,
        0x3690000000000000L,
        0x47efffffe0000000L,
        0x47efffffefffffffL,
        0x47effffff0000000L,
        0x3ff0000010000000L
    };

    private Edges() {}

    static int ofInt(SplittableRandom r) {
        return switch (r.nextInt(4)) {
            case 0 -> r.nextInt();
            case 1 -> r.nextInt(-100, 100);
            default -> INTS[r.nextInt(INTS.length)];
        };
    }

    static long ofLong(SplittableRandom r) {
        return switch (r.nextInt(4)) {
            case 0 -> r.nextLong();
            case 1 -> ofInt(r);
            default -> LONGS[r.nextInt(LONGS.length)];
        };
    }

    static float ofFloat(SplittableRandom r) {
        return switch (r.nextInt(4)) {
            case 0 -> Float.intBitsToFloat(r.nextInt());
            case 1 -> r.nextInt(-1000, 1000) / 8f;
            default -> Float.intBitsToFloat(FLOATS[r.nextInt(FLOATS.length)]);
        };
    }

    static double ofDouble(SplittableRandom r) {
        return switch (r.nextInt(5)) {
            case 0 -> Double.longBitsToDouble(r.nextLong());
            case 1 -> r.nextInt(-1000, 1000) / 8.0;
            case 2 -> ofFloat(r);
            default -> Double.longBitsToDouble(DOUBLES[r.nextInt(DOUBLES.length)]);
        };
    }

    static Object of(char type, SplittableRandom r) {
        return switch (type) {
            case 'I' -> (Object) ofInt(r);
            case 'J' -> (Object) ofLong(r);
            case 'F' -> (Object) ofFloat(r);
            default -> (Object) ofDouble(r);
        };
    }
}
