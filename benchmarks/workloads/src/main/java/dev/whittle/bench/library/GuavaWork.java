package dev.whittle.bench.library;

import com.google.common.base.CaseFormat;
import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.HashBiMap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Ordering;
import com.google.common.collect.Range;
import com.google.common.collect.TreeMultiset;
import com.google.common.collect.TreeRangeMap;
import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import com.google.common.math.LongMath;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongSupplier;

/** Guava. */
public final class GuavaWork {
    private GuavaWork() {}

    /** Text taken apart and put together. */
    public static final class Strings implements LongSupplier {
        private final String[] texts = {Data.text(30, 1), Data.text(50, 2)};
        private final Splitter splitter =
                Splitter.on(CharMatcher.anyOf(" ,.\n")).omitEmptyStrings().trimResults();
        private int next;

        @Override
        public long getAsLong() {
            String text = texts[next++ % 2];
            List<String> words = splitter.splitToList(text);
            String camel = CaseFormat.LOWER_HYPHEN.to(CaseFormat.UPPER_CAMEL, words.get(1) + "-" + words.get(2));
            return 31L * Joiner.on('|').join(words).hashCode()
                    + camel.hashCode()
                    + CharMatcher.inRange('a', 'm').retainFrom(text).hashCode();
        }
    }

    /** Maps of lists, bags, tables and immutable ones. */
    public static final class Collections implements LongSupplier {
        private final List<String> words = Data.words(60, 3);
        private int next;

        @Override
        public long getAsLong() {
            ArrayListMultimap<Integer, String> byLength = ArrayListMultimap.create();
            TreeMultiset<String> bag = TreeMultiset.create();
            HashBasedTable<Integer, Integer, String> table = HashBasedTable.create();
            ImmutableMap.Builder<Integer, String> map = ImmutableMap.builder();
            for (int i = 0; i < 20; i++) {
                String word = words.get(next++ % 60);
                byLength.put(word.length(), word);
                bag.add(word);
                table.put(i % 4, i % 5, word);
                map.put(i, word);
            }
            return 31L * byLength.asMap().hashCode()
                    + bag.entrySet().size()
                    + table.row(2).hashCode()
                    + map.buildOrThrow().hashCode();
        }
    }

    /** Order, ranges and names in two directions. */
    public static final class Orders implements LongSupplier {
        private final List<String> words = Data.words(60, 4);
        private final int[] numbers = Data.numbers(64, 1000, 5);
        private int next;

        @Override
        public long getAsLong() {
            TreeRangeMap<Integer, String> ranges = TreeRangeMap.create();
            HashBiMap<String, Integer> names = HashBiMap.create();
            for (int i = 0; i < 10; i++) {
                int from = numbers[next++ & 63];
                ranges.put(Range.closedOpen(from, from + 50), words.get(next % 60));
                names.forcePut(words.get(next % 60), from);
            }
            List<Integer> least = Ordering.natural().leastOf(Ints.asList(numbers), 5);
            long sum = 31L * ImmutableSortedSet.copyOf(words).headSet("ro").size() + least.hashCode();
            for (int i = 0; i < 1000; i += 100) {
                String found = ranges.get(i);
                sum = sum * 31 + (found == null ? 0 : found.hashCode());
            }
            return sum + names.inverse().hashCode();
        }
    }

    /** Hashes of bytes and texts, a Bloom filter. */
    public static final class Hashes implements LongSupplier {
        private final List<String> words = Data.words(100, 6);
        private final byte[][] inputs = {Data.bytes(70, 7), Data.bytes(300, 8)};
        private final BloomFilter<CharSequence> filter =
                BloomFilter.create(Funnels.stringFunnel(StandardCharsets.UTF_8), 1000, 0.01);
        private int next;

        @Override
        public long getAsLong() {
            byte[] input = inputs[next++ % 2];
            String word = words.get(next % 100);
            filter.put(word);
            return Hashing.murmur3_128().hashBytes(input).asLong()
                    + Hashing.sipHash24().hashBytes(input).asLong()
                    + Hashing.murmur3_32_fixed()
                            .hashString(word, StandardCharsets.UTF_8)
                            .asInt()
                    + Hashing.farmHashFingerprint64().hashBytes(input).asLong()
                    + (filter.mightContain(words.get((next + 50) % 100)) ? 1 : 0);
        }
    }

    /** A cache of bounded size. */
    public static final class Caching implements LongSupplier {
        private final int[] keys = Data.numbers(256, 80, 9);
        private final Cache<Integer, String> cache =
                CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(60).build();
        private int next;

        @Override
        public long getAsLong() {
            long sum = 0;
            for (int i = 0; i < 20; i++) {
                Integer key = keys[next++ & 255];
                String found = cache.getIfPresent(key);
                if (found == null) {
                    found = "value " + key;
                    cache.put(key, found);
                    sum++;
                }
                sum = sum * 31 + found.hashCode();
            }
            return sum + cache.size();
        }
    }

    /** Numbers, addresses and encodings. */
    public static final class Values implements LongSupplier {
        private static final String[] ADDRESSES = {
            "192.168.1.17", "10.0.0.255", "2001:db8::ff00:42:8329", "::1", "not.an.address", "fe80::1:2:3:4", "1.2.3"
        };
        private final byte[] input = Data.bytes(90, 10);
        private int next;

        @Override
        public long getAsLong() {
            long sum = 31L * BaseEncoding.base64Url().encode(input).hashCode()
                    + BaseEncoding.base16().lowerCase().encode(input).hashCode();
            for (String address : ADDRESSES) {
                sum = sum * 31
                        + (InetAddresses.isInetAddress(address)
                                ? InetAddresses.toAddrString(InetAddresses.forString(address))
                                        .hashCode()
                                : 5);
            }
            next++;
            return sum
                    + LongMath.gcd(next * 12L, 360)
                    + LongMath.binomial(20 + next % 10, 7)
                    + LongMath.sqrt(next * 1001L, RoundingMode.HALF_UP)
                    + (LongMath.isPrime(1_000_003L + next % 64) ? 1 : 0);
        }
    }
}
