package dev.whittle.demo.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A recorded trace: which device, how many frames each way, and the events. TRACES.md describes the file.
 *
 * @param model the device's label
 * @param frames the frames sent and the frames received while it was recorded
 * @param events the encoded events; not to be changed
 */
public record Trace(String model, int frames, byte[] events) {
    private static final byte[] MAGIC = "WTRC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER = 4 + 2 + 16 + 4 + 4 + 4;
    private static final int LIMIT = 256 << 20;

    /** The trace of this model that is shipped with the program. */
    public static Trace shipped(String model) {
        String name = "/traces/" + model + ".wtrc";
        try (InputStream in = Trace.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new TraceException("There is no trace " + name + " in this program: record it with --record.");
            }
            return decode(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the trace " + name + " could not be read", e);
        }
    }

    /** The bytes of the trace's file; the same for the same trace. */
    public byte[] encode() {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.put(MAGIC).putShort((short) VERSION);
        byte[] label = model.getBytes(StandardCharsets.US_ASCII);
        if (label.length > 16) {
            throw new IllegalArgumentException("the model's name is longer than 16 bytes: " + model);
        }
        header.put(label).position(22);
        header.putInt(frames).putInt(events.length).putInt(checksum(header.array(), events));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        deflater.setInput(events);
        deflater.finish();
        byte[] chunk = new byte[8192];
        while (!deflater.finished()) {
            out.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return out.toByteArray();
    }

    /**
     * Reads a trace's file whole and checks it.
     *
     * @throws TraceException if it is not a trace, of another version, or damaged
     */
    public static Trace decode(byte[] file) {
        if (file.length < HEADER || !startsWithMagic(file)) {
            throw new TraceException("This is not a device trace: it does not begin with WTRC.");
        }
        ByteBuffer header = ByteBuffer.wrap(file, 0, HEADER);
        int version = header.getShort(4);
        if (version != VERSION) {
            throw new TraceException("The trace has version " + version + ", this program reads version " + VERSION
                    + ": record it again.");
        }
        int length = header.getInt(26);
        if (length < 0 || length > LIMIT) {
            throw new TraceException(
                    "The trace claims " + length + " bytes of events: it is damaged, record it again.");
        }
        byte[] events = inflate(file, length);
        if (checksum(file, events) != header.getInt(30)) {
            throw new TraceException(
                    "The trace's checksum does not match its content: it is damaged, record it again.");
        }
        String model = new String(file, 6, 16, StandardCharsets.US_ASCII).replace("\0", "");
        return new Trace(model, header.getInt(22), events);
    }

    private static boolean startsWithMagic(byte[] file) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (file[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] inflate(byte[] file, int length) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(file, HEADER, file.length - HEADER);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 || out.size() + count > length) {
                    break;
                }
                out.write(chunk, 0, count);
            }
            if (!inflater.finished() || out.size() != length || inflater.getRemaining() != 0) {
                throw new TraceException(
                        "The trace is cut short or has bytes too many: it is damaged, record it again.");
            }
            return out.toByteArray();
        } catch (DataFormatException e) {
            throw new TraceException(
                    "The trace cannot be unpacked (" + e.getMessage() + "): it is damaged, record it again.");
        } finally {
            inflater.end();
        }
    }

    private static int checksum(byte[] header, byte[] events) {
        CRC32 crc = new CRC32();
        crc.update(header, 0, HEADER - 4);
        crc.update(events);
        return (int) crc.getValue();
    }
}
