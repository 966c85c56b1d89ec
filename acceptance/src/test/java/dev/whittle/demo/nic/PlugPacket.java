package dev.whittle.demo.nic;

import java.util.Arrays;
import java.util.Random;

/** A frame that the host sends, and what of it must be on the wire under each model. */
record PlugPacket(Packet packet) {
    static PlugPacket drawn(Random random) {
        int kind = random.nextInt(16);
        int length = kind == 0
                ? 9011 + random.nextInt(300)
                : kind < 3
                        ? 1514 + random.nextInt(2800)
                        : kind < 7 ? 14 + random.nextInt(46) : 60 + random.nextInt(900);
        byte[] data = new byte[length];
        random.nextBytes(data);
        data[12] = (byte) 0x88;
        data[13] = (byte) 0xb5;
        int tag = random.nextInt(4) == 0 ? 1 + random.nextInt(0xffff) : 0;
        boolean summed = length >= 60 && random.nextInt(3) == 0;
        int head = length > 100 && random.nextInt(4) == 0 ? 14 + random.nextInt(60) : 0;
        int start = summed ? random.nextBoolean() ? 34 : 38 : 0;
        return new PlugPacket(new Packet(data, head, tag, start, summed ? start + 6 + random.nextInt(2) * 10 : 0));
    }

    boolean isTaken(PlugModel model) {
        return packet.data().length <= model.longest - 8;
    }

    byte[] onWire(PlugModel model) {
        byte[] frame = packet.data().clone();
        int start = packet.transportStart();
        if (start != 0) {
            long sum = 0;
            for (int i = start; i < frame.length; i++) {
                sum += (frame[i] & 0xffL) << ((i - start & 1) == 0 ? 8 : 0);
            }
            while (sum > 0xffff) {
                sum = (sum & 0xffff) + (sum >>> 16);
            }
            frame[packet.checksumOffset()] = (byte) (~sum >>> 8);
            frame[packet.checksumOffset() + 1] = (byte) ~sum;
        }
        if (packet.tag() != 0) {
            // The controller puts its tag into a frame that the driver has padded; the driver pads what it has tagged.
            frame = model.tagsInHardware() ? tagged(padded(frame, model.padded())) : tagged(frame);
        }
        return padded(frame, 60);
    }

    private byte[] tagged(byte[] frame) {
        byte[] whole = new byte[frame.length + 4];
        System.arraycopy(frame, 0, whole, 0, 12);
        whole[12] = (byte) 0x81;
        whole[14] = (byte) (packet.tag() >>> 8);
        whole[15] = (byte) packet.tag();
        System.arraycopy(frame, 12, whole, 16, frame.length - 12);
        return whole;
    }

    private static byte[] padded(byte[] frame, int length) {
        return frame.length >= length ? frame : Arrays.copyOf(frame, length);
    }
}
