package dev.whittle.demo.nic;

import dev.whittle.annotations.HwBranch;

/**
 * What this driver knows of the device it is bound to: the facts that its hardware branches test. It does not change from
 * binding to unbinding, and its constructor publishes nothing, so that no thread can see a fact before it has its value.
 *
 * <p>Most facts are properties of the part; {@code copyBreak}, {@code rxBatch}, {@code crcInBuffer}, {@code vlanOffload}, {@code
 * ipv6Checksum} and {@code softwareOctets} are this driver's policy for the board.
 */
final class Board {
    @HwBranch("net.mac")
    final MacType mac;

    @HwBranch("net.bus")
    final BusType bus;

    /** Bits of the parallel bus; 0 where the bus is serial. */
    @HwBranch("net.width")
    final int width;

    @HwBranch("net.eeprom")
    final EepromType eeprom;

    /** Received frames come in extended descriptors. */
    @HwBranch("net.rx.extended")
    final boolean rxExtended;

    /** The frame check sequence is left at the end of the received frame. */
    @HwBranch("net.rx.crc")
    final boolean crcInBuffer;

    /** Tags of virtual networks are stripped and inserted by the controller. */
    @HwBranch("net.vlan")
    final boolean vlanOffload;

    /** The receive checksum unit knows IPv6. */
    @HwBranch("net.rx.csum6")
    final boolean ipv6Checksum;

    /** UDP checksums have a status bit of their own. */
    @HwBranch("net.rx.csumudp")
    final boolean udpStatus;

    /** The descriptor carries a receive-side-scaling hash. */
    @HwBranch("net.rx.rss")
    final boolean rssHash;

    /** Received frames may carry a hardware time stamp. */
    @HwBranch("net.rx.stamp")
    final boolean timeStamps;

    /** Frames up to this length are copied out and their buffer reused; 0 means never. */
    @HwBranch("net.rx.copybreak")
    final int copyBreak;

    /** Receive buffers given back to the device in one go; 1 means each at once. */
    @HwBranch("net.rx.batch")
    final int rxBatch;

    /** A buffer must not cross a 64 KiB boundary (82545 erratum 23). */
    @HwBranch("net.rx.cross64k")
    final boolean noCross64k;

    /** The driver counts octets itself. */
    @HwBranch("net.octets")
    final boolean softwareOctets;

    /** The management engine shares the port. */
    @HwBranch("net.manage")
    final boolean manageable;

    /** The longest frame with its frame check sequence, in bytes. */
    @HwBranch("net.maxframe")
    final int maxFrame;

    /** Shorter frames must be padded by the driver, in bytes. */
    @HwBranch("net.minframe")
    final int minFrame;

    /** Completion is asked for with "report packet sent". */
    @HwBranch("net.tx.rps")
    final boolean reportSent;

    /** A buffer must not end in an even dword in PCI-X mode, or the part hangs (82544). */
    @HwBranch("net.tx.hang")
    final boolean dwordHang;

    /** There is an interrupt throttle register. */
    @HwBranch("net.irq.itr")
    final boolean throttle;

    /** There are absolute interrupt delay timers. */
    @HwBranch("net.irq.absolute")
    final boolean absoluteTimers;

    /** Reading the cause masks the interrupts, and the cause says whether it was this device. */
    @HwBranch("net.irq.automask")
    final boolean autoMask;

    /** Queues have interrupt causes of their own. */
    @HwBranch("net.irq.queue")
    final boolean queueCauses;

    Board(BoardTraits t) {
        mac = t.mac;
        bus = t.bus;
        width = t.width;
        eeprom = t.eeprom;
        rxExtended = t.rxExtended;
        crcInBuffer = t.crcInBuffer;
        vlanOffload = t.vlanOffload;
        ipv6Checksum = t.ipv6Checksum;
        udpStatus = t.udpStatus;
        rssHash = t.rssHash;
        timeStamps = t.timeStamps;
        copyBreak = t.copyBreak;
        rxBatch = t.rxBatch;
        noCross64k = t.noCross64k;
        softwareOctets = t.softwareOctets;
        manageable = t.manageable;
        maxFrame = t.maxFrame;
        minFrame = t.minFrame;
        reportSent = t.reportSent;
        dwordHang = t.dwordHang;
        throttle = t.throttle;
        absoluteTimers = t.absoluteTimers;
        autoMask = t.autoMask;
        queueCauses = t.queueCauses;
    }

    /** Whether the controller sits on PCI Express; for code that is not on a frame's way. */
    boolean isPcie() {
        return bus == BusType.PCIE;
    }
}
