package dev.whittle.demo.nic;

/** The table of known boards: what a PCI device id stands for, gathered before a {@link Board} is made of it. */
final class BoardTraits {
    MacType mac = MacType.I82540;
    BusType bus = BusType.PCI;
    int width = 32;
    EepromType eeprom = EepromType.READ_REGISTER;
    boolean rxExtended;
    boolean crcInBuffer;
    boolean vlanOffload = true;
    boolean ipv6Checksum;
    boolean udpStatus;
    boolean rssHash;
    boolean timeStamps;
    int copyBreak;
    int rxBatch = 8;
    boolean noCross64k;
    boolean softwareOctets;
    boolean manageable = true;
    int maxFrame = 16110;
    int minFrame = 60;
    boolean reportSent;
    boolean dwordHang;
    boolean throttle = true;
    boolean absoluteTimers = true;
    boolean autoMask;
    boolean queueCauses;

    private BoardTraits() {}

    /** The traits of the board with this vendor and device id, as the first word of configuration space has them. */
    static BoardTraits identify(int id) {
        if ((id & 0xffff) != 0x8086) {
            throw new NicException(
                    String.format("vendor %04x is not Intel: this driver does not know it", id & 0xffff));
        }
        return switch (id >>> 16) {
            case 0x100e -> i82540();
            case 0x100c -> i82544();
            case 0x100f -> i82545();
            case 0x10d3 -> i82574();
            default ->
                throw new NicException(
                        String.format("device %04x is not an 82540EM, 82544GC, 82545EM or 82574L", id >>> 16));
        };
    }

    private static BoardTraits i82540() {
        BoardTraits t = new BoardTraits();
        t.crcInBuffer = true;
        t.softwareOctets = true;
        return t;
    }

    private static BoardTraits i82544() {
        BoardTraits t = new BoardTraits();
        t.mac = MacType.I82544;
        t.bus = BusType.PCIX;
        t.width = 64;
        t.eeprom = EepromType.MICROWIRE;
        t.crcInBuffer = true;
        t.vlanOffload = false;
        t.copyBreak = 128;
        t.rxBatch = 1;
        t.manageable = false;
        t.reportSent = true;
        t.dwordHang = true;
        t.throttle = false;
        t.absoluteTimers = false;
        return t;
    }

    private static BoardTraits i82545() {
        BoardTraits t = new BoardTraits();
        t.mac = MacType.I82545;
        t.bus = BusType.PCIX;
        t.width = 64;
        t.ipv6Checksum = true;
        t.copyBreak = 256;
        t.rxBatch = 16;
        t.noCross64k = true;
        return t;
    }

    private static BoardTraits i82574() {
        BoardTraits t = new BoardTraits();
        t.mac = MacType.I82574;
        t.bus = BusType.PCIE;
        t.width = 0;
        t.eeprom = EepromType.READ_REGISTER_PCIE;
        t.rxExtended = true;
        t.ipv6Checksum = true;
        t.udpStatus = true;
        t.rssHash = true;
        t.timeStamps = true;
        t.copyBreak = 256;
        t.rxBatch = 16;
        t.maxFrame = 9018;
        t.minFrame = 17;
        t.autoMask = true;
        t.queueCauses = true;
        return t;
    }
}
