package dev.whittle.bench.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What the workloads work on: made from seeds, so that each run sees the same. */
final class Data {
    private static final String[] SYLLABLES = {
        "ka", "ro", "min", "tel", "a", "schu", "ber", "ing", "th", "o", "phi", "gnu", "xi", "ed", "er", "wa", "st", "le"
    };

    private Data() {}

    static List<String> words(int count, long seed) {
        Random random = new Random(seed);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder word = new StringBuilder();
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            if (random.nextInt(5) == 0) {
                word.setCharAt(0, Character.toUpperCase(word.charAt(0)));
            }
            words.add(word.toString());
        }
        return words;
    }

    /** Words with spaces between them, and here and there a comma, a full stop or a new line. */
    static String text(int words, long seed) {
        Random random = new Random(seed + 1);
        StringBuilder text = new StringBuilder();
        for (String word : words(words, seed)) {
            text.append(word);
            int next = random.nextInt(20);
            text.append(next == 0 ? ".\n" : next < 3 ? ", " : " ");
        }
        return text.toString();
    }

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Bytes that can be compressed: runs, repeats and some noise. */
    static byte[] compressible(int count, long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[count];
        int at = 0;
        while (at < count) {
            int run = Math.min(count - at, 4 + random.nextInt(40));
            int back = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(Math.max(1, at));
            for (int end = at + run; at < end; at++) {
                bytes[at] = back == 0 || back > at ? (byte) random.nextInt(64) : bytes[at - back];
            }
        }
        return bytes;
    }

    static int[] numbers(int count, int bound, long seed) {
        return new Random(seed).ints(count, 0, bound).toArray();
    }

    /** A JSON document of so many records, as text. */
    static String json(int records, long seed) {
        Random random = new Random(seed);
        List<String> words = words(records * 3, seed);
        StringBuilder json = new StringBuilder("{\"items\": [");
        for (int i = 0; i < records; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append("{\"id\": ")
                    .append(random.nextInt(100000))
                    .append(", \"name\": \"")
                    .append(words.get(i * 3))
                    .append(i % 4 == 0 ? " \\\"q\\\" \\u00e9" : "")
                    .append("\", \"price\": ")
                    .append(random.nextInt(100000) / 100.0)
                    .append(", \"active\": ")
                    .append(random.nextBoolean())
                    .append(", \"tags\": [\"")
                    .append(words.get(i * 3 + 1))
                    .append("\", \"")
                    .append(words.get(i * 3 + 2))
                    .append("\"], \"note\": null}");
        }
        return json.append("]}").toString();
    }
}
