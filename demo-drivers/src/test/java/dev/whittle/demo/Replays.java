package dev.whittle.demo;

import dev.whittle.demo.device.DeviceAccess;
import dev.whittle.demo.device.Machine;
import dev.whittle.demo.device.Wire;
import dev.whittle.demo.trace.ReplayMachine;
import dev.whittle.demo.trace.Trace;
import dev.whittle.demo.work.FrameLog;
import dev.whittle.demo.work.Session;
import dev.whittle.demo.work.Workload;
import java.util.List;
import java.util.function.UnaryOperator;

/** Replays one trace through the workload. */
final class Replays {
    private Replays() {}

    static Session run(Trace trace) {
        return run(trace, machine -> machine);
    }

    /** With something between the driver and the replayed device. */
    static Session run(Trace trace, UnaryOperator<Machine> between) {
        Workload workload = new Workload(trace.frames(), false, new FrameLog());
        return workload.run(List.of(new Workload.Stop(trace.model(), () -> between.apply(new ReplayMachine(trace)))))
                .get(0);
    }

    /** A machine whose frames come out changed. */
    record OtherWire(Machine machine, UnaryOperator<byte[]> change) implements Machine, Wire {
        @Override
        public DeviceAccess access() {
            return machine.access();
        }

        @Override
        public Wire wire() {
            return this;
        }

        @Override
        public String backend() {
            return machine.backend();
        }

        @Override
        public void close() {
            machine.close();
        }

        @Override
        public void inject(byte[] frame) {
            machine.wire().inject(frame);
        }

        @Override
        public byte[] collect() {
            return change.apply(machine.wire().collect());
        }
    }
}
