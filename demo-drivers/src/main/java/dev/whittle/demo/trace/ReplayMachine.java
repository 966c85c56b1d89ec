package dev.whittle.demo.trace;

import dev.whittle.demo.device.DeviceAccess;
import dev.whittle.demo.device.Machine;
import dev.whittle.demo.device.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A device that is not there: answers as the recorded one did, and checks that each access is the one that was recorded, in its
 * order, with every value written to a register and every byte written to memory.
 */
public final class ReplayMachine implements Machine, DeviceAccess, Wire {
    private final EventReader events;
    private final String model;
    private long index;
    private boolean failed;

    public ReplayMachine(Trace trace) {
        events = new EventReader(trace.events());
        model = trace.model();
    }

    @Override
    public int configRead(int offset) {
        expect(EventKind.CONFIG_READ, offset);
        return events.value;
    }

    @Override
    public void configWrite(int offset, int value) {
        expectWord(EventKind.CONFIG_WRITE, offset, value);
    }

    @Override
    public int read(int offset) {
        expect(EventKind.REGISTER_READ, offset);
        return events.value;
    }

    @Override
    public void write(int offset, int value) {
        expectWord(EventKind.REGISTER_WRITE, offset, value);
    }

    @Override
    public int getInt(int address) {
        return (int) number(address, 4);
    }

    @Override
    public long getLong(int address) {
        return number(address, 8);
    }

    @Override
    public void putInt(int address, int value) {
        checkNumber(address, value, 4);
    }

    @Override
    public void putLong(int address, long value) {
        checkNumber(address, value, 8);
    }

    @Override
    public void get(int address, byte[] to, int start, int length) {
        expect(EventKind.MEMORY_READ, address, length);
        events.copy(to, start);
    }

    @Override
    public void put(int address, byte[] from, int start, int length) {
        expect(EventKind.MEMORY_WRITE, address, length);
        for (int i = 0; i < length; i++) {
            check(EventKind.MEMORY_WRITE, address, i, from[start + i]);
        }
    }

    @Override
    public boolean awaitInterrupt() {
        expect(EventKind.INTERRUPT, 0);
        return events.value != 0;
    }

    @Override
    public void pause(int micros) {
        expectWord(EventKind.PAUSE, 0, micros);
    }

    @Override
    public void inject(byte[] frame) {
        expect(EventKind.INJECT, 0, frame.length);
        for (int i = 0; i < frame.length; i++) {
            check(EventKind.INJECT, 0, i, frame[i]);
        }
    }

    @Override
    public byte @Nullable [] collect() {
        expect(EventKind.COLLECT, 0);
        if (events.length == 0) {
            return null;
        }
        byte[] frame = new byte[events.length];
        events.copy(frame, 0);
        return frame;
    }

    @Override
    public DeviceAccess access() {
        return this;
    }

    @Override
    public Wire wire() {
        return this;
    }

    @Override
    public String backend() {
        return "replay";
    }

    /** Ends the replay; a program that did less than the recorded one is a difference too, unless one was found before. */
    @Override
    public void close() {
        if (events.hasNext() && !failed) {
            events.next();
            throw mismatch("the " + model + " trace expects " + describe(events.kind, events.place)
                    + ", got the end of the program");
        }
    }

    private void expect(EventKind kind, int place) {
        if (!events.hasNext()) {
            throw mismatch("the " + model + " trace ends here, got " + describe(kind, place));
        }
        events.next();
        if (events.kind != kind || events.place != place) {
            throw mismatch("the " + model + " trace expects " + describe(events.kind, events.place) + ", got "
                    + describe(kind, place));
        }
        index++;
    }

    private void expectWord(EventKind kind, int place, int value) {
        expect(kind, place);
        if (events.value != value) {
            index--;
            throw mismatch(String.format(
                    "%s of the %s trace expects %08x, got %08x", describe(kind, place), model, events.value, value));
        }
    }

    private void expect(EventKind kind, int place, int length) {
        expect(kind, place);
        if (events.length != length) {
            index--;
            throw mismatch(String.format(
                    "%s of the %s trace expects %d bytes, got %d",
                    describe(kind, place), model, events.length, length));
        }
    }

    private void check(EventKind kind, int place, int at, byte got) {
        if (events.at(at) != got) {
            index--;
            throw mismatch(String.format(
                    "%s of the %s trace expects %02x in byte %d, got %02x",
                    describe(kind, place), model, events.at(at) & 0xff, at, got & 0xff));
        }
    }

    private long number(int address, int width) {
        expect(EventKind.MEMORY_READ, address, width);
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (events.at(i) & 0xffL) << (8 * i);
        }
        return value;
    }

    private void checkNumber(int address, long value, int width) {
        expect(EventKind.MEMORY_WRITE, address, width);
        for (int i = 0; i < width; i++) {
            check(EventKind.MEMORY_WRITE, address, i, (byte) (value >>> (8 * i)));
        }
    }

    private TraceMismatchException mismatch(String message) {
        failed = true;
        return new TraceMismatchException(index, message);
    }

    private static String describe(EventKind kind, int place) {
        return switch (kind) {
            case INTERRUPT, PAUSE, INJECT, COLLECT -> kind.text;
            case CONFIG_READ, CONFIG_WRITE, REGISTER_READ, REGISTER_WRITE, MEMORY_READ, MEMORY_WRITE ->
                String.format("%s at 0x%x", kind.text, place);
        };
    }
}
