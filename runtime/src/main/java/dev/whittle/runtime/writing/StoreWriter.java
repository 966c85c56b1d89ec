package dev.whittle.runtime.writing;

import dev.whittle.runtime.StoreFormat;
import dev.whittle.runtime.StoreFormat.Raw;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes what {@link StoreFormat} reads. Whittled programs are shipped without it. Stateless. */
public final class StoreWriter {
    /**
     * Bytes of fragments that are packed together, unless one alone has more. What they share is stored once: twice as much makes a store three
     * per cent smaller, and the first fragment of a block late by as much again.
     */
    private static final int BLOCK = 1 << 17;

    private StoreWriter() {}

    /**
     * Returns the bytes of a store. Equal input gives equal bytes on one JDK (zlib's versions pack differently).
     *
     * @throws IllegalArgumentException if two fragments share an id, or something is larger than the format allows
     */
    public static byte[] write(String build, List<Raw> fragments) {
        List<Raw> ordered =
                fragments.stream().sorted(Comparator.comparingInt(Raw::id)).toList();
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        int last = -1;
        for (Raw fragment : ordered) {
            byte[] classFile = fragment.classFile();
            if (fragment.id() <= last || classFile.length == 0 || classFile.length > StoreFormat.MAX_CLASS) {
                throw new IllegalArgumentException("fragment " + fragment.id() + " is there twice, empty or too large");
            }
            last = fragment.id();
            if (open.size() > 0 && open.size() + classFile.length > BLOCK) {
                close(open, blocks, body);
            }
            open.writeBytes(classFile);
            index.writeBytes(ints(fragment.id()));
            index.writeBytes(text(fragment.className()));
            index.writeBytes(text(fragment.method()));
            index.writeBytes(ints(classFile.length));
        }
        if (open.size() > 0) {
            close(open, blocks, body);
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(text(build));
        head.writeBytes(ints(blocks.size() / 12));
        head.writeBytes(blocks.toByteArray());
        head.writeBytes(ints(ordered.size()));
        head.writeBytes(index.toByteArray());
        byte[] packed = deflate(head.toByteArray());
        long total = (long) StoreFormat.PREFIX + packed.length + body.size();
        if (total > StoreFormat.MAX_STORE || head.size() > StoreFormat.MAX_HEAD) {
            throw new IllegalArgumentException("a store of " + total + " bytes is too large");
        }
        return ByteBuffer.allocate((int) total)
                .put(ints(StoreFormat.MAGIC, StoreFormat.VERSION, (int) total, packed.length, head.size(), crc(packed)))
                .put(packed)
                .put(body.toByteArray())
                .array();
    }

    private static void close(ByteArrayOutputStream open, ByteArrayOutputStream blocks, ByteArrayOutputStream body) {
        byte[] packed = deflate(open.toByteArray());
        blocks.writeBytes(ints(packed.length, crc(packed), open.size()));
        body.writeBytes(packed);
        open.reset();
    }

    private static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length);
        out.asIntBuffer().put(values);
        return out.array();
    }

    private static byte[] text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 0xffff) {
            throw new IllegalArgumentException("a name of " + utf8.length + " bytes is too long");
        }
        return ByteBuffer.allocate(2 + utf8.length)
                .putShort((short) utf8.length)
                .put(utf8)
                .array();
    }

    private static byte[] deflate(byte[] raw) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
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

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
