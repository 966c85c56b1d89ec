package dev.whittle.profiler.format;

import java.io.ByteArrayOutputStream;

/** Collects bytes and variable-length numbers. */
final class ByteSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void oneByte(int value) {
        out.write(value);
    }

    void bytes(byte[] value, int length) {
        out.write(value, 0, length);
    }

    /** Writes seven bits a byte, lowest first; the top bit says that more follow. */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
