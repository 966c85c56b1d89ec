package dev.whittle.demo.work;

import dev.whittle.demo.nic.Packet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the demo, each made from its number alone, and what each must look like on the other side. What is expected is
 * computed here from the packet, by other code than the driver's and the device's.
 */
public final class Frames {
    /** The virtual network that the demo's host is in. */
    public static final int NETWORK = 42;
    /** The address of the demo's host: what the devices' EEPROMs hold. */
    private static final byte[] HOST = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};

    private static final byte[] PEER = {0x02, 0x00, 0x00, 0x00, 0x00, 0x01};
    private static final int KINDS = 8;
    private static final int UDP = 17;
    private static final int TCP = 6;

    private Frames() {}

    /** The frame to send that has this number. */
    public static Packet toSend(int number) {
        return switch (number % KINDS) {
            case 0 -> new Packet(plain(PEER, HOST, 60 + number, number), 0, 0, 0, 0);
            case 1 -> new Packet(ip(PEER, HOST, UDP, 200, number, true), 0, 0, 34, 40);
            case 2 -> new Packet(plain(PEER, HOST, 300, number), 0, 1 << 13 | NETWORK, 0, 0);
            case 3 -> new Packet(ip(PEER, HOST, TCP, 600, number, true), 54, NETWORK, 34, 50);
            case 4 -> new Packet(plain(PEER, HOST, 1514, number), 14, 0, 0, 0);
            case 5 -> new Packet(plain(PEER, HOST, 42, number), 0, 0, 0, 0);
            case 6 -> new Packet(plain(PEER, HOST, 4000 + number % 5, number), 66, 0, 0, 0);
            default -> new Packet(ip(PEER, HOST, UDP, 1000 + number % 7, number, true), 42, 0, 34, 40);
        };
    }

    /** What this packet must be on the wire; zeros may follow up to the shortest length of a frame. */
    public static byte[] onWire(Packet packet) {
        byte[] frame = packet.data().clone();
        if (packet.transportStart() != 0) {
            int at = packet.checksumOffset();
            int sum = ~sum(frame, packet.transportStart(), frame.length, 0) & 0xffff;
            put16(frame, at, sum);
        }
        return packet.tag() == 0 ? frame : withTag(frame, packet.tag());
    }

    /** Whether what came over the wire is what had to come. */
    public static boolean sameOnWire(byte[] expected, byte[] got) {
        if (got.length < expected.length || got.length > Math.max(60, expected.length)) {
            return false;
        }
        return Arrays.equals(Arrays.copyOf(expected, got.length), got);
    }

    /** The frame with this number as a peer puts it on the wire. */
    public static byte[] toReceive(int number) {
        return switch (number % KINDS) {
            case 0 -> plain(HOST, PEER, 60 + number, number);
            case 1 -> ip(HOST, PEER, UDP, 180, number, false);
            case 2 -> withTag(plain(HOST, PEER, 300, number), 2 << 13 | NETWORK);
            case 3 -> ip(HOST, PEER, TCP, 900, number, false);
            case 4 -> plain(broadcast(), PEER, 1514, number);
            case 5 ->
                number % 16 == 5
                        ? withTag(plain(HOST, PEER, 100, number), NETWORK + 1)
                        : plain(multicast(), PEER, 96, number);
            case 6 -> plain(HOST, PEER, 3000 + number % 3, number);
            default ->
                number % 16 == 15
                        ? ip6(HOST, PEER, 250 + number % 9, number)
                        : withTag(ip(HOST, PEER, UDP, 400 + number % 9, number, false), NETWORK);
        };
    }

    /** What must be delivered of it, with its tag put back, or null if it is of another virtual network. */
    public static byte @Nullable [] delivered(int number) {
        return number % 16 == 5 ? null : toReceive(number);
    }

    /** A frame with its tag put in after the source address. */
    public static byte[] withTag(byte[] frame, int tag) {
        byte[] to = new byte[frame.length + 4];
        System.arraycopy(frame, 0, to, 0, 12);
        put16(to, 12, 0x8100);
        put16(to, 14, tag);
        System.arraycopy(frame, 12, to, 16, frame.length - 12);
        return to;
    }

    private static byte[] plain(byte[] to, byte[] from, int length, int number) {
        byte[] frame = addressed(to, from, 0x88b5, length);
        fill(frame, 14, number);
        return frame;
    }

    /** An IPv4 frame; {@code partial} leaves the sum of the pseudo header alone where the transport's checksum belongs. */
    private static byte[] ip(byte[] to, byte[] from, int protocol, int length, int number, boolean partial) {
        byte[] frame = addressed(to, from, 0x0800, length);
        frame[14] = 0x45;
        put16(frame, 16, length - 14);
        put16(frame, 18, number);
        frame[22] = 64;
        frame[23] = (byte) protocol;
        put16(frame, 26, 0x0a00);
        put16(frame, 28, 1 + (to[0] & 1));
        put16(frame, 30, 0x0a00);
        put16(frame, 32, 3);
        put16(frame, 24, ~sum(frame, 14, 34, 0) & 0xffff);
        put16(frame, 34, 5000 + number % 3);
        put16(frame, 36, number % 2 == 1 && number % 3 == 0 ? 623 : 7);
        int at = protocol == UDP ? 40 : 50;
        if (protocol == UDP) {
            put16(frame, 38, length - 34);
            fill(frame, 42, number);
        } else {
            put16(frame, 46, 0x5010);
            put16(frame, 48, 8192);
            fill(frame, 54, number);
        }
        put16(frame, at, 0);
        int pseudo = sum(frame, 26, 34, protocol + length - 34);
        put16(frame, at, partial ? pseudo : ~sum(frame, 34, length, pseudo) & 0xffff);
        return frame;
    }

    /** An IPv6 frame that carries UDP (RFC 8200). */
    private static byte[] ip6(byte[] to, byte[] from, int length, int number) {
        byte[] frame = addressed(to, from, 0x86dd, length);
        frame[14] = 0x60;
        put16(frame, 18, length - 54);
        frame[20] = UDP;
        frame[21] = 64;
        put16(frame, 22, 0xfe80);
        put16(frame, 36, 1);
        put16(frame, 38, 0xfe80);
        put16(frame, 52, 2);
        put16(frame, 54, 5000);
        put16(frame, 56, 7);
        put16(frame, 58, length - 54);
        fill(frame, 62, number);
        put16(frame, 60, ~sum(frame, 54, length, sum(frame, 22, 54, UDP + length - 54)) & 0xffff);
        return frame;
    }

    private static byte[] addressed(byte[] to, byte[] from, int type, int length) {
        byte[] frame = new byte[length];
        System.arraycopy(to, 0, frame, 0, 6);
        System.arraycopy(from, 0, frame, 6, 6);
        put16(frame, 12, type);
        return frame;
    }

    private static void fill(byte[] frame, int from, int number) {
        for (int i = from; i < frame.length; i++) {
            frame[i] = (byte) (number * 31 + i);
        }
    }

    /** The Internet's sum of 16-bit words (RFC 1071), not complemented. */
    private static int sum(byte[] data, int from, int to, int start) {
        long sum = start;
        for (int i = from; i < to; i += 2) {
            int low = i + 1 < to ? data[i + 1] & 0xff : 0;
            sum += (data[i] & 0xff) << 8 | low;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    private static byte[] broadcast() {
        byte[] address = new byte[6];
        Arrays.fill(address, (byte) 0xff);
        return address;
    }

    private static byte[] multicast() {
        return new byte[] {0x01, 0x00, 0x5e, 0x00, 0x00, 0x09};
    }

    private static void put16(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 8);
        to[at + 1] = (byte) value;
    }
}
