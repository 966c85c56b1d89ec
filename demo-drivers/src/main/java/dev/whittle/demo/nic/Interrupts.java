package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;

/** The interrupt handler: reads the cause, does what it asks for, and sets the pace of interrupts to come. */
final class Interrupts {
    private static final int BUDGET = 64;

    private final DeviceAccess dev;
    private final Board hw;
    private final TxRing tx;
    private final RxRing rx;
    private final TxCounters txCounters;
    private final RxCounters rxCounters;
    private final int causes;
    private int interval;
    private int spurious;
    private int linkEvents;
    private int overruns;
    private int handled;

    Interrupts(DeviceAccess dev, Board hw, TxRing tx, RxRing rx, TxCounters txCounters, RxCounters rxCounters) {
        this.dev = dev;
        this.hw = hw;
        this.tx = tx;
        this.rx = rx;
        this.txCounters = txCounters;
        this.rxCounters = rxCounters;
        this.causes = wanted(hw);
    }

    /** The causes that this driver wants to hear of. */
    int causes() {
        return causes;
    }

    private static int wanted(Board hw) {
        int causes = Regs.ICR_TXDW | Regs.ICR_LSC | Regs.ICR_RXDMT0 | Regs.ICR_RXO | Regs.ICR_RXT0;
        if (hw.mac == MacType.I82544) {
            causes |= Regs.ICR_RXSEQ;
        }
        if (hw.queueCauses) {
            causes |= Regs.ICR_RXQ0 | Regs.ICR_TXQ0 | Regs.ICR_OTHER;
        }
        return causes;
    }

    /** Handles an interrupt; false if it was not this device's. */
    boolean handle() {
        final Board hw = this.hw;
        int cause = dev.read(Regs.ICR);
        if (hw.autoMask) {
            if (cause >= 0) {
                spurious++;
                return false;
            }
        } else {
            if (cause == 0) {
                spurious++;
                return false;
            }
            dev.write(Regs.IMC, -1);
        }
        handled++;
        int link = Regs.ICR_LSC;
        if (hw.mac == MacType.I82544) {
            // Its serial interface tells of a lost link by sequence errors first.
            link |= Regs.ICR_RXSEQ;
        }
        if ((cause & link) != 0) {
            linkEvents++;
        }
        if ((cause & Regs.ICR_RXO) != 0) {
            overruns++;
        }
        int receive = Regs.ICR_RXT0 | Regs.ICR_RXDMT0 | Regs.ICR_RXO;
        int transmit = Regs.ICR_TXDW | Regs.ICR_TXQE;
        if (hw.queueCauses) {
            receive |= Regs.ICR_RXQ0;
            transmit |= Regs.ICR_TXQ0;
        }
        if (hw.absoluteTimers) {
            transmit |= Regs.ICR_TXD_LOW;
        }
        if ((cause & receive) != 0) {
            rx.poll(BUDGET);
        }
        if ((cause & transmit) != 0) {
            tx.reclaim();
        }
        if (hw.throttle) {
            setPace();
        }
        dev.write(Regs.IMS, causes);
        if (hw.bus == BusType.PCIX) {
            // A write may rest in a bridge; reading pushes it through.
            dev.read(Regs.STATUS);
        }
        return true;
    }

    /** Chooses how long interrupts are held back from what came since the last one. */
    private void setPace() {
        final Board hw = this.hw;
        int frames = rxCounters.recentFrames + txCounters.recentFrames;
        int octets = rxCounters.recentOctets + txCounters.recentOctets;
        rxCounters.recentFrames = 0;
        rxCounters.recentOctets = 0;
        txCounters.recentFrames = 0;
        txCounters.recentOctets = 0;
        int wanted = 0;
        if (frames > 8) {
            wanted = 200;
        }
        if (octets > 8192) {
            wanted = 400;
        }
        if (hw.mac == MacType.I82574) {
            // Interrupts are messages on PCI Express: here this driver keeps a floor of one microsecond between them.
            if (wanted < 4) {
                wanted = 4;
            }
        }
        if (wanted != interval) {
            interval = wanted;
            dev.write(Regs.ITR, wanted);
        }
    }

    int spurious() {
        return spurious;
    }

    int handled() {
        return handled;
    }

    int linkEvents() {
        return linkEvents;
    }

    int overruns() {
        return overruns;
    }
}
