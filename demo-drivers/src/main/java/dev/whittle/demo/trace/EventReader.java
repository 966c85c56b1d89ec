package dev.whittle.demo.trace;

/** Decodes events one after the other. After {@link #next}, the fields hold what the event has; {@code data} for events with bytes. */
final class EventReader {
    private final byte[] in;
    private int position;
    EventKind kind = EventKind.PAUSE;
    int place;
    int value;
    int start;
    int length;

    EventReader(byte[] in) {
        this.in = in;
    }

    boolean hasNext() {
        return position < in.length;
    }

    void next() {
        kind = EventKind.ofCode(octet());
        place = number();
        if (kind == EventKind.MEMORY_READ
                || kind == EventKind.MEMORY_WRITE
                || kind == EventKind.INJECT
                || kind == EventKind.COLLECT) {
            length = number();
            start = position;
            if (length < 0 || length > in.length - position) {
                throw new TraceException("The trace ends in the middle of an event: it is damaged, record it again.");
            }
            position += length;
        } else {
            length = 0;
            value = octet() | octet() << 8 | octet() << 16 | octet() << 24;
        }
    }

    /** The event's byte at {@code i}. */
    byte at(int i) {
        return in[start + i];
    }

    void copy(byte[] to, int at) {
        System.arraycopy(in, start, to, at, length);
    }

    private int number() {
        int result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int octet = octet();
            result |= (octet & 0x7f) << shift;
            if (octet < 0x80) {
                return result;
            }
        }
        throw new TraceException("The trace has a number of more than five bytes: it is damaged, record it again.");
    }

    private int octet() {
        if (position >= in.length) {
            throw new TraceException("The trace ends in the middle of an event: it is damaged, record it again.");
        }
        return in[position++] & 0xff;
    }
}
