package dev.whittle.demo.nic;

/** What happens to a whole received frame: addresses, tags, checksums, counters, delivery. */
final class RxFrames {
    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int TAGGED = 0x8100;
    private static final int PAUSE = 0x8808;
    private static final int NEIGHBOUR = 0x88cc;
    private static final int LENGTHS = 0x0600;
    private static final int MANAGEMENT_PORT = 623;
    private static final long BROADCAST = 0xffffffffffffL;

    /** The frame that is being received. */
    final byte[] buffer = new byte[20480];

    private final byte[] spare = new byte[512];
    private final Board hw;
    private final RxCounters counters;
    private final FrameSink sink;
    private final long station;
    private int network;

    RxFrames(Board hw, RxCounters counters, FrameSink sink, long station) {
        this.hw = hw;
        this.counters = counters;
        this.sink = sink;
        this.station = station;
    }

    /** Says which virtual network's frames are for this host besides those without a tag; 0 means any. */
    void join(int id) {
        network = id;
    }

    /** Checks a frame of {@code total} bytes in {@link #buffer} and delivers it, if it is for this host. */
    void accept(int total, int status, int errors, int special, int hash) {
        final Board hw = this.hw;
        byte[] frame = buffer;
        int length = total;
        if (!forThisHost(frame, status)) {
            return;
        }
        if (!fromAnother(frame)) {
            return;
        }
        int type = (frame[12] & 0xff) << 8 | (frame[13] & 0xff);
        int tag = 0;
        if (hw.vlanOffload) {
            if ((status & Regs.RX_VP) != 0) {
                tag = special;
            }
        } else if (type == TAGGED) {
            tag = (frame[14] & 0xff) << 8 | (frame[15] & 0xff);
            type = (frame[16] & 0xff) << 8 | (frame[17] & 0xff);
            System.arraycopy(frame, 16, frame, 12, length - 16);
            length -= 4;
        }
        if (tag != 0) {
            counters.tagged++;
            if (network != 0 && (tag & 0xfff) != network) {
                counters.wrongNetwork++;
                return;
            }
            if (tag >>> 13 >= 5) {
                counters.urgent++;
            }
        }
        if (!wellFormed(frame, type, length)) {
            return;
        }
        int checksum = checksum(type, status, errors);
        if (hw.timeStamps) {
            if ((status & Regs.RX_STAMP) != 0) {
                counters.stamped++;
            }
        }
        if (hw.rssHash) {
            if (hash != 0) {
                counters.hashes++;
            }
        }
        if (hw.manageable) {
            noteManagement(frame, type, length);
        }
        count(length);
        byte[] out = frame;
        if (hw.copyBreak != 0) {
            if (length <= hw.copyBreak) {
                System.arraycopy(frame, 0, spare, 0, length);
                out = spare;
                counters.copied++;
            }
        }
        sink.deliver(out, length, tag, checksum);
    }

    /** Whether the destination address is one that this host listens to. */
    private boolean forThisHost(byte[] frame, int status) {
        final Board hw = this.hw;
        long high = (frame[0] & 0xffL) << 40 | (frame[1] & 0xffL) << 32 | (frame[2] & 0xffL) << 24;
        long to = high | (frame[3] & 0xffL) << 16 | (frame[4] & 0xffL) << 8 | (frame[5] & 0xffL);
        if ((frame[0] & 1) != 0) {
            if (to == BROADCAST) {
                counters.broadcast++;
                return true;
            }
            if (hw.mac == MacType.I82544) {
                // The flag for an inexact match is not looked at on the oldest part.
                counters.multicast++;
                return true;
            }
            if ((status & Regs.RX_PIF) != 0) {
                counters.inexact++;
            }
            counters.multicast++;
            return true;
        }
        if (to != station) {
            counters.otherHost++;
            return false;
        }
        return true;
    }

