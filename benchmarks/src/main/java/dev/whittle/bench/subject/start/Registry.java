package dev.whittle.bench.subject.start;

/** Finds the driver for a device. */
public abstract class Registry {
    /** @throws IllegalStateException if there is none */
    public abstract Driver bind(int device, Bus bus);

    /** For registries that have all drivers at hand: asks each. */
    protected static Driver choose(Iterable<Driver> drivers, int device) {
        for (Driver driver : drivers) {
            if (driver.matches(device)) {
                return driver;
            }
        }
        throw none();
    }

    /** For a device that no driver is for. */
    protected static IllegalStateException none() {
        return new IllegalStateException("there is no driver for this device");
    }
}
