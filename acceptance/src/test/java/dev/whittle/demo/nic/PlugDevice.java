package dev.whittle.demo.nic;

import dev.whittle.demo.device.DeviceAccess;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A controller in memory: registers, rings and wire of one of the five models. It goes by what the driver writes into its registers, and
 * complains of what the model's manual forbids. Powered on again it keeps what lies in its memory, as a slot's memory would.
 */
final class PlugDevice implements DeviceAccess {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int RX_RING = 0x101000;
    private static final int RX_BUFFERS = 0x300000;

    private final byte[] memory = new byte[0x2000 + 0x20000 + 0x10000];
    private final int[] registers = new int[0x6000 >> 2];
    private final PlugEeprom eeprom = new PlugEeprom();
    private final PlugTransmitter transmitter = new PlugTransmitter(this);
    private final byte[] written = new byte[10000];
    private final Consumer<String> complaints;
    private PlugModel model = PlugModel.I82540EM;
    private Random noise = new Random(0);
    private int given;
    private int last;
    private boolean interrupting;

    final Queue<byte[]> wire = new ArrayDeque<>();

    PlugDevice(Consumer<String> complaints) {
        this.complaints = complaints;
    }

    void powerOn(PlugModel as, long seed) {
        model = as;
        noise = new Random(seed);
        Arrays.fill(registers, 0);
        registers[Regs.STATUS >> 2] = 2;
        eeprom.reset(as);
        transmitter.reset(as);
        wire.clear();
        given = 0;
        interrupting = false;
    }

    PlugModel model() {
        return model;
    }

    void complain(String what) {
        complaints.accept(model + ": " + what);
    }

    /** The register that was read or written last. */
    int lastTouched() {
        return last;
    }

    int register(int offset) {
        return registers[offset >> 2];
    }

    @Override
    public int configRead(int offset) {
        return offset == 0 ? model.id : 0;
    }

    @Override
    public void configWrite(int offset, int value) {
        if ((value & 0x10) != 0 && model != PlugModel.I82540EM) {
            complain("write and invalidate off plain PCI");
        }
    }

    @Override
    public int read(int offset) {
        last = offset;
        int value = registers[offset >> 2];
        if (offset == Regs.EERD) {
            return eeprom.read();
        }
        if (offset == Regs.EECD) {
            return eeprom.pins();
        }
        if (offset == Regs.MDIC) {
            return transceiver(value);
        }
        if (offset == Regs.ICR) {
            return cause(value);
        }
        if (offset >= 0x4000 && offset < 0x5000) {
            registers[offset >> 2] = 0;
            if (model.isOldest() && offset == 0x40b4) {
                complain("a counter of the management engine was read");
            }
        }
        return value;
    }

    private int cause(int value) {
        registers[Regs.ICR >> 2] = 0;
        if (!model.isExpress()) {
            return value;
        }
        if ((value & registers[Regs.IMS >> 2]) == 0) {
            return value;
        }
        registers[Regs.IMS >> 2] = 0;
        return value | 1 << 31;
    }

    private int transceiver(int command) {
        int answer = switch (command >>> 16 & 31) {
            case 1 -> 4;
            case 2 -> model.transceiver >>> 16;
            case 3 -> model.transceiver & 0xffff | noise.nextInt(16);
            default -> 0;
        };
        return 1 << 28 | answer;
    }

    @Override
    public void write(int offset, int value) {
        last = offset;
        if (model.isOldest() && (offset == Regs.ITR || offset == Regs.RADV || offset == Regs.TADV)) {
            complain("a write to register " + Integer.toHexString(offset) + ", which it lacks");
        }
        switch (offset) {
            case Regs.EERD -> eeprom.start(value);
            case Regs.EECD -> eeprom.drive(value);
            case Regs.MANC -> {
                if (model.isOldest()) {
                    complain("it has no management engine");
                }
            }
            case Regs.IMC -> registers[Regs.IMS >> 2] &= ~value;
            case Regs.IMS -> enable(value);
            case Regs.RDT -> giveBack(value);
            case Regs.TDT -> {
                registers[offset >> 2] = value;
                transmitter.run();
            }
            default -> registers[offset >> 2] = value;
        }
    }

    private void enable(int causes) {
        if (registers[Regs.IMS >> 2] != 0) {
            complain("interrupts were not masked while one was handled");
        }
        boolean queues = (causes & Regs.ICR_RXQ0) != 0;
        if (queues != model.isExpress()) {
            complain("causes of queues: " + queues);
        }
        registers[Regs.IMS >> 2] = causes;
    }

    /** Takes descriptors from the driver, which must have made them ready. */
    private void giveBack(int tail) {
        int from = registers[Regs.RDT >> 2];
        registers[Regs.RDT >> 2] = tail;
        if (tail == 0 && from == 0) {
            return;
        }
        int count = tail - from & 31;
        if (given > 0 && count > model.batch) {
            complain("given back " + count + " descriptors at once");
        }
        given++;
        for (int i = from; i != tail; i = i + 1 & 31) {
            int descriptor = RX_RING + i * 16;
            boolean ready = model.isExpress()
                    ? getLong(descriptor + 8) == 0 && getLong(descriptor) == RX_BUFFERS + i * 2048L
                    : getInt(descriptor + 12) == 0 && getInt(descriptor) == RX_BUFFERS + i * 2048;
            if (!ready) {
                complain("descriptor " + i + " was given back as " + Long.toHexString(getLong(descriptor + 8)));
            }
        }
    }

