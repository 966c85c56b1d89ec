package dev.whittle.demo.trace;

import java.io.ByteArrayOutputStream;

/** Encodes events one after the other. */
final class EventWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An event with a place and a 32-bit value. */
    void word(EventKind kind, int place, int value) {
        out.write(kind.code);
        number(place);
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >>> shift);
        }
    }

    /** An event with a place and bytes. */
    void bytes(EventKind kind, int place, byte[] data, int start, int length) {
        out.write(kind.code);
        number(place);
        number(length);
        out.write(data, start, length);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void number(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
