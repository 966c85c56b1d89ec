package dev.whittle.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.SoftReference;
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
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The cold store's bytes; the table is in {@code docs/formats/cold-store.md}. Whatever a store claims is checked before it is used.
 *
 * <p>Thread-safe: immutable, but for the block that was unpacked last, which any thread may replace.
 */
public final class StoreFormat {
    /** The first bytes of a store, {@code WCST}. */
    public static final int MAGIC = 0x57435354;

    /** The only version that is read. */
    public static final int VERSION = 2;

    /** Bytes before the head. */
    public static final int PREFIX = 24;

    /** Larger than any class file that the JVM takes in practice; a store that claims more is hostile or damaged. */
    public static final int MAX_CLASS = 16 << 20;
    /** Deflate cannot pack more bytes than this into one. */
    private static final int MAX_RATIO = 1032;
    /** Bytes that a store may have. */
    public static final int MAX_STORE = 1 << 29;
    /** Bytes that an unpacked head may have. */
    public static final int MAX_HEAD = 1 << 26;

    private final String build;
    private final byte[] bytes;
    private final List<Block> blocks;
    private final List<Entry> entries;
    private volatile @Nullable SoftReference<Unpacked> last;

    private StoreFormat(String build, byte[] bytes, List<Block> blocks, List<Entry> entries) {
        this.build = build;
        this.bytes = bytes;
        this.blocks = blocks;
        this.entries = entries;
    }

    /**
     * One fragment of the index.
     *
     * @param block number of the block that it is packed in
     * @param offset where it begins in that block, unpacked
     * @param length of its class file, in bytes
     */
    public record Entry(int id, String className, String method, int block, int offset, int length) {}

    /** Fragments that are packed together: where in the store, and how many bytes they have unpacked. */
    private static final class Block {
        private final int from;
        private final int packed;
        private final int crc;
        private final int raw;

        Block(int from, int packed, int crc, int raw) {
            this.from = from;
            this.packed = packed;
            this.crc = crc;
            this.raw = raw;
        }
    }

    /** A block's fragments. */
    private static final class Unpacked {
        private final int block;
        private final byte[] bytes;

        Unpacked(int block, byte[] bytes) {
            this.block = block;
            this.bytes = bytes;
        }
    }

    /** Damage, with the place in the store. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    /**
     * Reads a store and checks its head; {@link #fragment} checks the rest.
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
        int packed = prefix.getInt();
        int raw = prefix.getInt();
        if (packed < 0 || packed > bytes.length - PREFIX) {
            throw new DamagedException("the length of its head at byte 12 is out of bounds: " + packed);
        }
        if (raw < 0 || raw > MAX_HEAD || raw > (long) MAX_RATIO * packed) {
            throw new DamagedException("the length of its unpacked head at byte 16 is out of bounds: " + raw);
        }
        String place = "its head (bytes " + PREFIX + " to " + (PREFIX + packed) + ")";
        ByteBuffer in = ByteBuffer.wrap(unpacked(bytes, new Block(PREFIX, packed, prefix.getInt(), raw), place));
        try {
            StoreFormat store = head(bytes, in, PREFIX + packed);
            if (in.hasRemaining()) {
                throw new DamagedException(
                        "its head goes on after the last fragment, at byte " + in.position() + " of it");
            }
            return store;
        } catch (BufferUnderflowException e) {
            throw new DamagedException("its head ends too early, at byte " + raw + " of it");
        }
    }

    private static StoreFormat head(byte[] bytes, ByteBuffer in, int body) throws DamagedException {
        String build = text(in);
        List<Block> blocks = new ArrayList<>();
        int end = body;
        for (int i = in.getInt(); i > 0; i--) {
            Block block = new Block(end, in.getInt(), in.getInt(), in.getInt());
            if (block.packed < 0
                    || block.packed > bytes.length - end
                    || block.raw <= 0
                    || block.raw > MAX_CLASS
                    || block.raw > (long) MAX_RATIO * block.packed) {
                throw new DamagedException("block " + blocks.size() + " at byte " + end + " is out of bounds");
            }
            end += block.packed;
            blocks.add(block);
        }
        if (end != bytes.length) {
            throw new DamagedException("nothing accounts for the bytes from " + end + " on");
        }
        return new StoreFormat(build, bytes, List.copyOf(blocks), entries(in, blocks));
    }

    /** The fragments fill the blocks one after the other, with nothing between and nothing left. */
    private static List<Entry> entries(ByteBuffer in, List<Block> blocks) throws DamagedException {
        List<Entry> entries = new ArrayList<>();
        int block = -1;
        int at = 0;
        int left = 0;
        for (int i = in.getInt(); i > 0; i--) {
            if (left == 0) {
                block++;
                at = 0;
                left = block < blocks.size() ? blocks.get(block).raw : 0;
            }
            Entry entry = new Entry(in.getInt(), text(in), text(in), block, at, in.getInt());
            int before = entries.isEmpty() ? -1 : entries.get(entries.size() - 1).id;
            if (entry.length <= 0 || entry.length > left || entry.id <= before) {
                throw new DamagedException("the index entry of fragment " + entry.id + " is out of bounds");
            }
            at += entry.length;
            left -= entry.length;
            entries.add(entry);
        }
        if (left != 0 || block != blocks.size() - 1) {
            throw new DamagedException("no fragment accounts for the end of block " + Math.max(block, 0));
        }
        return List.copyOf(entries);
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
     * Returns the class file of a fragment. Who pinned its digest has to compare it.
     *
     * @throws DamagedException if its block cannot be unpacked
     */
    public byte[] fragment(Entry entry) throws DamagedException {
        SoftReference<Unpacked> reference = last;
        Unpacked block = reference == null ? null : reference.get();
        if (block == null || block.block != entry.block) {
            Block packed = blocks.get(entry.block);
            String place = "block " + entry.block + " (bytes " + packed.from + " to " + (packed.from + packed.packed)
                    + "), which holds fragment " + entry.id + " (" + entry.className + "),";
            block = new Unpacked(entry.block, unpacked(bytes, packed, place));
            last = new SoftReference<>(block);
        }
        return Arrays.copyOfRange(block.bytes, entry.offset, entry.offset + entry.length);
    }

    /** @param place what it is, for messages */
    private static byte[] unpacked(byte[] bytes, Block block, String place) throws DamagedException {
        if (crc(bytes, block.from, block.packed) != block.crc) {
            throw new DamagedException("the checksum of " + place + " does not match");
        }
        Inflater inflater = new Inflater(true);
        byte[] raw = new byte[block.raw];
        try {
            inflater.setInput(bytes, block.from, block.packed);
            int got = 0;
            while (got < raw.length) {
                int n = inflater.inflate(raw, got, raw.length - got);
                if (n == 0) {
                    throw new DamagedException(place + " ends too early");
                }
                got += n;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
                throw new DamagedException(place + " does not end where it should");
            }
        } catch (DataFormatException e) {
            throw new DamagedException(place + " cannot be unpacked (" + e.getMessage() + ")");
        } finally {
            inflater.end();
        }
        return raw;
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
}
