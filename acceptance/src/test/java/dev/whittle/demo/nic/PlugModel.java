package dev.whittle.demo.nic;

/**
 * The five parts that are plugged, as their manuals and the driver's policy have them: written down here a second time, so that what is
 * expected comes from other code than the driver's. The fifth is one that the driver's own table lacks.
 */
enum PlugModel {
    I82540EM(0x100e8086, 0x01410c20, 8, 0, 16110),
    I82544GC(0x100c8086, 0x01410c30, 1, 128, 16110),
    I82545EM(0x100f8086, 0x01410c20, 16, 256, 16110),
    I82574L(0x10d38086, 0x01410cb0, 16, 256, 9018),
    I82546EB(0x10108086, 0x01410c20, 4, 64, 16110);

    final int id;
    final int transceiver;
    final int batch;
    final int copied;
    final int longest;

    PlugModel(int id, int transceiver, int batch, int copied, int longest) {
        this.id = id;
        this.transceiver = transceiver;
        this.batch = batch;
        this.copied = copied;
        this.longest = longest;
    }

    /** Tags are taken out and put in by the controller. */
    boolean tagsInHardware() {
        return this != I82544GC && this != I82546EB;
    }

    boolean knowsIpv6() {
        return this == I82545EM || this == I82574L;
    }

    boolean isOldest() {
        return this == I82544GC;
    }

    boolean isExpress() {
        return this == I82574L;
    }

    boolean isPcix() {
        return this == I82544GC || this == I82545EM || this == I82546EB;
    }

    boolean countsOctetsInSoftware() {
        return this == I82540EM || this == I82546EB;
    }

    boolean isManaged() {
        return this != I82544GC;
    }

    /** What the driver pads a frame to before it hands it over. */
    int padded() {
        return this == I82574L ? 17 : 60;
    }

    Board board() {
        if (this != I82546EB) {
            return new Board(BoardTraits.identify(id));
        }
        BoardTraits traits = BoardTraits.identify(I82545EM.id);
        traits.crcInBuffer = true;
        traits.vlanOffload = false;
        traits.ipv6Checksum = false;
        traits.copyBreak = copied;
        traits.rxBatch = batch;
        traits.softwareOctets = true;
        return new Board(traits);
    }
}
