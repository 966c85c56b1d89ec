package dev.whittle.bench.subject.start;

/** Where the one device sits: registers in an array. */
public final class Bus {
    private static final int WORDS = 256;

    private final int device;
    private final int[] registers = new int[WORDS];

    /** @param device vendor in the upper half, part in the lower */
    public Bus(int device) {
        this.device = device;
    }

    /** What the device says it is. */
    public int device() {
        return device;
    }

    /** Reads a register. */
    public int read(int register) {
        return registers[register & WORDS - 1];
    }

    /** Writes a register. */
    public void write(int register, int value) {
        registers[register & WORDS - 1] = value;
    }
}
