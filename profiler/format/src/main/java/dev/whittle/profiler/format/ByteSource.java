package dev.whittle.profiler.format;

/** Reads what {@link ByteSink} wrote, and trusts none of it. */
final class ByteSource {
    private final byte[] bytes;
    private int at;

    ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at == bytes.length;
    }

    int oneByte() {
        if (at == bytes.length) {
            throw damage("its body ends too early");
        }
        return bytes[at++] & 0xff;
    }

    byte[] bytes(int length) {
        if (length > bytes.length - at) {
            throw damage("its body ends too early");
        }
        byte[] result = java.util.Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return result;
    }

    /** Reads a number from 0 to {@link Long#MAX_VALUE}. */
    long number() {
        long result = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = oneByte();
            result |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw damage("a number in its body is not written in the shortest way");
                }
                return result;
            }
        }
        throw damage("a number in its body is too large");
    }

    /** Reads a number from 0 to {@code largest}. */
    int number(int largest, String what) {
        long value = number();
        if (value > largest) {
            throw damage(what + " is " + value + ", which is more than the " + largest + " possible");
        }
        return (int) value;
    }

    /** Reads how many elements follow; each takes at least one byte, so a count beyond what is left is false. */
    int count(String what) {
        return number(bytes.length - at, "the number of " + what);
    }

    Damage damage(String what) {
        return new Damage(what + " (byte " + at + " of the unpacked body); record it again");
    }
}
