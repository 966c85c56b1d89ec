package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;

/** The transmit ring: frames into descriptors, descriptors back when the controller is done with them. */
final class TxRing {
    static final int SIZE = 32;
    static final int RING = 0x100000;
    private static final int BUFFERS = 0x200000;
    private static final int BUFFER = 4096;
    private static final int PCIX_LIMIT = 2015;

    private final DeviceAccess dev;
    private final Board hw;
    private final TxCounters counters;
    private final byte[] bounce = new byte[16384];
    private final int[] lastOf = new int[SIZE];
    private int tail;
    private int clean;
    private int free = SIZE - 1;
    private int context;

    TxRing(DeviceAccess dev, Board hw, TxCounters counters) {
        this.dev = dev;
        this.hw = hw;
        this.counters = counters;
    }

    /** Clears the descriptors and the ring's position. */
    void reset() {
        for (int i = 0; i < SIZE; i++) {
            dev.putLong(RING + (i << 4), 0);
            dev.putLong(RING + (i << 4) + 8, 0);
        }
        tail = 0;
        clean = 0;
        free = SIZE - 1;
        context = 0;
    }

    /** Hands a frame to the controller; false if it cannot take it now. */
    boolean transmit(Packet packet) {
        final Board hw = this.hw;
        byte[] data = packet.data();
        int length = data.length;
        if (length < 14) {
            counters.malformed++;
            return false;
        }
        if (length > hw.maxFrame - 8) {
            counters.tooLong++;
            return false;
        }
        if (!room()) {
            return false;
        }
        int command = Regs.TX_EOP | Regs.TX_IFCS;
        if (hw.reportSent) {
            command |= Regs.TX_RPS;
        } else {
            command |= Regs.TX_RS;
        }
        if (hw.absoluteTimers) {
            command |= Regs.TX_IDE;
        }
        int tag = packet.tag();
        int shift = 0;
        if (tag != 0) {
            if (hw.vlanOffload) {
                command |= Regs.TX_VLE;
            } else {
                data = insertTag(data, tag);
                length += 4;
                shift = 4;
                tag = 0;
            }
        }
        if (length < hw.minFrame) {
            data = pad(data, length);
            length = hw.minFrame;
        }
        int options = 0;
        int first = tail;
        if (packet.transportStart() != 0) {
            options = 2;
            command |= Regs.TX_DEXT | Regs.TX_DATA;
            describeChecksum(packet.transportStart() + shift, packet.checksumOffset() + shift);
        }
        int head = packet.headLength();
        if (head != 0) {
            head += shift;
        }
        int last = fill(data, length, head, command, options << 8 | tag << 16);
        lastOf[first] = last;
        dev.write(Regs.TDT, tail);
        count(length, hw.minFrame);
        return true;
    }

    /** Whether the ring has descriptors enough for any frame. */
    private boolean room() {
        if (free < 10) {
            reclaim();
        }
        if (free < 10) {
            counters.busy++;
            return false;
        }
        return true;
    }

    /** Puts the pieces of a frame into descriptors, the last of which carries the whole command; says which that was. */
    private int fill(byte[] data, int length, int head, int command, int upper) {
        final Board hw = this.hw;
        int offset = 0;
        int last = tail;
        while (offset < length) {
            int size = length - offset;
            if (offset < head) {
                size = head - offset;
            }
            if (size > BUFFER) {
                size = BUFFER;
            }
            if (hw.bus == BusType.PCIX) {
                // Erratum 10: in PCI-X mode the first buffer of a frame must stay below 2016 bytes.
                if (offset == 0 && size > PCIX_LIMIT) {
                    size = PCIX_LIMIT;
                }
            }
            last = tail;
            int address = BUFFERS + last * BUFFER;
            if (hw.dwordHang) {
                if ((address + size - 1 & 4) == 0 && size > 4) {
                    size -= 4;
                }
            }
            dev.put(address, data, offset, size);
            offset += size;
            int descriptor = RING + (last << 4);
            if (hw.width >= 64) {
                dev.putLong(descriptor, address);
            } else {
                // A 32-bit bus carries it in two; the upper half may hold what is left of a context.
                dev.putInt(descriptor, address);
                dev.putInt(descriptor + 4, 0);
            }
            int lower = (command & ~Regs.TX_EOP) | size;
            if (offset == length) {
                lower |= Regs.TX_EOP;
            }
            dev.putLong(descriptor + 8, ((long) upper << 32) | (lower & 0xffffffffL));
            tail = last + 1;
            if (tail == SIZE) {
                tail = 0;
            }
            free--;
        }
        return last;
    }

    /** Tells the controller where the checksum of the frames to come goes, unless it knows already. */
    private void describeChecksum(int start, int offset) {
        final Board hw = this.hw;
        int wanted = start << 8 | offset;
        if (hw.mac != MacType.I82574) {
            // A context stays until the next one. On the 82574, with its two queues, this driver gives it with each
            // frame.
            if (context == wanted) {
                counters.contextsSaved++;
                return;
            }
        }
        int descriptor = RING + (tail << 4);
        dev.putLong(descriptor, (long) (start | offset << 8) << 32);
        dev.putLong(descriptor + 8, Regs.TX_DEXT & 0xffffffffL);
        context = wanted;
        tail++;
        if (tail == SIZE) {
            tail = 0;
        }
        free--;
    }

    /** Takes back the descriptors of frames that are done; says how many frames that were. */
    int reclaim() {
        final Board hw = this.hw;
        int frames = 0;
        while (clean != tail) {
            int last = lastOf[clean];
            int state = dev.getInt(RING + (last << 4) + 12);
            if ((state & 1) == 0) {
                break;
            }
            if (hw.mac == MacType.I82544) {
                // Only this part reports an underrun in the descriptor.
                if ((state & 8) != 0) {
                    counters.underruns++;
                }
            }
            if (hw.bus != BusType.PCIE) {
                if ((state & 6) != 0) {
                    counters.collisions++;
                }
            }
            int next = last + 1;
            if (next == SIZE) {
                next = 0;
            }
            int count = next - clean;
            if (count <= 0) {
                count += SIZE;
            }
            free += count;
            clean = next;
            frames++;
        }
        return frames;
    }

    private byte[] insertTag(byte[] data, int tag) {
        byte[] to = bounce;
        System.arraycopy(data, 0, to, 0, 12);
        to[12] = (byte) 0x81;
        to[13] = 0;
        to[14] = (byte) (tag >> 8);
        to[15] = (byte) tag;
        System.arraycopy(data, 12, to, 16, data.length - 12);
        return to;
    }

    private byte[] pad(byte[] data, int length) {
        byte[] to = bounce;
        if (data != to) {
            System.arraycopy(data, 0, to, 0, length);
        }
        for (int i = length; i < 64; i++) {
            to[i] = 0;
        }
        return to;
    }

    private void count(int length, int shortest) {
        final Board hw = this.hw;
        counters.frames++;
        if (hw.softwareOctets) {
            counters.octets += length;
        }
        if (hw.throttle) {
            counters.recentFrames++;
            counters.recentOctets += length;
        }
        if (length == shortest) {
            counters.shortest++;
        }
    }
}
