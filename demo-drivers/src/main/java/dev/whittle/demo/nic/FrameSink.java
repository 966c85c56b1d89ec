package dev.whittle.demo.nic;

/** Where a driver delivers the frames it received. */
public interface FrameSink {
    /** The checksums were not looked at. */
    int UNCHECKED = 0;
    /** The controller found the checksums right. */
    int GOOD = 1;
    /** The controller found a checksum wrong. */
    int BAD = 2;

    /**
     * Takes a frame.
     *
     * @param data holds the frame in its first bytes; the driver's own, to be copied before the call returns
     * @param length the frame's length without tag and frame check sequence
     * @param tag the tag of a virtual network, or 0
     * @param checksum one of {@link #UNCHECKED}, {@link #GOOD}, {@link #BAD}
     */
    void deliver(byte[] data, int length, int tag, int checksum);
}
