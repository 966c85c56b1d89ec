package dev.whittle.bench.library;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.netty.util.collection.IntObjectHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.roaringbitmap.RoaringBitmap;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/** Netty, lz4-java, XZ, RoaringBitmap and Mustache. */
public final class BufferWork {
    private BufferWork() {}

    /** A pooled buffer on the heap, written and read. */
    public static final class NettyPooled implements LongSupplier {
        private final PooledByteBufAllocator pool = new PooledByteBufAllocator(false);
        private final byte[] payload = Data.bytes(100, 1);
        private int next;

        @Override
        public long getAsLong() {
            ByteBuf buffer = pool.heapBuffer(64);
            try {
                for (int i = 0; i < 4; i++) {
                    buffer.writeInt(next++).writeShort(i).writeLong(next * 31L).writeBytes(payload);
                }
                long sum = 0;
                while (buffer.readableBytes() > 110) {
                    sum = sum * 31 + buffer.readInt() + buffer.readUnsignedShort() + buffer.readLong();
                    sum += buffer.readSlice(100).getByte(Math.floorMod(next, 100));
                }
                return sum + ByteBufUtil.hashCode(buffer);
            } finally {
                buffer.release();
            }
        }
    }

    /** Text in buffers: UTF-8, hexadecimal, numbers and names of headers. */
    public static final class NettyText implements LongSupplier {
        private final String[] texts = {Data.text(12, 2), "h\u00e9llo w\u00f6rld " + Data.text(5, 3)};
        private int next;

        @Override
        public long getAsLong() {
            String text = texts[next++ % 2];
            ByteBuf buffer = Unpooled.buffer(16);
            ByteBufUtil.writeUtf8(buffer, text);
            long sum = ByteBufUtil.hexDump(buffer).hashCode();
            sum = sum * 31 + buffer.indexOf(0, buffer.writerIndex(), (byte) '.');
            sum = sum * 31 + buffer.toString(StandardCharsets.UTF_8).hashCode();
            AsciiString name = new AsciiString("Content-Length-" + next % 10);
            return sum + name.toLowerCase().hashCode() + (name.contentEqualsIgnoreCase("content-length-3") ? 1 : 0);
        }
    }

    /** A map from int, and several buffers seen as one. */
    public static final class NettyMaps implements LongSupplier {
        private final byte[] payload = Data.bytes(50, 4);
        private int next;

        @Override
        public long getAsLong() {
            IntObjectHashMap<String> map = new IntObjectHashMap<>();
            for (int i = 0; i < 20; i++) {
                map.put(next++ * 37 % 101, "v");
            }
            ByteBuf whole = Unpooled.wrappedBuffer(
                    Unpooled.wrappedBuffer(payload), Unpooled.copyInt(next), Unpooled.wrappedBuffer(payload));
            long sum = map.size();
            for (int at = 0; at < whole.capacity() - 8; at += 7) {
                sum = sum * 31 + whole.getInt(at);
            }
            whole.release();
            return sum;
        }
    }

    /** LZ4 and xxHash, in safe Java. */
    public static final class Lz4 implements LongSupplier {
        private final byte[][] inputs = {Data.compressible(3000, 5), Data.compressible(900, 6)};
        private final LZ4Compressor fast = LZ4Factory.safeInstance().fastCompressor();
        private final XXHashFactory hashes = XXHashFactory.safeInstance();
        private int next;

        @Override
        public long getAsLong() {
            byte[] input = inputs[next++ % 2];
            byte[] packed = fast.compress(input);
            byte[] back = LZ4Factory.safeInstance().fastDecompressor().decompress(packed, input.length);
            return packed.length
                    + hashes.hash32().hash(back, 0, back.length, 7)
                    + hashes.hash64().hash(back, 0, back.length, 7);
        }
    }

    /** A stream of XZ, unpacked. */
    public static final class Xz implements LongSupplier {
        private final byte[] packed = packed();

        private static byte[] packed() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                LZMA2Options options = new LZMA2Options(1);
                // An unpacker takes so much memory each time: with the usual megabyte that would be what is measured.
                options.setDictSize(1 << 14);
                try (XZOutputStream xz = new XZOutputStream(out, options, XZ.CHECK_CRC32)) {
                    xz.write(Data.compressible(2000, 7));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return out.toByteArray();
        }

        @Override
        public long getAsLong() {
            try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(packed))) {
                return Arrays.hashCode(in.readAllBytes());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Compressed bitmaps, joined and cut. */
    public static final class Bitmaps implements LongSupplier {
        private final int[] numbers = Data.numbers(400, 200_000, 8);
        private int next;

        @Override
        public long getAsLong() {
            RoaringBitmap one = new RoaringBitmap();
            RoaringBitmap other = new RoaringBitmap();
            for (int i = 0; i < 60; i++) {
                one.add(numbers[(next + i) % 400]);
                other.add(numbers[(next + i * 3) % 400]);
            }
            one.add(1000L, 1500L + next % 100L);
            one.runOptimize();
            next += 17;
            long sum = RoaringBitmap.and(one, other).getCardinality();
            sum = sum * 31 + RoaringBitmap.or(one, other).hashCode();
            sum = sum * 31 + RoaringBitmap.andNot(one, other).last();
            return sum + one.rank(100_000);
        }
    }

    /** A template with lists, conditions and escapes. */
    public static final class Templates implements LongSupplier {
        private final Mustache page = new DefaultMustacheFactory()
                .compile(
                        new StringReader("<h1>{{title}}</h1>{{#items}}<li>{{name}}{{#sale}} <b>{{price}}</b>{{/sale}}"
                                + "</li>{{/items}}{{^items}}none{{/items}}<p>{{{raw}}}</p>"),
                        "page");
        private final List<String> words = Data.words(60, 9);
        private int next;

        @Override
        public long getAsLong() {
            List<Map<String, Object>> items = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                items.add(Map.of("name", words.get(next++ % 60) + " & co", "sale", i % 2 == 0, "price", next % 50));
            }
            StringWriter out = new StringWriter();
            page.execute(out, Map.of("title", "A <list>", "items", items, "raw", "<i>raw</i>"));
            return out.toString().hashCode();
        }
    }
}
