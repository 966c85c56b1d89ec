package dev.whittle.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The cold store's bytes; the table is in {@code docs/formats/cold-store.md}. Whatever a store claims is checked before it is used.
 *
 * <p>Thread-safe: immutable.
 */
public final class StoreFormat {
    private static final int MAGIC = 0x57435354; // WCST
    private static final int VERSION = 1;
    private static final int PREFIX = 20;
    /** Larger than any class file that the JVM takes in practice; a store that claims more is hostile or damaged. */
    private static final int MAX_CLASS = 16 << 20;
    /** Deflate cannot pack more bytes than this into one. */
    private static final int MAX_RATIO = 1032;
    /** Bytes that a store may have. */
    private static final int MAX_STORE = 1 << 29;

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
    public record Entry(
            int id, String className, String method, int offset, int compressed, int crc, int raw, byte[] sha256) {}

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
            throw new DamagedException("it does not start with WCST");
        }
        int version = prefix.getInt();
        if (version != VERSION) {
            throw new DamagedException("its version at byte 4 is " + version + " and only " + VERSION + " is known");
        }
        int total = prefix.getInt();
        if (total != bytes.length) {
            throw new DamagedException("it should have " + total + " bytes, as byte 8 says, and has " + bytes.length);
        }
        int head = prefix.getInt();
        if (head < 0 || head > bytes.length - PREFIX) {
            throw new DamagedException("the length of its head at byte 12 is out of bounds: " + head);
        }
        if (crc(bytes, PREFIX, head) != prefix.getInt()) {
            throw new DamagedException(
                    "the checksum of its head (bytes " + PREFIX + " to " + (PREFIX + head) + ") does not match");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, PREFIX, head);
        try {
            StoreFormat store = head(bytes, in, PREFIX + head);
            if (in.hasRemaining()) {
                throw new DamagedException("its head goes on after the last fragment, at byte " + in.position());
            }
            return store;
        } catch (BufferUnderflowException e) {
            throw new DamagedException("its head ends too early, at byte " + (PREFIX + head));
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
        int end = dictionary;
        for (int i = 0; i < count; i++) {
            int at = in.position();
            Entry entry = entry(in);
            if (entry.offset() != end
                    || entry.compressed() < 0
                    || entry.compressed() > room - end
                    || entry.raw() < 0
                    || entry.raw() > MAX_CLASS
                    || entry.raw() > (long) MAX_RATIO * entry.compressed()
                    || i > 0 && entry.id() <= entries.get(i - 1).id()) {
                throw new DamagedException(
                        "the index entry of fragment " + entry.id() + " at byte " + at + " is out of bounds");
            }
            end += entry.compressed();
            entries.add(entry);
        }
        if (end != room) {
            throw new DamagedException("nothing accounts for the bytes from " + (body + end) + " on");
        }
        return new StoreFormat(
                build, bytes, body, Arrays.copyOfRange(bytes, body, body + dictionary), List.copyOf(entries));
    }

    private static Entry entry(ByteBuffer in) {
        Entry entry = new Entry(
                in.getInt(), text(in), text(in), in.getInt(), in.getInt(), in.getInt(), in.getInt(), new byte[32]);
        in.get(entry.sha256());
        return entry;
    }

    /** Reads a stream to its end, which has to come within the size of the largest store. */
    static byte[] readBounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_STORE + 1);
        if (bytes.length > MAX_STORE) {
            throw new DamagedException("it has more than " + MAX_STORE + " bytes");
        }
        return bytes;
    }

    private static String text(ByteBuffer in) {
        byte[] utf8 = new byte[in.getShort() & 0xffff];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Returns the id of the build that the store belongs to. */
    public String build() {
        return build;
    }

    /** Returns the index, ascending by id. */
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
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
                throw new DamagedException(at(entry) + " does not end where the index says");
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

    /** Returns a copy of the dictionary, empty if there is none. */
    public byte[] dictionary() {
        return dictionary.clone();
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

    /**
     * A fragment to be written.
     *
     * @param id number in the store, 0 or more
     * @param className internal name of the class
     * @param method the original method, for people
     * @param classFile not modified
     */
    public record Raw(int id, String className, String method, byte[] classFile) {}

    /**
     * Returns the bytes of a store. Equal input gives equal bytes on one JDK (zlib's versions pack differently).
     *
     * @param dictionary preset for each fragment, at most 32768 bytes of use; may be empty
     * @throws IllegalArgumentException if two fragments share an id, or something is larger than the format allows
     */
    public static byte[] write(String build, byte[] dictionary, List<Raw> fragments) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Raw> ordered =
                fragments.stream().sorted(Comparator.comparingInt(Raw::id)).toList();
        body.writeBytes(dictionary);
        head.writeBytes(text(build));
        head.writeBytes(ints(dictionary.length, crc(dictionary, 0, dictionary.length), ordered.size()));
        int last = -1;
        for (Raw fragment : ordered) {
            if (fragment.id() <= last || fragment.classFile().length > MAX_CLASS) {
                throw new IllegalArgumentException("fragment " + fragment.id() + " is there twice or too large");
            }
            last = fragment.id();
            byte[] packed = deflate(fragment.classFile(), dictionary);
            head.writeBytes(ints(fragment.id()));
            head.writeBytes(text(fragment.className()));
            head.writeBytes(text(fragment.method()));
            head.writeBytes(
                    ints(body.size(), packed.length, crc(packed, 0, packed.length), fragment.classFile().length));
            head.writeBytes(sha256(fragment.classFile()));
            body.writeBytes(packed);
        }
        long total = (long) PREFIX + head.size() + body.size();
        if (total > MAX_STORE) {
            throw new IllegalArgumentException("a store of " + total + " bytes is too large");
        }
        return ByteBuffer.allocate((int) total)
                .put(ints(MAGIC, VERSION, (int) total, head.size(), crc(head.toByteArray(), 0, head.size())))
                .put(head.toByteArray())
                .put(body.toByteArray())
                .array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length);
        out.asIntBuffer().put(values);
        return out.array();
    }

    private static byte[] text(String text) {
        byte[] utf8 = utf8(text);
        if (utf8.length > 0xffff) {
            throw new IllegalArgumentException("a name of " + utf8.length + " bytes is too long");
        }
        return ByteBuffer.allocate(2 + utf8.length)
                .putShort((short) utf8.length)
                .put(utf8)
                .array();
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
