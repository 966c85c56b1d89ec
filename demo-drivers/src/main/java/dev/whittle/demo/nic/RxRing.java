package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;

/** The receive ring: from descriptors to whole frames, whose delivery is {@link RxFrames}' business. */
final class RxRing {
    static final int SIZE = 32;
    static final int RING = 0x101000;
    private static final int BUFFERS = 0x300000;
    private static final int BUFFER = 2048;

    private final DeviceAccess dev;
    private final Board hw;
    private final RxCounters counters;
    private final RxFrames frames;
    private int next;
    private int unreturned;
    private int assembled;
    private boolean discarding;

    RxRing(DeviceAccess dev, Board hw, RxCounters counters, RxFrames frames) {
        this.dev = dev;
        this.hw = hw;
        this.counters = counters;
        this.frames = frames;
    }

    /** Gives every buffer to the controller. */
    void reset() {
        for (int i = 0; i < SIZE; i++) {
            dev.putLong(RING + (i << 4), BUFFERS + i * BUFFER);
            dev.putLong(RING + (i << 4) + 8, 0);
        }
        next = 0;
        unreturned = 0;
        assembled = 0;
        discarding = false;
    }

    /** Receives what is there, at most {@code budget} descriptors; says how many it handled. */
    int poll(int budget) {
        final Board hw = this.hw;
        int done = 0;
        while (done < budget) {
            if (!receive()) {
                break;
            }
            done++;
            if (hw.rxBatch == 1) {
                giveBack();
            } else if (unreturned >= hw.rxBatch) {
                giveBack();
            }
        }
        if (unreturned > 0) {
            giveBack();
        }
        return done;
    }

    /** Handles the next descriptor, if the controller is done with it. */
    boolean receive() {
        final Board hw = this.hw;
        int descriptor = RING + (next << 4);
        long word = dev.getLong(descriptor + 8);
        if (word == -1L) {
            // All ones is what a bus answers for a device that was pulled out.
            counters.gone++;
            return false;
        }
        int status;
        int errors;
        int length;
        if (hw.rxExtended) {
            status = (int) word & 0xfffff;
            errors = (int) word >>> 24;
            length = (int) (word >>> 32) & 0xffff;
        } else {
            status = (int) (word >>> 32) & 0xff;
            errors = (int) (word >>> 40) & 0xff;
            length = (int) word & 0xffff;
        }
        if ((status & Regs.RX_DD) == 0) {
            return false;
        }
        int hash = 0;
        if (hw.rssHash) {
            hash = dev.getInt(descriptor + 4);
        }
        int total = collect(status, errors, length);
        if (total > 0) {
            frames.accept(total, status, errors, (int) (word >>> 48), hash);
        }
        refill(descriptor);
        return true;
    }

    /** Adds a descriptor's bytes to the frame that is being put together; the frame's length if it is whole, else 0. */
    private int collect(int status, int errors, int length) {
        final Board hw = this.hw;
        int fatal = Regs.ERR_CE | Regs.ERR_SE | Regs.ERR_RXE;
        if (hw.mac == MacType.I82544) {
            // Sequence and carrier extension errors are reserved bits on all others.
            fatal |= Regs.ERR_SEQ | Regs.ERR_CXE;
        }
        boolean last = (status & Regs.RX_EOP) != 0;
        if (discarding) {
            discarding = !last;
            counters.discarded++;
            return 0;
        }
        if ((errors & fatal) != 0) {
            return drop(last, (errors & Regs.ERR_CE) != 0);
        }
        if (length == 0) {
            return malformed(last);
        }
        if (length > BUFFER) {
            return malformed(last);
        }
        if (assembled + length > hw.maxFrame) {
            return malformed(last);
        }
        dev.get(BUFFERS + next * BUFFER, frames.buffer, assembled, length);
        assembled += length;
        if (!last) {
            return 0;
        }
        int total = assembled;
        assembled = 0;
        if (hw.crcInBuffer) {
            total -= 4;
        }
        if (total < 14) {
            counters.lengthErrors++;
            return 0;
        }
        return total;
    }

    /** Makes the descriptor ready to be given back. */
    private void refill(int descriptor) {
        final Board hw = this.hw;
        int address = BUFFERS + next * BUFFER;
        if (hw.noCross64k) {
            if (((address ^ address + BUFFER - 1) & 0xffff0000) != 0) {
                throw new NicException("a receive buffer crosses a 64 KiB boundary");
            }
        }
        if (hw.rxExtended) {
            // The write-back lies over the address, so both words are made anew.
            dev.putLong(descriptor, address);
            dev.putLong(descriptor + 8, 0);
        } else if (hw.width >= 64) {
            dev.putLong(descriptor + 8, 0);
        } else {
            dev.putInt(descriptor + 12, 0);
        }
        next++;
        if (next == SIZE) {
            next = 0;
        }
        unreturned++;
        if (unreturned > SIZE - 4) {
            counters.starved++;
        }
    }

    /** Moves the tail to the last descriptor that was made ready. */
    private void giveBack() {
        int tail = next - 1;
        if (tail < 0) {
            tail = SIZE - 1;
        }
        dev.write(Regs.RDT, tail);
        unreturned = 0;
    }

    private int drop(boolean last, boolean crc) {
        if (crc) {
            counters.crcErrors++;
        } else {
            counters.otherErrors++;
        }
        assembled = 0;
        discarding = !last;
        return 0;
    }

    private int malformed(boolean last) {
        counters.lengthErrors++;
        assembled = 0;
        discarding = !last;
        return 0;
    }
}
