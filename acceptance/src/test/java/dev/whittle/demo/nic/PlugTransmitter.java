package dev.whittle.demo.nic;

import java.util.Arrays;

/** The sending half of a controller: from descriptors to frames on the wire, tags and checksums put in on the way. */
final class PlugTransmitter {
    private static final int RING = 0x100000;

    private final PlugDevice device;
    private final byte[] frame = new byte[20000];
    private PlugModel model = PlugModel.I82540EM;
    private int length;
    private int start;
    private int offset;
    private boolean contextOfFrame;

    PlugTransmitter(PlugDevice device) {
        this.device = device;
    }

    void reset(PlugModel as) {
        model = as;
        length = 0;
        start = 0;
        offset = 0;
        contextOfFrame = false;
    }

    void run() {
        int head = device.register(Regs.TDH);
        int tail = device.register(Regs.TDT);
        while (head != tail) {
            int descriptor = RING + head * 16;
            int command = device.getInt(descriptor + 8);
            if ((command & Regs.TX_DEXT) != 0 && (command & Regs.TX_DATA) == 0) {
                int context = device.getInt(descriptor + 4);
                start = context & 0xff;
                offset = context >>> 8 & 0xff;
                contextOfFrame = true;
            } else {
                data(descriptor, command);
            }
            head = head + 1 & 31;
        }
        device.write(Regs.TDH, head);
    }

    private void data(int descriptor, int command) {
        long address = device.getLong(descriptor);
        int size = command & 0xfffff;
        if (address >>> 32 != 0) {
            device.complain("a buffer at " + Long.toHexString(address));
        }
        check((int) address, size, command);
        device.get((int) address, frame, length, size);
        length += size;
        int upper = device.getInt(descriptor + 12);
        if ((command & Regs.TX_EOP) != 0) {
            send(command, upper);
        }
        if ((command & (model.isOldest() ? Regs.TX_RPS : Regs.TX_RS)) != 0) {
            device.putInt(descriptor + 12, upper | 1);
        }
    }

    private void check(int address, int size, int command) {
        if (model.isOldest() && (address + size - 1 & 4) == 0 && size > 4) {
            device.complain("a buffer ends in an even dword");
        }
        if (model.isPcix() && length == 0 && size > 2015) {
            device.complain("a first buffer of " + size + " bytes");
        }
        if ((command & Regs.TX_IDE) == 0 != model.isOldest()) {
            device.complain("command " + Integer.toHexString(command) + " asks for the wrong delay");
        }
        if ((command & Regs.TX_VLE) != 0 && !model.tagsInHardware()) {
            device.complain("asked for a tag that its driver should have put in");
        }
    }

    private void send(int command, int upper) {
        if (length < model.padded()) {
            device.complain("a frame of " + length + " bytes was not padded");
        }
        if ((upper >>> 8 & 2) != 0) {
            if (model.isExpress() && !contextOfFrame) {
                device.complain("a frame without a context of its own");
            }
            insertSum();
        }
        byte[] sent = Arrays.copyOf(frame, length);
        if ((command & Regs.TX_VLE) != 0) {
            byte[] tagged = new byte[length + 4];
            System.arraycopy(frame, 0, tagged, 0, 12);
            tagged[12] = (byte) 0x81;
            tagged[14] = (byte) (upper >>> 24);
            tagged[15] = (byte) (upper >>> 16);
            System.arraycopy(frame, 12, tagged, 16, length - 12);
            sent = tagged;
        }
        device.wire.add(sent.length < 60 ? Arrays.copyOf(sent, 60) : sent);
        length = 0;
        contextOfFrame = false;
        device.raiseSent();
    }

    private void insertSum() {
        long sum = 0;
        for (int i = start; i + 1 < length; i += 2) {
            sum += (frame[i] & 0xff) << 8 | frame[i + 1] & 0xff;
        }
        if ((length - start & 1) != 0) {
            sum += (frame[length - 1] & 0xff) << 8;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        frame[offset] = (byte) (~sum >>> 8);
        frame[offset + 1] = (byte) ~sum;
    }
}