    /** Whether the source address is one that a frame of another host can have. */
    private boolean fromAnother(byte[] frame) {
        if ((frame[6] & 1) != 0) {
            counters.badSource++;
            return false;
        }
        long high = (frame[6] & 0xffL) << 40 | (frame[7] & 0xffL) << 32 | (frame[8] & 0xffL) << 24;
        long from = high | (frame[9] & 0xffL) << 16 | (frame[10] & 0xffL) << 8 | (frame[11] & 0xffL);
        if (from == station) {
            counters.looped++;
            return false;
        }
        return true;
    }

    /** Whether the frame's type and what the network header says of its length fit what came. */
    private boolean wellFormed(byte[] frame, int type, int length) {
        if (type < LENGTHS) {
            counters.lengthCoded++;
            return type <= length - 14;
        }
        if (type == PAUSE) {
            // Such a frame is the controller's to obey; one that gets here was not for it.
            counters.pauses++;
            return false;
        }
        if (type == NEIGHBOUR) {
            counters.neighbours++;
        }
        if (length < 60) {
            counters.shortest++;
        }
        if (type == IPV4) {
            int whole = (frame[16] & 0xff) << 8 | (frame[17] & 0xff);
            if ((frame[14] & 0xf0) != 0x40 || (frame[14] & 0xf) < 5 || whole > length - 14) {
                counters.badHeaders++;
                return false;
            }
            if (whole < length - 14) {
                counters.padded++;
            }
        } else if (type == IPV6) {
            if ((frame[14] & 0xf0) != 0x60) {
                counters.badHeaders++;
                return false;
            }
        }
        return true;
    }

    /** What the controller said of the frame's checksums. */
    private int checksum(int type, int status, int errors) {
        final Board hw = this.hw;
        int transport = Regs.RX_TCPCS;
        if (hw.udpStatus) {
            transport |= Regs.RX_UDPCS;
        }
        boolean known = type == IPV4;
        if (hw.ipv6Checksum) {
            if (type == IPV6) {
                known = true;
            }
        }
        if (!known) {
            return FrameSink.UNCHECKED;
        }
        if ((status & Regs.RX_IXSM) != 0) {
            return FrameSink.UNCHECKED;
        }
        if ((status & Regs.RX_IPCS) != 0 && (errors & Regs.ERR_IPE) != 0) {
            counters.badChecksums++;
            return FrameSink.BAD;
        }
        if ((status & transport) == 0) {
            return FrameSink.UNCHECKED;
        }
        if ((errors & Regs.ERR_TCPE) != 0) {
            counters.badChecksums++;
            return FrameSink.BAD;
        }
        return FrameSink.GOOD;
    }

    /** Counts what the management engine has an eye on too: UDP frames to its port. */
    private void noteManagement(byte[] frame, int type, int length) {
        if (type != IPV4 || length < 42) {
            return;
        }
        if ((frame[20] & 0x3f) != 0 || frame[21] != 0) {
            counters.fragments++;
            return;
        }
        if (frame[23] != 17 || (frame[14] & 0xff) != 0x45) {
            return;
        }
        int port = (frame[36] & 0xff) << 8 | (frame[37] & 0xff);
        if (port == MANAGEMENT_PORT) {
            counters.management++;
        }
    }

    private void count(int length) {
        final Board hw = this.hw;
        counters.frames++;
        if (hw.softwareOctets) {
            counters.octets += length;
        }
        if (hw.throttle) {
            counters.recentFrames++;
            counters.recentOctets += length;
        }
        if (hw.maxFrame > 9018) {
            // Longer frames than PCI Express parts take are worth knowing of before a board is exchanged for one.
            if (length > 9014) {
                counters.giants++;
            }
        }
        if (length > 1518) {
            counters.jumbo++;
        } else if (length >= 1024) {
            counters.large++;
        } else if (length >= 512) {
            counters.half++;
        } else if (length >= 128) {
            counters.medium++;
        } else {
            counters.small++;
        }
    }
}
