package dev.whittle.demo.device;

/**
 * What a driver can do to its device. Calls have effects in the order they are made; one thread at a time may call.
 *
 * <p>Addresses of shared memory are the device's own (bus addresses); numbers in it are little endian.
 */
public interface DeviceAccess {
    /** Reads the 32-bit word at {@code offset} (a multiple of 4, below 256) of PCI configuration space. */
    int configRead(int offset);

    /** Writes the 32-bit word at {@code offset} (a multiple of 4, below 256) of PCI configuration space. */
    void configWrite(int offset, int value);

    /** Reads the 32-bit register at byte {@code offset} of the device's first memory window. */
    int read(int offset);

    /** Writes the 32-bit register at byte {@code offset} of the device's first memory window. */
    void write(int offset, int value);

    /** Reads 4 bytes of shared memory. */
    int getInt(int address);

    /** Reads 8 bytes of shared memory in one access. */
    long getLong(int address);

    /** Writes 4 bytes of shared memory. */
    void putInt(int address, int value);

    /** Writes 8 bytes of shared memory in one access. */
    void putLong(int address, long value);

    /** Copies {@code length} bytes of shared memory into {@code to}, beginning at {@code start}. */
    void get(int address, byte[] to, int start, int length);

    /** Copies {@code length} bytes of {@code from}, beginning at {@code start}, into shared memory. */
    void put(int address, byte[] from, int start, int length);

    /** Waits a bounded time until the device's interrupt line is up; false if it stayed down. */
    boolean awaitInterrupt();

    /** Lets the device have {@code micros} microseconds. */
    void pause(int micros);
}
