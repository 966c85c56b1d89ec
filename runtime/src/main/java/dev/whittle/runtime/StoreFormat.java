package dev.whittle.runtime;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The cold store's bytes. Big-endian.
 *
 * <pre>
 * 0   4  magic 'W' 'C' 'S' '1'
 * 4   4  total length of the store in bytes
 * 8   4  length of the head in bytes, from offset 16
 * 12  4  CRC-32 of the head
 * 16  .. head: build id (u16 length, UTF-8), dictionary length (u32), CRC-32 of the dictionary, number of fragments (u32), then for each
 *        fragment id (u32), class name (u16 length, UTF-8), offset from the end of the head (u32), compressed length (u32), CRC-32 of
 *        the compressed bytes, raw length (u32), SHA-256 of the raw class file (32 bytes)
 * ..     the dictionary, then the fragments, each raw deflate (RFC 1951) with the dictionary preset
 * </pre>
 *
 * Thread-safe: immutable.
 */
public final class StoreFormat {
    private static final int MAGIC = 0x57435331;
    private static final int PREFIX = 16;
    /** Larger than any class file that the JVM takes in practice; a store that claims more is hostile or damaged. */
    private static final int MAX_CLASS = 16 << 20;

    private final String build;
    private final byte[] bytes;
    private final int body;
    private final byte[] dictionary;
    private final List<Entry> entries;

    private StoreFormat(String build, byte[] bytes, int body, byte[] dictionary, List<Entry> entries) {
        this.build = build;
        this.bytes = bytes;
        this.body = body;
        this.dictionary = dictionary;
        this.entries = entries;
    }

    /** One fragment of the index. */
    public record Entry(int id, String className, int offset, int compressed, int crc, int raw, byte[] sha256) {}

    /** Damage, with the place in the store. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /**
     * Reads a store and checks it whole, apart from the fragments' own bytes, which {@link #fragment} checks.
     *
     * @throws DamagedException if anything is wrong; the message names the place
     */
    public static StoreFormat parse(byte[] bytes) throws DamagedException {
        if (bytes.length < PREFIX) {
            throw new DamagedException(
                    "it is cut off at byte " + bytes.length + ", inside the first " + PREFIX + " bytes");
        }
        ByteBuffer prefix = ByteBuffer.wrap(bytes);
        if (prefix.getInt() != MAGIC) {
            throw new DamagedException("it does not start with WCS1");
        }
        int total = prefix.getInt();
        if (total != bytes.length) {
            throw new DamagedException("it should have " + total + " bytes and has " + bytes.length);
        }
        int head = prefix.getInt();
        if (head < 0 || head > bytes.length - PREFIX) {
            throw new DamagedException("the length of its head at byte 8 is out of bounds: " + head);
        }
        if (crc(bytes, PREFIX, head) != prefix.getInt()) {
            throw new DamagedException(
                    "the checksum of its head (bytes " + PREFIX + " to " + (PREFIX + head) + ") does not match");
        }
        try {
            return head(bytes, ByteBuffer.wrap(bytes, PREFIX, head), PREFIX + head);
        } catch (BufferUnderflowException e) {
            throw new DamagedException("its head ends too early");
        }
    }

    private static StoreFormat head(byte[] bytes, ByteBuffer in, int body) throws DamagedException {
        String build = text(in);
        int dictionary = in.getInt();
        int dictionaryCrc = in.getInt();
        int count = in.getInt();
        int room = bytes.length - body;
        if (dictionary < 0 || dictionary > room || count < 0) {
            throw new DamagedException("its dictionary or the number of its fragments is out of bounds");
        }
        if (crc(bytes, body, dictionary) != dictionaryCrc) {
            throw new DamagedException("the checksum of its dictionary (bytes " + body + " to " + (body + dictionary)
                    + ") does not match");
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = in.getInt();
            String name = text(in);
            Entry entry = new Entry(id, name, in.getInt(), in.getInt(), in.getInt(), in.getInt(), new byte[32]);
            in.get(entry.sha256());
            if (entry.offset() < dictionary
                    || entry.compressed() < 0
                    || entry.compressed() > room - entry.offset()
                    || entry.raw() < 0
                    || entry.raw() > MAX_CLASS) {
                throw new DamagedException("the index entry of fragment " + id + " is out of bounds");
            }
            entries.add(entry);
        }
        return new StoreFormat(
                build, bytes, body, Arrays.copyOfRange(bytes, body, body + dictionary), List.copyOf(entries));
    }

