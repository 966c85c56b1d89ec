package dev.whittle.formats.internal;

import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import dev.whittle.model.Learned;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** One line of a learned file. */
public sealed interface LearnedLine {
    /** A program began to write. */
    record Begin() implements LearnedLine {}

    record Cold(Learned.Place place) implements LearnedLine {}

    record Fact(Learned.Value value) implements LearnedLine {}

    /** @param what is wrong with it, for a sentence */
    record Bad(String what) implements LearnedLine {}

    String MAGIC = "whittle-learned-1";
    /** What the runtime's store says of a fragment: the method, where it goes on, and the digest of its class. */
    Pattern ORIGIN = Pattern.compile("(.+) (\\d{1,5}) ([0-9a-f]{16})", Pattern.DOTALL);

    Pattern PLAIN = Pattern.compile("[\\x20-\\x7e\\t]*");
    Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4})?");

    /** Reads a line without its end. */
    static LearnedLine parse(String line) {
        int checksum = line.lastIndexOf('\t');
        if (!line.startsWith("whittle-learned-")) {
            return new Bad("it does not begin with " + MAGIC);
        } else if (!line.startsWith(MAGIC + '\t')) {
            return new Bad("it is of another version than 1, which alone is known here");
        } else if (!PLAIN.matcher(line).matches()
                || !line.substring(checksum + 1).equals(crc(line.substring(0, checksum)))) {
            return new Bad("its checksum does not match");
        }
        List<String> fields = List.of(line.substring(0, checksum).split("\t", -1));
        if (fields.stream().anyMatch(f -> plain(f) == null)) {
            return new Bad("it holds a backslash that stands for nothing");
        }
        try {
            return of(fields.stream().map(LearnedLine::plain).toList());
        } catch (BadInputException | NumberFormatException e) {
            return new Bad("its value is none that a fact can have");
        }
    }

    /** Returns whether a text may be the beginning of a line. */
    static boolean begins(String text) {
        return text.startsWith(MAGIC) || MAGIC.startsWith(text);
    }

    private static LearnedLine of(List<String> fields) {
        String kind = fields.size() + fields.get(1);
        if (kind.equals("2begin")) {
            return new Begin();
        } else if (kind.equals("5cold")) {
            Matcher origin = ORIGIN.matcher(fields.get(4));
            return origin.matches()
                    ? new Cold(new Learned.Place(
                            fields.get(2),
                            fields.get(3),
                            origin.group(1),
                            Integer.parseInt(origin.group(2)),
                            origin.group(3)))
                    : new Bad("it does not say where the cold code belongs");
        } else if (kind.equals("6fact")) {
            return new Fact(
                    new Learned.Value(fields.get(2), fields.get(3), fields.get(4), FactValue.parse(fields.get(5))));
        }
        return new Bad("it is of no kind that is known here");
    }

    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return Long.toHexString(crc.getValue() | 1L << 32).substring(1);
    }

    /** Returns a field without escapes, or null if one is wrong. */
    private static @Nullable String plain(String field) {
        StringBuilder out = new StringBuilder();
        Matcher escapes = ESCAPE.matcher(field);
        int done = 0;
        while (escapes.find()) {
            String code = escapes.group(1);
            if (code == null) {
                return null;
            }
            out.append(field, done, escapes.start()).append((char) Integer.parseInt(code.substring(1), 16));
            done = escapes.end();
        }
        return out.append(field, done, field.length()).toString();
    }
}
