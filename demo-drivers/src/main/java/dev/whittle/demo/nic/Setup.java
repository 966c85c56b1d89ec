package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;

/** Reset and initialisation: everything between finding a device and its first frame. */
final class Setup {
    private static final int RCTL_EN = 1 << 1;
    private static final int RCTL_MPE = 1 << 4;
    private static final int RCTL_LPE = 1 << 5;
    private static final int RCTL_BAM = 1 << 15;
    private static final int RCTL_VFE = 1 << 18;
    private static final int RCTL_SECRC = 1 << 26;

    private final DeviceAccess dev;
    private final Board hw;

    Setup(DeviceAccess dev, Board hw) {
        this.dev = dev;
        this.hw = hw;
    }

    /** Lets the device master the bus. */
    void enableBus() {
        int command = (dev.configRead(4) & 0xffff) | 6;
        if (hw.bus == BusType.PCI) {
            // Memory write and invalidate pays on plain PCI only; PCI-X and PCI Express ignore or forbid it.
            command |= 0x10;
        } else {
            command &= ~0x10;
        }
        dev.configWrite(4, command);
    }

    /** Brings the controller to its state after power-on and leaves its interrupts masked. */
    void reset() {
        dev.write(Regs.IMC, -1);
        dev.write(Regs.RCTL, 0);
        dev.write(Regs.TCTL, 8);
        if (hw.isPcie()) {
            quiesceBus();
        }
        dev.pause(10_000);
        dev.write(Regs.CTRL, dev.read(Regs.CTRL) | Regs.CTRL_RST);
        if (hw.eeprom == EepromType.MICROWIRE) {
            // It reads its EEPROM again only when told to.
            dev.pause(10);
            dev.write(Regs.CTRL_EXT, dev.read(Regs.CTRL_EXT) | 1 << 13);
            dev.pause(2_000);
        } else {
            dev.pause(5_000);
        }
        if (hw.manageable && !hw.isPcie()) {
            // Let go of the management engine's hold on address resolution.
            dev.write(Regs.MANC, dev.read(Regs.MANC) & ~(1 << 13));
        }
        dev.write(Regs.IMC, -1);
        dev.read(Regs.ICR);
    }

    private void quiesceBus() {
        int control = dev.read(Regs.CTRL);
        dev.write(Regs.CTRL, control | 1 << 2);
        for (int i = 0; i < 800; i++) {
            // Bit 19: requests of the device as a bus master are still on their way. The model keeps it up, so it is
            // not an error.
            if ((dev.read(Regs.STATUS) & 1 << 19) == 0) {
                return;
            }
            if (i >= 2) {
                return;
            }
            dev.pause(100);
        }
    }

    /** Station address, filters and tables. */
    void filters(int[] eeprom, int network) {
        int low = eeprom[0] | eeprom[1] << 16;
        dev.write(Regs.RAL, low);
        dev.write(Regs.RAH, eeprom[2] | 1 << 31);
        int entries = 16;
        if (hw.mac == MacType.I82574) {
            entries = 15;
        }
        for (int i = 1; i < entries; i++) {
            dev.write(Regs.RAL + 8 * i, 0);
            dev.write(Regs.RAH + 8 * i, 0);
        }
        for (int i = 0; i < 128; i++) {
            dev.write(Regs.MTA + 4 * i, 0);
        }
        if (hw.vlanOffload) {
            dev.write(Regs.VET, 0x8100);
            for (int i = 0; i < 128; i++) {
                dev.write(Regs.VFTA + 4 * i, i == network >> 5 ? 1 << (network & 31) : 0);
            }
        }
    }

    /** Flow control, packet buffer, and what single parts want besides. */
    void tune() {
        int buffer = 48;
        if (hw.mac == MacType.I82574) {
            buffer = 20;
        } else if (hw.mac == MacType.I82545) {
            buffer = 40;
        }
        dev.write(Regs.PBA, buffer);
        dev.write(Regs.FCAL, 0x00c28001);
        dev.write(Regs.FCAH, 0x0100);
        dev.write(Regs.FCT, 0x8808);
        dev.write(Regs.FCTTV, 0xffff);
        dev.write(Regs.FCRTL, (buffer - 12) * 1024 & 0xfff8);
        dev.write(Regs.FCRTH, (buffer - 10) * 1024 & 0xfff8);
        if (hw.bus == BusType.PCIX) {
            // No relaxed ordering, or a descriptor may overtake its data.
            dev.write(Regs.CTRL_EXT, dev.read(Regs.CTRL_EXT) | 1 << 17);
        }
        if (hw.autoMask) {
            dev.write(Regs.CTRL_EXT, dev.read(Regs.CTRL_EXT) | 1 << 27 | 1 << 28);
            dev.write(Regs.GCR, dev.read(Regs.GCR) | 1 << 22);
        }
    }

