package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The driver of one device: {@link Nic} where the driver's own table knows the part and it was asked for; else the parts that a {@code Nic}
 * is made of, put together in the same order, so that their counters can be looked at and a fifth board can be bound.
 */
final class PlugDriver {
    private final @Nullable Nic nic;
    private final @Nullable Parts parts;

    private PlugDriver(@Nullable Nic nic, @Nullable Parts parts) {
        this.nic = nic;
        this.parts = parts;
    }

    static PlugDriver bind(PlugDevice device, FrameSink sink, boolean whole) {
        return whole && device.model() != PlugModel.I82546EB
                ? new PlugDriver(Nic.probe(device, sink, PlugFrame.NETWORK), null)
                : new PlugDriver(null, new Parts(device, device.model().board(), sink));
    }

    boolean transmit(Packet packet) {
        return nic != null ? nic.transmit(packet) : parts.tx.transmit(packet);
    }

    boolean interrupt() {
        return nic != null ? nic.interrupt() : parts.interrupts.handle();
    }

    boolean watch() {
        return nic != null ? nic.watch() : parts.watch();
    }

    void close() {
        if (nic != null) {
            nic.close();
        } else {
            parts.close();
        }
    }

    Map<String, Long> counters() {
        return nic != null ? nic.counters() : parts.counters();
    }

    /** What the receive path counted, where it can be looked at. */
    @Nullable
    RxCounters received() {
        return parts == null ? null : parts.rxCounters;
    }

    private static final class Parts {
        final RxCounters rxCounters = new RxCounters();
        final TxCounters txCounters = new TxCounters();
        final TxRing tx;
        final Interrupts interrupts;
        private final Setup setup;
        private final Phy phy;
        private final Statistics statistics;

        Parts(DeviceAccess dev, Board hw, FrameSink sink) {
            setup = new Setup(dev, hw);
            phy = new Phy(dev, hw);
            setup.enableBus();
            setup.reset();
            int[] eeprom = new Eeprom(dev, hw).readAll();
            RxFrames frames = new RxFrames(hw, rxCounters, sink, PlugFrame.STATION);
            frames.join(PlugFrame.NETWORK);
            tx = new TxRing(dev, hw, txCounters);
            RxRing rx = new RxRing(dev, hw, rxCounters, frames);
            interrupts = new Interrupts(dev, hw, tx, rx, txCounters, rxCounters);
            statistics = new Statistics(dev, hw);
            phy.setUp();
            setup.filters(eeprom, PlugFrame.NETWORK);
            setup.tune();
            setup.startLink();
            tx.reset();
            rx.reset();
            setup.startTransmit();
            setup.startReceive();
            watch();
            setup.enableInterrupts(interrupts.causes());
        }

        boolean watch() {
            statistics.update();
            return phy.linkUp();
        }

        void close() {
            tx.reclaim();
            statistics.update();
            phy.shutDown();
            setup.stop();
        }

        Map<String, Long> counters() {
            Map<String, Long> all = statistics.totals();
            all.put("driverRxFrames", (long) rxCounters.frames);
            all.put("driverTxFrames", (long) txCounters.frames);
            return all;
        }
    }
}
