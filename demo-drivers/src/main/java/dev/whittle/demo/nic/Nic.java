package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;
import java.util.LinkedHashMap;
import java.util.Map;

/** The driver of one device, from probing it to giving it up. One thread at a time may call. */
public final class Nic {
    private final Board hw;
    private final Setup setup;
    private final Phy phy;
    private final TxCounters txCounters = new TxCounters();
    private final RxCounters rxCounters = new RxCounters();
    private final TxRing tx;
    private final RxRing rx;
    private final Interrupts interrupts;
    private final Statistics statistics;
    private final int[] eeprom;

    private Nic(DeviceAccess dev, Board hw, FrameSink sink, int network) {
        this.hw = hw;
        setup = new Setup(dev, hw);
        phy = new Phy(dev, hw);
        setup.enableBus();
        setup.reset();
        eeprom = new Eeprom(dev, hw).readAll();
        RxFrames frames = new RxFrames(hw, rxCounters, sink, station(eeprom));
        frames.join(network);
        tx = new TxRing(dev, hw, txCounters);
        rx = new RxRing(dev, hw, rxCounters, frames);
        interrupts = new Interrupts(dev, hw, tx, rx, txCounters, rxCounters);
        statistics = new Statistics(dev, hw);
    }

    /**
     * Finds out which device this is, sets it up and starts it.
     *
     * @param dev the device, which must be there and not bound
     * @param sink takes the frames to come
     * @param network the virtual network that this host is in, 1 to 4094
     * @throws NicException if it is none of the four, or does not do what its manual says
     */
    public static Nic probe(DeviceAccess dev, FrameSink sink, int network) {
        Board hw = new Board(BoardTraits.identify(dev.configRead(0)));
        Nic nic = new Nic(dev, hw, sink, network);
        nic.start(network);
        return nic;
    }

    private void start(int network) {
        phy.setUp();
        setup.filters(eeprom, network);
        setup.tune();
        setup.startLink();
        tx.reset();
        rx.reset();
        setup.startTransmit();
        setup.startReceive();
        if (!phy.linkUp()) {
            throw new NicException("the link is down after " + hw.mac + " was started");
        }
        statistics.update();
        setup.enableInterrupts(interrupts.causes());
    }

    /** Hands a frame to the controller; false if it cannot take it now. */
    public boolean transmit(Packet packet) {
        return tx.transmit(packet);
    }

    /** Handles an interrupt; false if it was not this device's. */
    public boolean interrupt() {
        return interrupts.handle();
    }

    /** Reads the controller's counters and looks at the link, as a driver does every few seconds. */
    public boolean watch() {
        statistics.update();
        return phy.linkUp();
    }

    /** Stops the controller and gives it up; this object must not be used for frames any more. */
    public void close() {
        tx.reclaim();
        statistics.update();
        phy.shutDown();
        setup.stop();
    }

    /** The station address from the EEPROM. */
    public byte[] address() {
        byte[] address = new byte[6];
        for (int i = 0; i < 6; i++) {
            address[i] = (byte) (eeprom[i >> 1] >> (8 * (i & 1)));
        }
        return address;
    }

    /** The counters of the controller and of the driver, by name, in a fixed order. */
    public Map<String, Long> counters() {
        Map<String, Long> all = new LinkedHashMap<>(statistics.totals());
        all.put("driverRxFrames", (long) rxCounters.frames);
        all.put("driverTxFrames", (long) txCounters.frames);
        all.put("interrupts", (long) interrupts.handled());
        all.put("spurious", (long) interrupts.spurious());
        all.put("linkEvents", (long) interrupts.linkEvents());
        all.put("overruns", (long) interrupts.overruns());
        return all;
    }

    private static long station(int[] words) {
        long address = 0;
        for (int i = 0; i < 3; i++) {
            address = address << 16 | (words[i] & 0xff) << 8 | words[i] >>> 8;
        }
        return address;
    }
}
