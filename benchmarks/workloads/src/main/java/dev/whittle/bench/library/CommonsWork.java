package dev.whittle.bench.library;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.collections4.bag.HashBag;
import org.apache.commons.collections4.bidimap.TreeBidiMap;
import org.apache.commons.collections4.list.TreeList;
import org.apache.commons.collections4.map.LRUMap;
import org.apache.commons.collections4.trie.PatriciaTrie;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** commons-collections4, commons-compress and commons-math3. */
public final class CommonsWork {
    private CommonsWork() {}

    /** A bag, a map in two directions and one that forgets. */
    public static final class Collections implements LongSupplier {
        private final List<String> words = Data.words(80, 12);
        private final LRUMap<String, Integer> recent = new LRUMap<>(50);
        private int next;

        @Override
        public long getAsLong() {
            HashBag<String> bag = new HashBag<>();
            TreeBidiMap<String, Integer> both = new TreeBidiMap<>();
            TreeList<Integer> list = new TreeList<>();
            long sum = 0;
            for (int i = 0; i < 30; i++) {
                String word = words.get(next++ * 7 % 80);
                bag.add(word);
                both.put(word, i);
                list.add(list.size() / 2, i);
                Integer before = recent.put(word, i);
                sum = sum * 31 + (before == null ? 3 : before);
            }
            return sum + bag.uniqueSet().size() * 100L + both.inverseBidiMap().size() + list.get(7) + recent.size();
        }
    }

    /** A Patricia trie: words put in, looked up and walked by prefix. */
    public static final class Trie implements LongSupplier {
        private final List<String> words = Data.words(120, 13);
        private int next;

        @Override
        public long getAsLong() {
            PatriciaTrie<Integer> trie = new PatriciaTrie<>();
            for (int i = 0; i < 25; i++) {
                trie.put(words.get(next++ % 120), i);
            }
            long sum = trie.size();
            for (int i = 0; i < 20; i++) {
                Integer found = trie.get(words.get((next + i * 3) % 120));
                sum = sum * 31 + (found == null ? 1 : found);
            }
            return sum + trie.prefixMap("ka").size() + trie.firstKey().hashCode();
        }
    }

    /** Blocks of LZ4, in Java alone. */
    public static final class Lz4Blocks implements LongSupplier {
        private final byte[][] inputs = {Data.compressible(1500, 14), Data.compressible(700, 15)};
        private int next;

        @Override
        public long getAsLong() {
            byte[] input = inputs[next++ % 2];
            try {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (BlockLZ4CompressorOutputStream out = new BlockLZ4CompressorOutputStream(packed)) {
                    out.write(input);
                }
                try (BlockLZ4CompressorInputStream in =
                        new BlockLZ4CompressorInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
                    return packed.size() * 31L + Arrays.hashCode(in.readAllBytes());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** An archive of tar, written and read. */
    public static final class Tar implements LongSupplier {
        private final byte[] content = Data.bytes(700, 16);
        private int next;

        @Override
        public long getAsLong() {
            try {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (TarArchiveOutputStream out = new TarArchiveOutputStream(packed)) {
                    for (int i = 0; i < 3; i++) {
                        TarArchiveEntry entry = new TarArchiveEntry("folder/file-" + next++ % 100);
                        entry.setModTime(1_600_000_000_000L);
                        entry.setSize(content.length);
                        out.putArchiveEntry(entry);
                        out.write(content);
                        out.closeArchiveEntry();
                    }
                }
                long sum = packed.size();
                try (TarArchiveInputStream in =
                        new TarArchiveInputStream(new ByteArrayInputStream(packed.toByteArray()))) {
                    for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                        sum = sum * 31 + entry.getName().hashCode() + in.readAllBytes().length;
                    }
                }
                return sum;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A Fourier transform, there and back. */
    public static final class Fourier implements LongSupplier {
        private final FastFourierTransformer transformer = new FastFourierTransformer(DftNormalization.STANDARD);
        private final double[] signal = new double[128];
        private int next;

        @Override
        public long getAsLong() {
            for (int i = 0; i < signal.length; i++) {
                signal[i] = (i * 37 + next) % 101;
            }
            next++;
            Complex[] there = transformer.transform(signal, TransformType.FORWARD);
            Complex[] back = transformer.transform(there, TransformType.INVERSE);
            return Math.round(there[3].abs() * 1000) * 31 + Math.round(back[9].getReal() * 1000);
        }
    }
}