    /** Receives a frame from the wire; false if the driver has not given back descriptors enough. */
    boolean receive(PlugFrame frame) {
        boolean stripped = frame.tag != 0 && (registers[0] & Regs.CTRL_VME) != 0;
        byte[] bytes = stripped ? frame.untagged : frame.onWire();
        int length = bytes.length;
        System.arraycopy(bytes, 0, written, 0, length);
        if ((registers[Regs.RCTL >> 2] & 1 << 26) == 0) {
            written[length] = written[length + 1] = written[length + 2] = written[length + 3] = (byte) 0xcc;
            length += 4;
        }
        int head = registers[Regs.RDH >> 2];
        if ((registers[Regs.RDT >> 2] - head & 31) * 2048 < length) {
            return false;
        }
        int status = Regs.RX_DD | status(frame, frame.tag == 0 || stripped);
        int special = stripped ? frame.tag : noise.nextInt(0x10000);
        for (int at = 0; at < length; at += 2048) {
            int size = Math.min(2048, length - at);
            boolean whole = at + size == length;
            put((int) getLong(RX_RING + head * 16), written, at, size);
            int said = whole ? status | Regs.RX_EOP | (stripped ? Regs.RX_VP : 0) : Regs.RX_DD;
            writeBack(
                    RX_RING + head * 16,
                    size,
                    said,
                    whole ? errors(frame, frame.tag == 0 || stripped) : 0,
                    special,
                    frame);
            head = head + 1 & 31;
        }
        registers[Regs.RDH >> 2] = head;
        registers[0x4074 >> 2]++;
        raiseReceived();
        return true;
    }

    private void writeBack(int descriptor, int size, int status, int errors, int special, PlugFrame frame) {
        if ((registers[Regs.RFCTL >> 2] & 1 << 15) != 0) {
            int extended = status | (frame.stamped && (status & Regs.RX_EOP) != 0 ? Regs.RX_STAMP : 0);
            putLong(descriptor, (long) frame.hash << 32 | noise.nextInt() & 0xffffffffL);
            putLong(descriptor + 8, (long) special << 48 | (long) size << 32 | (errors << 24 | extended) & 0xffffffffL);
        } else {
            long upper = (long) special << 16 | errors << 8 | status & 0xff;
            putLong(descriptor + 8, upper << 32 | (long) noise.nextInt(0x10000) << 16 | size);
        }
    }

    /** What the controller says of the checksums; where a bit means nothing, it may say anything. */
    private int status(PlugFrame frame, boolean parsed) {
        int status = frame.inexact ? Regs.RX_PIF : 0;
        if (frame.unsummed) {
            return status | Regs.RX_IXSM | noise.nextInt(8) << 4 & ~Regs.RX_PIF;
        }
        if (!parsed) {
            return status;
        }
        if (frame.type == 0x0800) {
            status |= Regs.RX_IPCS;
        }
        if (frame.type == 0x88b5) {
            status |= noise.nextInt(2) * Regs.RX_TCPCS;
        } else if (!frame.fragment) {
            boolean own = model.isExpress() && frame.protocol == PlugFrame.UDP;
            status |= own ? Regs.RX_UDPCS : Regs.RX_TCPCS;
        } else if (!model.isExpress()) {
            status |= noise.nextInt(2) * Regs.RX_UDPCS;
        }
        return status;
    }

    private static int errors(PlugFrame frame, boolean parsed) {
        int errors = frame.crcError ? Regs.ERR_CE : 0;
        if (frame.sequenceError) {
            errors |= Regs.ERR_SEQ;
        }
        if (parsed && frame.badHeaderSum) {
            errors |= Regs.ERR_IPE;
        }
        if (parsed && frame.badTransportSum) {
            errors |= Regs.ERR_TCPE;
        }
        return errors;
    }

    private void raiseReceived() {
        raise(
                switch (noise.nextInt(4)) {
                    case 0 -> Regs.ICR_RXDMT0;
                    case 1 -> model.isExpress() ? Regs.ICR_RXQ0 : Regs.ICR_RXT0;
                    default -> Regs.ICR_RXT0;
                });
    }

    void raiseSent() {
        raise(
                switch (noise.nextInt(4)) {
                    case 0 -> model.isOldest() ? Regs.ICR_TXDW : Regs.ICR_TXD_LOW;
                    case 1 -> model.isExpress() ? Regs.ICR_TXQ0 : Regs.ICR_TXQE;
                    default -> Regs.ICR_TXDW;
                });
    }

    private void raise(int cause) {
        registers[Regs.ICR >> 2] |= cause;
    }

    /** Whether the interrupt line is up, as the driver's answer must have it. */
    boolean isInterrupting() {
        int cause = registers[Regs.ICR >> 2];
        return model.isExpress() ? (cause & registers[Regs.IMS >> 2]) != 0 : cause != 0;
    }

    /** Where the rings and buffers, which lie far from one another on the bus, lie here. */
    private static int at(int address) {
        return switch (address >>> 20) {
            case 1 -> address & 0x1fff;
            case 2 -> 0x2000 + (address & 0x1ffff);
            case 3 -> 0x22000 + (address & 0xffff);
            default -> throw new IllegalArgumentException("address " + Integer.toHexString(address));
        };
    }

    @Override
    public int getInt(int address) {
        return (int) INT.get(memory, at(address));
    }

    @Override
    public long getLong(int address) {
        return (long) LONG.get(memory, at(address));
    }

    @Override
    public void putInt(int address, int value) {
        INT.set(memory, at(address), value);
    }

    @Override
    public void putLong(int address, long value) {
        LONG.set(memory, at(address), value);
    }

    @Override
    public void get(int address, byte[] to, int start, int length) {
        System.arraycopy(memory, at(address), to, start, length);
    }

    @Override
    public void put(int address, byte[] from, int start, int length) {
        System.arraycopy(from, start, memory, at(address), length);
    }

    @Override
    public boolean awaitInterrupt() {
        return isInterrupting();
    }

    @Override
    public void pause(int micros) {}
}
