package dev.whittle.demo.work;

import dev.whittle.demo.device.Machine;
import dev.whittle.demo.nic.Nic;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A device on its way to being bound: its machine, its cable, and its driver as soon as it is probed. */
record Binding(String device, int session, Machine machine, Link link, FutureTask<Nic> probe) {
    /** The driver; probes the device now unless another thread does or did. */
    Nic nic() {
        probe.run();
        try {
            return probe.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("the " + device + " could not be probed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the " + device + " was probed", e);
        }
    }
}
