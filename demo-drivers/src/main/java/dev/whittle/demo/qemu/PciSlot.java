package dev.whittle.demo.qemu;

/** One function on the board's PCI bus, and the part of the firmware's work that it needs: addresses and an interrupt line. */
final class PciSlot {
    private static final long MEMORY = 0xe0000000L;
    private static final int PORTS = 0xc000;

    private final Qtest qtest;
    private final int function;

    PciSlot(Qtest qtest, int function) {
        this.qtest = qtest;
        this.function = function;
    }

    /** The slot that holds the network controller. */
    static PciSlot findNetwork(Qtest qtest) {
        for (int device = 0; device < 32; device++) {
            PciSlot slot = new PciSlot(qtest, device << 3);
            if (slot.read(0) != -1 && slot.read(8) >>> 16 == 0x0200) {
                return slot;
            }
        }
        throw new QemuException("QEMU's PCI bus has no network controller");
    }

    int read(int offset) {
        qtest.outl(0xcf8, 0x80000000 | (function << 8) | offset);
        return qtest.inl(0xcfc);
    }

    void write(int offset, int value) {
        qtest.outl(0xcf8, 0x80000000 | (function << 8) | offset);
        qtest.outl(0xcfc, value);
    }

    /** Gives each window of the device an address and opens them; returns the address of the first. */
    long assign(int irqLine) {
        long memory = MEMORY;
        int ports = PORTS;
        for (int bar = 0; bar < 6; bar++) {
            int register = 0x10 + 4 * bar;
            write(register, -1);
            int mask = read(register);
            if (mask == 0) {
                continue;
            }
            if ((mask & 1) != 0) {
                write(register, ports);
                ports += 0x100;
            } else {
                long size = (~(mask & ~15L) & 0xffffffffL) + 1;
                memory = (memory + size - 1) & -size;
                write(register, (int) memory);
                memory += size;
            }
        }
        write(0x3c, (read(0x3c) & ~0xff) | irqLine);
        write(4, 3);
        return read(0x10) & 0xfffffff0L;
    }

    /** Routes all four PCI interrupts of the board's bridge to one line. */
    static void routeInterrupts(Qtest qtest, int irqLine) {
        new PciSlot(qtest, 1 << 3).write(0x60, irqLine * 0x01010101);
    }
}
