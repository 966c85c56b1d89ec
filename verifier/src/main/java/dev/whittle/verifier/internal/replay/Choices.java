package dev.whittle.verifier.internal.replay;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Draws that can be drawn again, or with a few of them changed: an input is made from what was drawn, so it can be varied. They may also be
 * bytes that somebody else makes up.
 */
final class Choices {
    /** A draw below so many takes one byte, any other eight. */
    private static final int SMALL = 224;
    /** A printable character stands for itself, so that a fuzzer can insert texts that it saw compared. */
    private static final int FIRST = ' ';

    private static final long HALF = Long.MAX_VALUE >> 1;

    private final long[] given;
    private final LongSupplier more;
    private final byte[] bytes;
    private final boolean coded;
    private int at;
    private long[] drawn = new long[64];
    private int count;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();

    private Choices(long[] given, LongSupplier more, byte[] bytes, boolean coded) {
        this.given = given;
        this.more = more;
        this.bytes = bytes;
        this.coded = coded;
    }

    private static Choices of(long[] given, SplittableRandom random) {
        return new Choices(given, () -> random.nextLong() >>> 1, new byte[0], false);
    }

    static Choices fresh(SplittableRandom random) {
        return of(new long[0], random);
    }

    /** Returns what was drawn, but for one to three places. */
    static Choices varied(long[] drawn, SplittableRandom random) {
        long[] copy = drawn.clone();
        int changes = copy.length == 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            copy[random.nextInt(copy.length)] = random.nextLong() >>> 1;
        }
        return of(copy, random);
    }

    /** Returns what bytes say, as {@link #bytes} writes them; any bytes say something. */
    static Choices ofBytes(byte[] bytes) {
        return new Choices(new long[0], () -> 0, bytes, true);
    }

    long any() {
        long value;
        if (coded) {
            long raw = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                raw |= (long) next(0) << (8 * i);
            }
            value = raw + HALF & Long.MAX_VALUE;
        } else {
            value = draw();
        }
        for (int i = 0; i < Long.BYTES; i++) {
            code.write((int) (value - HALF >> (8 * i)));
        }
        return note(value);
    }

    /** Returns 0 to n - 1. */
    int below(int n) {
        if (n > SMALL) {
            return (int) (any() % n);
        }
        // Where the bytes end, 1 is drawn: an input does not end in nulls.
        long drew = note(coded ? Math.floorMod(next(FIRST + 1) - FIRST, n) : draw());
        int value = (int) (drew % n);
        code.write(value + FIRST);
        return value;
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    /**
     * Says whether a value is what the next bytes are, and not made up from draws. Only a fuzzer asks for it: what it sees compared is then in
     * what it makes up, byte for byte, and one byte more or less changes one place.
     */
    boolean plain() {
        boolean plain = coded && (next(FIRST) & 1) != 0;
        code.write(plain ? FIRST + 1 : FIRST);
        return plain;
    }

    /** Returns what so many bytes are, the lowest first; nothing but {@link #plain} values may ask. */
    long raw(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            int each = next(0);
            code.write(each);
            value |= (long) each << (8 * i);
        }
        return value;
    }

    private int next(int otherwise) {
        return at < bytes.length ? bytes[at++] & 255 : otherwise;
    }

    private long draw() {
        return count < given.length ? given[count] : more.getAsLong();
    }

    private long note(long value) {
        if (count == drawn.length) {
            drawn = Arrays.copyOf(drawn, count * 2);
        }
        drawn[count++] = value;
        return value;
    }

    long[] drawn() {
        return Arrays.copyOf(drawn, count);
    }

    /**
     * Returns bytes from which the same is drawn after some small draws.
     *
     * @param before what is drawn first
     */
    byte[] bytes(List<Integer> before) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        before.forEach(value -> all.write(value + FIRST));
        all.writeBytes(code.toByteArray());
        return all.toByteArray();
    }
}
