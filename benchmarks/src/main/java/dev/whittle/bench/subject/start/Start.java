package dev.whittle.bench.subject.start;

/** The program: makes its registry, binds the one device, handles one packet, and ends. */
public final class Start {
    /** The device that is there. */
    public static final int DEVICE = 0x10ec8919;

    /** A packet as it mostly is. */
    public static final long GOOD = 4;

    private Start() {}

    /** Binds and makes ready. */
    static Driver open() {
        Bus bus = new Bus(DEVICE);
        Driver driver = new BuiltIn().bind(bus.device(), bus);
        driver.init();
        return driver;
    }

    /** All of it. */
    public static void main(String[] args) {
        Driver driver = open();
        System.out.println(driver.rx(GOOD, 42));
    }
}
