package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;

/** The copper transceiver behind the MDI control register, and the link it reports. */
final class Phy {
    private static final int CONTROL = 0;
    private static final int STATUS = 1;
    private static final int ID1 = 2;
    private static final int ID2 = 3;
    private static final int ADVERTISE = 4;
    private static final int GIGABIT = 9;
    private static final int SPECIFIC = 16;
    private static final int READY = 1 << 28;
    private static final int ERROR = 1 << 30;
    private static final int POLLS = 1000;

    private final DeviceAccess dev;
    private final Board hw;
    private int id;

    Phy(DeviceAccess dev, Board hw) {
        this.dev = dev;
        this.hw = hw;
    }

    /** Finds the transceiver and sets it up for automatic negotiation with pause frames. */
    void setUp() {
        if (hw.isPcie()) {
            acquire();
        }
        id = read(ID1) << 16 | (read(ID2) & 0xfff0);
        int expected = 0x01410c20;
        if (hw.mac == MacType.I82544) {
            expected = 0x01410c30;
        } else if (hw.mac == MacType.I82574) {
            expected = 0x01410cb0;
        }
        if (id != expected) {
            throw new NicException(String.format("the transceiver says it is %08x where %08x belongs", id, expected));
        }
        int specific = read(SPECIFIC);
        if (hw.mac == MacType.I82574) {
            // Another transceiver, with its downshift bit elsewhere.
            specific |= 1 << 11;
        } else {
            specific |= 0x60;
        }
        write(SPECIFIC, specific);
        write(ADVERTISE, read(ADVERTISE) | 0x0c00);
        if (hw.bus == BusType.PCI) {
            write(GIGABIT, 0x0200);
        } else {
            write(GIGABIT, 0x0300);
        }
        if (hw.isPcie()) {
            release();
        }
    }

    /** Whether the link is up; the first read of the latched bit may tell of the past. */
    boolean linkUp() {
        if ((read(STATUS) & 4) != 0) {
            return true;
        }
        return (read(STATUS) & 4) != 0;
    }

    /** Isolates the transceiver before the device is given up. */
    void shutDown() {
        int control = read(CONTROL);
        if (hw.mac == MacType.I82544) {
            // The oldest transceiver is taken off the wire; the others are left as firmware wants to find them.
            write(CONTROL, control | 1 << 10);
        } else {
            write(CONTROL, control & ~(1 << 10));
        }
    }

    private int read(int register) {
        return transfer(register << 16 | 1 << 21 | 2 << 26) & 0xffff;
    }

    private void write(int register, int value) {
        transfer((value & 0xffff) | register << 16 | 1 << 21 | 1 << 26);
    }

    private int transfer(int command) {
        dev.write(Regs.MDIC, command);
        for (int i = 0; i < POLLS; i++) {
            int value = dev.read(Regs.MDIC);
            if ((value & ERROR) != 0) {
                throw new NicException(String.format("MDIC reports an error for command %08x", command));
            }
            if ((value & READY) != 0) {
                return value;
            }
            dev.pause(10);
        }
        throw new NicException(String.format("MDIC did not finish command %08x", command));
    }

    private void acquire() {
        for (int i = 0; i < POLLS; i++) {
            dev.write(Regs.EXTCNF_CTRL, dev.read(Regs.EXTCNF_CTRL) | Regs.MDIO_SOFTWARE);
            if ((dev.read(Regs.EXTCNF_CTRL) & Regs.MDIO_SOFTWARE) != 0) {
                return;
            }
            dev.pause(50);
        }
        throw new NicException("the firmware does not give up the transceiver in EXTCNF_CTRL");
    }

    private void release() {
        dev.write(Regs.EXTCNF_CTRL, dev.read(Regs.EXTCNF_CTRL) & ~Regs.MDIO_SOFTWARE);
    }
}
