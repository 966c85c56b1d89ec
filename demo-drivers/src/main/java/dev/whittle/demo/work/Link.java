package dev.whittle.demo.work;

import dev.whittle.demo.device.Machine;
import dev.whittle.demo.nic.FrameSink;
import dev.whittle.demo.nic.Nic;
import java.util.Arrays;
import java.util.Map;

/** Both ends of one device's cable: what is seen outside on sending, what is delivered inside on receiving. */
final class Link implements FrameSink {
    private static final int WAITS = 1000;

    private final int session;
    private final Machine machine;
    private final FrameLog log;
    private int sentEqual;
    private int received;
    private int receivedEqual;
    private int expected;
    private int nextExpected;
    private int bad;

    Link(int session, Machine machine, FrameLog log) {
        this.session = session;
        this.machine = machine;
        this.log = log;
    }

    /** After {@code count} frames were sent from number {@code first} on: looks for them outside, and has as many received. */
    void settle(Nic nic, int first, int count) {
        for (int number = first; number < first + count; number++) {
            byte[] got = machine.wire().collect();
            if (got == null) {
                throw new WorkException("frame " + number + " did not come out on the wire");
            }
            log.add(session, "tx", number, got);
            if (Frames.sameOnWire(Frames.onWire(Frames.toSend(number)), got)) {
                sentEqual++;
            }
        }
        handle(nic);
        for (int number = first; number < first + count; number++) {
            machine.wire().inject(Frames.toReceive(number));
            if (Frames.delivered(number) != null) {
                expected++;
            }
        }
        for (int i = 0; received < expected; i++) {
            if (i == WAITS) {
                throw new WorkException(
                        (expected - received) + " frames were not delivered up to number " + (first + count - 1));
            }
            handle(nic);
        }
    }

    private void handle(Nic nic) {
        if (!machine.access().awaitInterrupt()) {
            throw new WorkException("the device raised no interrupt");
        }
        nic.interrupt();
    }

    @Override
    public void deliver(byte[] data, int length, int tag, int checksum) {
        while (Frames.delivered(nextExpected) == null) {
            nextExpected++;
        }
        byte[] frame = Arrays.copyOf(data, length);
        byte[] whole = tag == 0 ? frame : Frames.withTag(frame, tag);
        log.add(session, "rx", nextExpected, whole);
        if (checksum == BAD) {
            bad++;
        }
        if (Arrays.equals(whole, Frames.delivered(nextExpected)) && checksum != BAD) {
            receivedEqual++;
        }
        received++;
        nextExpected++;
    }

    Session result(String device, String backend, int sent, Map<String, Long> counters) {
        counters.put("badChecksums", (long) bad);
        return new Session(device, backend, sent, sentEqual, received, receivedEqual, expected, counters);
    }
}