    private static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.getShort() & 0xffff];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    public String build() {
        return build;
    }

    public List<Entry> entries() {
        return entries;
    }

    /**
     * Returns the class file of a fragment, its digest checked against the index.
     *
     * @throws DamagedException if it cannot be unpacked or is not what the index says
     */
    public byte[] fragment(Entry entry) throws DamagedException {
        if (crc(bytes, body + entry.offset(), entry.compressed()) != entry.crc()) {
            throw new DamagedException("the checksum of " + at(entry) + " does not match");
        }
        Inflater inflater = new Inflater(true);
        byte[] raw = new byte[entry.raw()];
        try {
            if (dictionary.length > 0) {
                inflater.setDictionary(dictionary);
            }
            inflater.setInput(bytes, body + entry.offset(), entry.compressed());
            int got = 0;
            while (got < raw.length) {
                int n = inflater.inflate(raw, got, raw.length - got);
                if (n == 0) {
                    throw new DamagedException(at(entry) + " ends too early");
                }
                got += n;
            }
        } catch (DataFormatException e) {
            throw new DamagedException(at(entry) + " cannot be unpacked (" + e.getMessage() + ")");
        } finally {
            inflater.end();
        }
        if (!MessageDigest.isEqual(sha256(raw), entry.sha256())) {
            throw new DamagedException(at(entry) + " does not have the digest that the index gives");
        }
        return raw;
    }

    private String at(Entry entry) {
        int from = body + entry.offset();
        return "fragment " + entry.id() + " (" + entry.className() + ", bytes " + from + " to "
                + (from + entry.compressed()) + ")";
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java platform has SHA-256", e);
        }
    }

    /** A fragment to be written. */
    public record Raw(int id, String className, byte[] classFile) {}

    /** Returns the bytes of a store. Equal input gives equal bytes on one JDK. */
    public static byte[] write(String build, byte[] dictionary, List<Raw> fragments) {
        java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
        body.writeBytes(dictionary);
        ByteBuffer head = ByteBuffer.allocate(14
                + utf8(build).length
                + fragments.stream()
                        .mapToInt(f -> 54 + utf8(f.className()).length)
                        .sum());
        put(head, build);
        head.putInt(dictionary.length)
                .putInt(crc(dictionary, 0, dictionary.length))
                .putInt(fragments.size());
        for (Raw fragment : fragments) {
            byte[] packed = deflate(fragment.classFile(), dictionary);
            head.putInt(fragment.id());
            put(head, fragment.className());
            head.putInt(body.size())
                    .putInt(packed.length)
                    .putInt(crc(packed, 0, packed.length))
                    .putInt(fragment.classFile().length)
                    .put(sha256(fragment.classFile()));
            body.writeBytes(packed);
        }
        int total = PREFIX + head.position() + body.size();
        return ByteBuffer.allocate(total)
                .putInt(MAGIC)
                .putInt(total)
                .putInt(head.position())
                .putInt(crc(head.array(), 0, head.position()))
                .put(head.array(), 0, head.position())
                .put(body.toByteArray())
                .array();
    }

    private static void put(ByteBuffer out, String text) {
        byte[] utf8 = utf8(text);
        out.putShort((short) utf8.length).put(utf8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] deflate(byte[] raw, byte[] dictionary) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            if (dictionary.length > 0) {
                deflater.setDictionary(dictionary);
            }
            deflater.setInput(raw);
            deflater.finish();
            byte[] out = new byte[raw.length + 64];
            int n = 0;
            while (!deflater.finished()) {
                if (n == out.length) {
                    out = Arrays.copyOf(out, 2 * n);
                }
                n += deflater.deflate(out, n, out.length - n);
            }
            return Arrays.copyOf(out, n);
        } finally {
            deflater.end();
        }
    }
}
