package dev.whittle.demo.nic;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A frame on its way to the host, and what must become of it under each model. */
final class PlugFrame {
    static final int NETWORK = 42;
    static final long STATION = 0x525400123456L;
    static final int UDP = 17;

    /** What the driver must deliver. */
    record Expected(byte[] data, int tag, int checksum) {}

    final byte[] untagged;
    final int tag;
    final int type;
    final int protocol;
    final boolean fragment;
    final boolean badHeaderSum;
    final boolean badTransportSum;
    final boolean unsummed;
    final boolean crcError;
    final boolean sequenceError;
    final boolean inexact;
    final boolean stamped;
    final int hash;
    private final boolean refused;

    PlugFrame(Random random) {
        int kind = random.nextInt(16);
        type = kind < 9 ? 0x0800 : kind < 12 ? 0x86dd : 0x88b5;
        protocol = type == 0x88b5 ? 0 : random.nextBoolean() ? UDP : 6;
        fragment = type == 0x0800 && random.nextInt(12) == 0;
        tag = random.nextInt(4) == 0 ? random.nextInt(8) << 13 | NETWORK : random.nextInt(24) == 0 ? 7 : 0;
        badHeaderSum = type == 0x0800 && random.nextInt(20) == 0;
        badTransportSum = random.nextInt(16) == 0;
        unsummed = random.nextInt(32) == 0;
        crcError = random.nextInt(24) == 0;
        sequenceError = random.nextInt(12) == 0;
        stamped = random.nextInt(3) == 0;
        hash = random.nextInt(4) == 0 ? 0 : random.nextInt() | 1;
        untagged = new byte[length(random)];
        int strange = random.nextInt(40);
        int to = random.nextInt(12);
        inexact = to == 1 && random.nextBoolean();
        fill(random, strange, to);
        refused = strange < 4 || tag != 0 && (tag & 0xfff) != NETWORK;
    }

    private static int length(Random random) {
        return switch (random.nextInt(32)) {
            case 0 -> 9030 + random.nextInt(200);
            case 1, 2 -> 2500 + random.nextInt(1800);
            case 3, 4, 5, 6, 7, 8 -> 600 + random.nextInt(914);
            default -> 60 + random.nextInt(220);
        };
    }

    private void fill(Random random, int strange, int to) {
        byte[] f = untagged;
        // Cheap and different in each byte: not one call a byte.
        long state = random.nextLong() | 1;
        for (int i = 0; i < f.length; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            f[i] = (byte) (state >>> 56);
        }
        for (int i = 0; i < 6; i++) {
            f[i] = to == 0 ? -1 : (byte) (STATION >>> 40 - 8 * i);
        }
        if (to == 1) {
            f[0] = 1;
        }
        f[6] = 2;
        f[12] = (byte) (type >>> 8);
        f[13] = (byte) type;
        if (type == 0x0800) {
            f[14] = 0x45;
            f[16] = (byte) (f.length - 14 >>> 8);
            f[17] = (byte) (f.length - 14);
            f[20] = (byte) (fragment ? 0x20 : 0x40);
            f[21] = 0;
            f[23] = (byte) protocol;
            if (random.nextInt(6) == 0) {
                f[36] = 2;
                f[37] = 0x6f;
            }
        } else if (type == 0x86dd) {
            f[14] = 0x60;
        }
        switch (strange) {
            case 0 -> {
                f[0] = 2;
                f[5] = 99;
            }
            case 1 -> f[6] |= 1;
            case 2 -> System.arraycopy(new byte[] {0x52, 0x54, 0, 0x12, 0x34, 0x56}, 0, f, 6, 6);
            case 3 -> {
                f[12] = (byte) 0x88;
                f[13] = 8;
            }
            default -> {
                return;
            }
        }
    }

    /** The frame as it comes over the wire. */
    byte[] onWire() {
        if (tag == 0) {
            return untagged;
        }
        byte[] whole = new byte[untagged.length + 4];
        System.arraycopy(untagged, 0, whole, 0, 12);
        whole[12] = (byte) 0x81;
        whole[14] = (byte) (tag >>> 8);
        whole[15] = (byte) tag;
        System.arraycopy(untagged, 12, whole, 16, untagged.length - 12);
        return whole;
    }

    /** What must be delivered, or null if nothing may be. */
    @Nullable
    Expected expected(PlugModel model) {
        boolean tooLong = untagged.length + (model.tagsInHardware() || tag == 0 ? 0 : 4) > model.longest;
        if (refused || crcError || sequenceError && model.isOldest() || tooLong) {
            return null;
        }
        return new Expected(untagged, tag, checksum(model));
    }

    private int checksum(PlugModel model) {
        boolean seen = (tag == 0 || model.tagsInHardware()) && !unsummed;
        boolean known = type == 0x0800 || type == 0x86dd && model.knowsIpv6();
        if (!seen || !known) {
            return FrameSink.UNCHECKED;
        }
        if (badHeaderSum) {
            return FrameSink.BAD;
        }
        if (fragment) {
            return FrameSink.UNCHECKED;
        }
        return badTransportSum ? FrameSink.BAD : FrameSink.GOOD;
    }

    /** Whether the management engine's port is what it goes to. */
    boolean isManagement() {
        return type == 0x0800 && !fragment && protocol == UDP && untagged[36] == 2 && untagged[37] == 0x6f;
    }
}
