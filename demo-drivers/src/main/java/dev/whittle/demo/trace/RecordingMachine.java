package dev.whittle.demo.trace;

import dev.whittle.demo.device.DeviceAccess;
import dev.whittle.demo.device.Machine;
import dev.whittle.demo.device.Wire;
import org.jspecify.annotations.Nullable;

/** Passes everything on to another machine and writes it down. */
public final class RecordingMachine implements Machine, DeviceAccess, Wire {
    private final Machine machine;
    private final EventWriter events = new EventWriter();

    public RecordingMachine(Machine machine) {
        this.machine = machine;
    }

    /** What was recorded up to now. */
    public Trace trace(String model, int frames) {
        return new Trace(model, frames, events.toByteArray());
    }

    @Override
    public int configRead(int offset) {
        int value = machine.access().configRead(offset);
        events.word(EventKind.CONFIG_READ, offset, value);
        return value;
    }

    @Override
    public void configWrite(int offset, int value) {
        machine.access().configWrite(offset, value);
        events.word(EventKind.CONFIG_WRITE, offset, value);
    }

    @Override
    public int read(int offset) {
        int value = machine.access().read(offset);
        events.word(EventKind.REGISTER_READ, offset, value);
        return value;
    }

    @Override
    public void write(int offset, int value) {
        machine.access().write(offset, value);
        events.word(EventKind.REGISTER_WRITE, offset, value);
    }

    @Override
    public int getInt(int address) {
        int value = machine.access().getInt(address);
        number(EventKind.MEMORY_READ, address, value, 4);
        return value;
    }

    @Override
    public long getLong(int address) {
        long value = machine.access().getLong(address);
        number(EventKind.MEMORY_READ, address, value, 8);
        return value;
    }

    @Override
    public void putInt(int address, int value) {
        machine.access().putInt(address, value);
        number(EventKind.MEMORY_WRITE, address, value, 4);
    }

    @Override
    public void putLong(int address, long value) {
        machine.access().putLong(address, value);
        number(EventKind.MEMORY_WRITE, address, value, 8);
    }

    @Override
    public void get(int address, byte[] to, int start, int length) {
        machine.access().get(address, to, start, length);
        events.bytes(EventKind.MEMORY_READ, address, to, start, length);
    }

    @Override
    public void put(int address, byte[] from, int start, int length) {
        machine.access().put(address, from, start, length);
        events.bytes(EventKind.MEMORY_WRITE, address, from, start, length);
    }

    @Override
    public boolean awaitInterrupt() {
        boolean up = machine.access().awaitInterrupt();
        events.word(EventKind.INTERRUPT, 0, up ? 1 : 0);
        return up;
    }

    @Override
    public void pause(int micros) {
        machine.access().pause(micros);
        events.word(EventKind.PAUSE, 0, micros);
    }

    @Override
    public void inject(byte[] frame) {
        machine.wire().inject(frame);
        events.bytes(EventKind.INJECT, 0, frame, 0, frame.length);
    }

    @Override
    public byte @Nullable [] collect() {
        byte[] frame = machine.wire().collect();
        if (frame == null) {
            events.bytes(EventKind.COLLECT, 0, new byte[0], 0, 0);
        } else {
            events.bytes(EventKind.COLLECT, 0, frame, 0, frame.length);
        }
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
        return machine.backend();
    }

    @Override
    public void close() {
        machine.close();
    }

    private void number(EventKind kind, int address, long value, int width) {
        byte[] data = new byte[width];
        for (int i = 0; i < width; i++) {
            data[i] = (byte) (value >>> (8 * i));
        }
        events.bytes(kind, address, data, 0, width);
    }
}
