package dev.whittle.demo.work;

import dev.whittle.demo.nic.Nic;
import dev.whittle.demo.nic.Packet;
import org.jspecify.annotations.Nullable;

/** The network port that programs send through, whichever device is bound to it at the time. */
final class Port {
    private volatile @Nullable Nic bound;

    void bind(@Nullable Nic nic) {
        bound = nic;
    }

    /** Sends a frame through the device that is bound now. */
    void send(Packet packet) {
        Nic nic = bound;
        if (nic == null) {
            throw new WorkException("no device is bound to the port");
        }
        if (!nic.transmit(packet)) {
            throw new WorkException("the device did not take a frame of " + packet.data().length + " bytes");
        }
    }
}
