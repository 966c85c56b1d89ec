package dev.whittle.coldstore;

import dev.whittle.runtime.StoreFormat.Raw;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Candidates for the dictionary of a store. Each fragment is unpacked alone, so without one it repeats the constants that all class files of a
 * program share; those stand at the beginning of a class file. A dictionary is stored once and as it is, so it has to earn its bytes.
 */
final class Dictionaries {
    /** Sizes in bytes, from what pays for a handful of fragments up to the window of deflate. */
    private static final int[] SIZES = {512, 2048, 8192, 32768};

    private Dictionaries() {}

    static List<byte[]> of(List<Raw> fragments) {
        if (fragments.size() < 2) {
            return List.of();
        }
        return IntStream.of(SIZES).mapToObj(size -> sample(fragments, size)).toList();
    }

    /** Returns beginnings of fragments that are spread evenly over the store, at most {@code size} bytes in all. */
    private static byte[] sample(List<Raw> fragments, int size) {
        int samples = Math.min(fragments.size(), Math.max(1, size / 512));
        int share = size / samples;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < samples; i++) {
            byte[] bytes =
                    fragments.get((int) ((long) i * fragments.size() / samples)).classFile();
            out.write(bytes, 0, Math.min(share, bytes.length));
        }
        return out.toByteArray();
    }
}
