package dev.whittle.demo.nic;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/** One device from binding to unbinding, and all that is expected of its driver. Handed from thread to thread; one at a time calls. */
final class Plugged implements FrameSink {
    private final PlugDevice device;
    private final PlugModel model;
    private final Random random;
    private final PlugTally tally;
    private final PlugDriver driver;
    private final Queue<PlugFrame.Expected> due = new ArrayDeque<>();
    private long injected;
    private long delivered;
    private long sent;
    private long octets;
    private long copied;
    private long hashes;
    private long stamped;
    private long management;
    private long crcErrors;

    Plugged(PlugDevice device, PlugModel model, long seed, PlugTally tally) {
        this.device = device;
        this.model = model;
        this.random = new Random(seed);
        this.tally = tally;
        device.powerOn(model, seed * 31 + 7);
        driver = PlugDriver.bind(device, this, random.nextBoolean());
        tally.bound();
    }

    PlugDevice device() {
        return device;
    }

    /** Frames in both directions, and an interrupt for what came. */
    void burst() {
        int incoming = random.nextInt(12);
        for (int i = 0; i < incoming; i++) {
            PlugFrame frame = new PlugFrame(random);
            if (!device.receive(frame)) {
                break;
            }
            expect(frame);
        }
        int outgoing = random.nextInt(4);
        for (int i = 0; i < outgoing; i++) {
            send(PlugPacket.drawn(random));
        }
        boolean wanted = device.isInterrupting();
        check(driver.interrupt() == wanted, "said whether the interrupt was its own: " + !wanted);
        if (wanted) {
            int last = device.lastTouched();
            check(last == (model.isPcix() ? Regs.STATUS : Regs.IMS), "touched last: " + Integer.toHexString(last));
        }
        check(due.isEmpty(), due.size() + " frames were not delivered");
        due.clear();
        if (random.nextInt(8) == 0) {
            check(driver.watch(), "the link is down");
        }
    }

    private void expect(PlugFrame frame) {
        injected++;
        crcErrors += frame.crcError ? 1 : 0;
        PlugFrame.Expected expected = frame.expected(model);
        if (expected == null) {
            return;
        }
        due.add(expected);
        int length = expected.data().length;
        delivered++;
        octets += model.countsOctetsInSoftware() ? length : 0;
        copied += length <= model.copied ? 1 : 0;
        hashes += model.isExpress() && frame.hash != 0 ? 1 : 0;
        stamped += model.isExpress() && frame.stamped ? 1 : 0;
        management += model.isManaged() && frame.isManagement() ? 1 : 0;
    }

    @Override
    public void deliver(byte[] data, int length, int tag, int checksum) {
        PlugFrame.Expected expected = due.poll();
        if (expected == null) {
            check(false, "a frame of " + length + " bytes too many");
            return;
        }
        PlugTally.Damage damage = tally.delivered();
        if (damage == PlugTally.Damage.LOST) {
            due.add(expected);
            return;
        }
        int gotLength = damage == PlugTally.Damage.LENGTH ? length - 1 : length;
        int gotTag = damage == PlugTally.Damage.TAG ? tag ^ 1 : tag;
        int gotChecksum = damage == PlugTally.Damage.CHECKSUM ? (checksum + 1) % 3 : checksum;
        if (damage == PlugTally.Damage.BYTE) {
            data[length / 2] ^= 1;
        }
        check(gotLength == expected.data().length, "length " + gotLength + " for " + expected.data().length);
        check(
                Arrays.equals(data, 0, Math.max(0, gotLength), expected.data(), 0, expected.data().length),
                "the bytes of a frame of " + gotLength);
        check(gotTag == expected.tag(), "tag " + gotTag + " for " + expected.tag());
        check(gotChecksum == expected.checksum(), "checksum " + gotChecksum + " for " + expected.checksum());
    }

    private void send(PlugPacket packet) {
        boolean taken = packet.isTaken(model);
        check(
                driver.transmit(packet.packet()) == taken,
                "took a packet of " + packet.packet().data().length);
        if (taken) {
            sent++;
            tally.sent();
            byte[] got = device.wire.poll();
            check(Arrays.equals(got, packet.onWire(model)), "what is on the wire of " + packet.packet());
        }
        check(device.wire.isEmpty(), "more on the wire than was sent");
        device.wire.clear();
    }

    /** Unbinds the device and compares all counters. */
    void unbind() {
        driver.close();
        Map<String, Long> counters = driver.counters();
        boolean damaged = tally.counted() == PlugTally.Damage.COUNTER;
        equal(counters, "driverRxFrames", delivered + (damaged ? 1 : 0));
        equal(counters, "driverTxFrames", sent);
        equal(counters, "gprc", injected);
        Set<String> names = counters.keySet();
        check(names.contains("gorc") != model.countsOctetsInSoftware(), "octet counters");
        check(names.contains("mgtprc") == model.isManaged(), "counters of the management engine");
        check(names.contains("symerrs") == model.isOldest(), "counters of the serial interface");
        check(names.contains("iac") == model.isExpress(), "counters of interrupts");
        check(names.contains("rxerrc") != model.isExpress(), "counters of the parallel parts");
        RxCounters seen = driver.received();
        if (seen != null) {
            check(seen.octets == octets, "octets " + seen.octets + " for " + octets);
            check(seen.copied == copied, "copied " + seen.copied + " for " + copied);
            check(seen.hashes == hashes, "hashes " + seen.hashes + " for " + hashes);
            check(seen.stamped == stamped, "stamped " + seen.stamped + " for " + stamped);
            check(seen.management == management, "management " + seen.management + " for " + management);
            check(seen.crcErrors == crcErrors, "CRC errors " + seen.crcErrors + " for " + crcErrors);
        }
    }

    private void equal(Map<String, Long> counters, String name, long expected) {
        Long got = counters.get(name);
        check(got != null && got == expected, name + " " + got + " for " + expected);
    }

    void check(boolean right, String what) {
        if (!right) {
            tally.wrong(model + ": " + what);
        }
    }
}
