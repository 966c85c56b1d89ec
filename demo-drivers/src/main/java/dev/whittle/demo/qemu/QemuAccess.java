package dev.whittle.demo.qemu;

import dev.whittle.demo.device.DeviceAccess;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/** A device of a running QEMU. Every register access waits for its reply, so that none is overtaken by one of memory. */
final class QemuAccess implements DeviceAccess {
    private static final long WAIT_NANOS = 30_000_000_000L;

    private final Qtest qtest;
    private final PciSlot slot;
    private final long window;
    private final int irqLine;
    private final ByteBuffer memory;

    QemuAccess(Qtest qtest, PciSlot slot, long window, int irqLine, ByteBuffer memory) {
        this.qtest = qtest;
        this.slot = slot;
        this.window = window;
        this.irqLine = irqLine;
        this.memory = memory;
    }

    @Override
    public int configRead(int offset) {
        return slot.read(offset);
    }

    @Override
    public void configWrite(int offset, int value) {
        slot.write(offset, value);
    }

    @Override
    public int read(int offset) {
        return qtest.readl(window + offset);
    }

    @Override
    public void write(int offset, int value) {
        // The device may read memory as soon as it sees this write.
        VarHandle.fullFence();
        qtest.writel(window + offset, value);
    }

    @Override
    public int getInt(int address) {
        int value = memory.getInt(address);
        VarHandle.acquireFence();
        return value;
    }

    @Override
    public long getLong(int address) {
        long value = memory.getLong(address);
        VarHandle.acquireFence();
        return value;
    }

    @Override
    public void putInt(int address, int value) {
        memory.putInt(address, value);
    }

    @Override
    public void putLong(int address, long value) {
        memory.putLong(address, value);
    }

    @Override
    public void get(int address, byte[] to, int start, int length) {
        memory.get(address, to, start, length);
    }

    @Override
    public void put(int address, byte[] from, int start, int length) {
        memory.put(address, from, start, length);
    }

    @Override
    public boolean awaitInterrupt() {
        long end = System.nanoTime() + WAIT_NANOS;
        do {
            // Any command will do: reports of the line come with its reply.
            qtest.command("endianness");
            if (qtest.raised(irqLine)) {
                return true;
            }
            Thread.onSpinWait();
        } while (System.nanoTime() < end);
        return false;
    }

    @Override
    public void pause(int micros) {
        // QEMU's clock stands apart from ours; its devices need replies, not time.
        for (int i = 0; i < Math.min(3, 1 + micros / 1000); i++) {
            qtest.command("endianness");
        }
    }
}
