package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;

/** The EEPROM behind a controller: 64 words that sum up to 0xbaba, the first three of which are the station address. */
final class Eeprom {
    private static final int WORDS = 64;
    private static final int POLLS = 1000;
    private static final int SK = 1;
    private static final int CS = 1 << 1;
    private static final int DI = 1 << 2;
    private static final int DO = 1 << 3;
    private static final int REQ = 1 << 6;
    private static final int GNT = 1 << 7;

    private final DeviceAccess dev;
    private final Board hw;

    Eeprom(DeviceAccess dev, Board hw) {
        this.dev = dev;
        this.hw = hw;
    }

    /** All words, checked against their sum. */
    int[] readAll() {
        int[] words = new int[WORDS];
        int sum = 0;
        for (int i = 0; i < WORDS; i++) {
            words[i] = read(i);
            sum += words[i];
        }
        if ((sum & 0xffff) != 0xbaba) {
            throw new NicException(String.format("the EEPROM's words sum up to %04x, not baba", sum & 0xffff));
        }
        return words;
    }

    private int read(int address) {
        if (hw.eeprom == EepromType.MICROWIRE) {
            return readByPins(address);
        }
        int shift = 8;
        int done = 1 << 4;
        if (hw.eeprom == EepromType.READ_REGISTER_PCIE) {
            shift = 2;
            done = 1 << 1;
        }
        dev.write(Regs.EERD, address << shift | 1);
        for (int i = 0; i < POLLS; i++) {
            int value = dev.read(Regs.EERD);
            if ((value & done) != 0) {
                return value >>> 16;
            }
            dev.pause(5);
        }
        throw new NicException("EERD did not finish reading EEPROM word " + address);
    }

    private int readByPins(int address) {
        int pins = dev.read(Regs.EECD) | REQ;
        dev.write(Regs.EECD, pins);
        if ((dev.read(Regs.EECD) & GNT) == 0) {
            throw new NicException("EECD did not grant the EEPROM");
        }
        pins = (pins | CS) & ~(SK | DI);
        dev.write(Regs.EECD, pins);
        // Opcode 110 (read), then six address bits, each on the rising edge of the clock.
        int command = 0b110 << 6 | address;
        for (int bit = 8; bit >= 0; bit--) {
            int level = (command >>> bit & 1) != 0 ? pins | DI : pins & ~DI;
            dev.write(Regs.EECD, level);
            dev.write(Regs.EECD, level | SK);
            dev.write(Regs.EECD, level);
        }
        pins &= ~DI;
        int word = 0;
        for (int bit = 0; bit < 16; bit++) {
            dev.write(Regs.EECD, pins | SK);
            word = word << 1 | ((dev.read(Regs.EECD) & DO) != 0 ? 1 : 0);
            dev.write(Regs.EECD, pins);
        }
        dev.write(Regs.EECD, pins & ~(CS | REQ));
        return word;
    }
}
