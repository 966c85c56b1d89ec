package dev.whittle.bench.subject.start;

/** What each driver is. A class, not an interface: a verifier that meets a subclass in its place has to load that. */
public abstract class Driver {
    /** The device's. */
    protected final Bus bus;

    /** @param bus the device's */
    protected Driver(Bus bus) {
        this.bus = bus;
    }

    /** Whether this driver is for a device. */
    public abstract boolean matches(int device);

    /** For people. */
    public abstract String name();

    /** Looks which revision of the part it is; the answer is the driver's own business. */
    public abstract int probe(int revision);

    /** Makes the device ready. */
    public abstract void init();

    /** Handles a received word; the answer is made of both. */
    public abstract long rx(long status, long word);

    /** Sends a word; the answer says how. */
    public abstract int tx(long word);

    /** All that was counted, as one number. */
    public abstract long stats();
}
