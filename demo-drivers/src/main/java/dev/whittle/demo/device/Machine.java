package dev.whittle.demo.device;

/** A device that is there to be driven, from power-on to power-off. */
public interface Machine extends AutoCloseable {
    /** The side a driver sees. */
    DeviceAccess access();

    /** The side the network sees. */
    Wire wire();

    /** What stands behind the device: {@code qemu} or {@code replay}. */
    String backend();

    /** Takes the device away; a backend that checks what was done to it says here whether something was left undone. */
    @Override
    void close();
}