    /** Starts the transmit side on an empty ring. */
    void startTransmit() {
        dev.write(Regs.TDBAL, TxRing.RING);
        dev.write(Regs.TDBAH, 0);
        dev.write(Regs.TDLEN, TxRing.SIZE * 16);
        dev.write(Regs.TDH, 0);
        dev.write(Regs.TDT, 0);
        int gap = 8 | 8 << 10 | 6 << 20;
        if (hw.mac == MacType.I82544) {
            gap = 8 | 8 << 10 | 12 << 20;
        }
        dev.write(Regs.TIPG, gap);
        dev.write(Regs.TIDV, 8);
        if (hw.absoluteTimers) {
            dev.write(Regs.TADV, 32);
        }
        if (hw.isPcie()) {
            dev.write(Regs.TXDCTL, 1 << 22 | 1 << 24);
            dev.write(Regs.TARC0, dev.read(Regs.TARC0) | 1 << 26);
        }
        int control = 1 << 1 | 1 << 3 | 15 << 4 | 64 << 12 | 1 << 24;
        if (hw.isPcie()) {
            control |= 1 << 28;
        }
        dev.write(Regs.TCTL, control);
    }

    /** Starts the receive side on a full ring. */
    void startReceive() {
        dev.write(Regs.RDTR, 0);
        if (hw.absoluteTimers) {
            dev.write(Regs.RADV, 8);
        }
        if (hw.throttle) {
            dev.write(Regs.ITR, 0);
        }
        if (hw.rxExtended) {
            dev.write(Regs.RFCTL, dev.read(Regs.RFCTL) | 1 << 15);
            dev.write(Regs.RXDCTL, 1 << 24 | 1 << 16);
        }
        int sums = 1 << 8 | 1 << 9;
        if (hw.ipv6Checksum) {
            sums |= 1 << 10;
        }
        dev.write(Regs.RXCSUM, sums);
        dev.write(Regs.RDBAL, RxRing.RING);
        dev.write(Regs.RDBAH, 0);
        dev.write(Regs.RDLEN, RxRing.SIZE * 16);
        dev.write(Regs.RDH, 0);
        dev.write(Regs.RDT, 0);
        int control = RCTL_EN | RCTL_MPE | RCTL_LPE | RCTL_BAM;
        if (!hw.crcInBuffer) {
            control |= RCTL_SECRC;
        }
        if (hw.vlanOffload) {
            control |= RCTL_VFE;
        }
        dev.write(Regs.RCTL, control);
        dev.write(Regs.RDT, RxRing.SIZE - 1);
    }

    /** Brings the link up. */
    void startLink() {
        int control = dev.read(Regs.CTRL) | Regs.CTRL_SLU | Regs.CTRL_FD;
        if (hw.mac == MacType.I82544) {
            control |= Regs.CTRL_ASDE;
        } else {
            control &= ~Regs.CTRL_ASDE;
        }
        if (hw.vlanOffload) {
            control |= Regs.CTRL_VME;
        } else {
            control &= ~Regs.CTRL_VME;
        }
        dev.write(Regs.CTRL, control);
    }

    /** Lets the interrupts in. */
    void enableInterrupts(int causes) {
        if (hw.autoMask) {
            dev.write(Regs.IAM, causes);
        }
        dev.write(Regs.IMS, causes);
        dev.read(Regs.STATUS);
    }

    /** Silences the controller for good. */
    void stop() {
        dev.write(Regs.IMC, -1);
        dev.write(Regs.RCTL, 0);
        dev.write(Regs.TCTL, 8);
        dev.read(Regs.STATUS);
        if (hw.isPcie()) {
            dev.write(Regs.CTRL_EXT, dev.read(Regs.CTRL_EXT) & ~(1 << 28));
        }
        dev.configWrite(4, dev.configRead(4) & 0xffff & ~4);
    }
}
