package dev.whittle.demo.device;

import org.jspecify.annotations.Nullable;

/** The cable behind a network device, seen from its other end. Frames carry no frame check sequence. */
public interface Wire {
    /** Sends a frame towards the device. */
    void inject(byte[] frame);

    /** The next frame that the device has sent, in its order, or null if none came within a bounded time. */
    byte @Nullable [] collect();
}
