package dev.whittle.bench.library;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.binary.Base64;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.apache.commons.codec.language.Metaphone;

/** commons-codec. */
public final class CodecWork {
    private CodecWork() {}

    /** Bytes to Base64 and Base32 and back. */
    public static final class Bases implements LongSupplier {
        private final byte[][] inputs = {Data.bytes(400, 1), Data.bytes(61, 2), Data.bytes(1022, 3)};
        private final Base64 base64 = new Base64();
        private final Base32 base32 = new Base32();
        private int next;

        @Override
        public long getAsLong() {
            byte[] input = inputs[next++ % inputs.length];
            byte[] text = base64.encode(input);
            byte[] other = base32.encode(input);
            return 31L * text.length + Arrays.hashCode(base64.decode(text)) + Arrays.hashCode(base32.decode(other));
        }
    }

    /** Hexadecimal text and 128-bit Murmur hashes. */
    public static final class Hashes implements LongSupplier {
        private final byte[][] inputs = {Data.bytes(100, 1), Data.bytes(333, 2), Data.bytes(1000, 3)};
        private int next;

        @Override
        public long getAsLong() {
            byte[] input = inputs[next++ % inputs.length];
            long[] hash = MurmurHash3.hash128x64(input);
            return hash[0] + hash[1] + Hex.encodeHexString(input).hashCode() + MurmurHash3.hash32x86(input);
        }
    }

    /** Words by their sound. */
    public static final class Sounds implements LongSupplier {
        private final List<String> words = Data.words(200, 4);
        private final DoubleMetaphone twice = new DoubleMetaphone();
        private final Metaphone once = new Metaphone();
        private int next;

        @Override
        public long getAsLong() {
            long sum = 0;
            for (int i = 0; i < 10; i++) {
                String word = words.get(next++ % words.size());
                sum = sum * 31 + twice.doubleMetaphone(word).hashCode();
                sum = sum * 31 + once.metaphone(word).hashCode();
            }
            return sum;
        }
    }
}
