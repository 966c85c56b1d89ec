package dev.whittle.bench;

import java.util.List;

/** What is looked at for harm, library by library. The classes are in the module of workloads, which this one does not link to. */
final class Workloads {
    private static final String HERE = "dev.whittle.bench.library.";

    private Workloads() {}

    static List<Workload> all() {
        return List.of(
                of("guava-strings", "guava", "GuavaWork$Strings", "text split, joined, filtered"),
                of("guava-collections", "guava", "GuavaWork$Collections", "multimap, multiset, table, immutable map"),
                of("guava-orders", "guava", "GuavaWork$Orders", "ranges, orders, bidirectional map"),
                of("guava-hashes", "guava", "GuavaWork$Hashes", "Murmur, SipHash, FarmHash, a Bloom filter"),
                of("guava-cache", "guava", "GuavaWork$Caching", "a cache of bounded size"),
                of("guava-values", "guava", "GuavaWork$Values", "encodings, addresses, numbers"),
                of("jackson-bytes", "jackson-core", "JsonWork$JacksonBytes", "JSON tokens of UTF-8"),
                of("jackson-text", "jackson-core", "JsonWork$JacksonText", "JSON tokens of characters"),
                of("jackson-write", "jackson-core", "JsonWork$JacksonWrite", "JSON written"),
                of("jackson-tree", "jackson-databind", "JsonWork$JacksonTree", "a JSON tree read and written"),
                of("jackson-objects", "jackson-databind", "JsonWork$JacksonObjects", "objects to JSON and back"),
                of("gson-tree", "gson", "JsonWork$GsonTree", "a JSON tree read and written"),
                of("gson-objects", "gson", "JsonWork$GsonObjects", "objects to JSON and back"),
                of("yaml-load", "snakeyaml", "ParserWork$YamlLoad", "YAML read"),
                of("yaml-dump", "snakeyaml", "ParserWork$YamlDump", "YAML written"),
                of("re2j", "re2j", "ParserWork$Re2", "regular expressions"),
                of("html-parse", "jsoup", "ParserWork$HtmlParse", "HTML read"),
                of("html-select", "jsoup", "ParserWork$HtmlSelect", "CSS queries, HTML written"),
                of("asm-write", "asm", "ParserWork$ClassWrite", "a class file copied"),
                of("h2-select", "h2", "DatabaseWork$Select", "rows by key and index"),
                of("h2-aggregate", "h2", "DatabaseWork$Aggregate", "groups and sums"),
                of("h2-update", "h2", "DatabaseWork$Update", "rows inserted, changed, deleted"),
                of("h2-parse", "h2", "DatabaseWork$Parse", "SQL that is new each time"),
                of("netty-pooled", "netty-buffer", "BufferWork$NettyPooled", "a pooled buffer written and read"),
                of("netty-text", "netty-buffer", "BufferWork$NettyText", "text in buffers"),
                of("netty-maps", "netty-common", "BufferWork$NettyMaps", "a map from int, composite buffers"),
                of("lz4", "lz4-java", "BufferWork$Lz4", "LZ4 and xxHash in safe Java"),
                of("xz", "xz", "BufferWork$Xz", "a stream of XZ unpacked"),
                of("bitmaps", "RoaringBitmap", "BufferWork$Bitmaps", "compressed bitmaps joined and cut"),
                of("mustache", "compiler", "BufferWork$Templates", "a template of Mustache"),
                of("codec-bases", "commons-codec", "CodecWork$Bases", "Base64 and Base32, there and back"),
                of("codec-hashes", "commons-codec", "CodecWork$Hashes", "Murmur hashes, hexadecimal text"),
                of("codec-sounds", "commons-codec", "CodecWork$Sounds", "Metaphone and double Metaphone of words"),
                of("lang-strings", "commons-lang3", "LangWork$Strings", "text split, replaced, joined, padded"),
                of("lang-numbers", "commons-lang3", "LangWork$Numbers", "numbers from text, right and wrong"),
                of("lang-builders", "commons-lang3", "LangWork$Builders", "hashes, equality and order by field"),
                of("lang-dates", "commons-lang3", "LangWork$Dates", "dates and durations as text"),
                of("lang-fractions", "commons-lang3", "LangWork$Fractions", "sums of fractions"),
                of("text-distances", "commons-text", "TextWork$Distances", "Levenshtein and Jaro-Winkler"),
                of("text-escapes", "commons-text", "TextWork$Escapes", "HTML and JSON escaped, and back"),
                of("text-templates", "commons-text", "TextWork$Substitutions", "variables in a text, tokens"),
                of("csv", "commons-csv", "TextWork$Csv", "a table read and written"),
                of("io-files", "commons-io", "TextWork$Files", "file names made plain, lines read"),
                of(
                        "collections",
                        "commons-collections4",
                        "CommonsWork$Collections",
                        "bag, bidirectional map, LRU, tree list"),
                of("collections-trie", "commons-collections4", "CommonsWork$Trie", "a Patricia trie"),
                of("compress-lz4", "commons-compress", "CommonsWork$Lz4Blocks", "blocks of LZ4, there and back"),
                of("compress-tar", "commons-compress", "CommonsWork$Tar", "a tar archive, there and back"),
                of("math-fourier", "commons-math3", "CommonsWork$Fourier", "a Fourier transform, there and back"));
    }

    private static Workload of(String name, String library, String type, String about) {
        return new Workload(name, library, HERE + type, about);
    }
}
