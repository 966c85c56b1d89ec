package dev.whittle.bench.library;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.FilenameUtils;
import org.apache.commons.io.IOUtils;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.commons.text.StringSubstitutor;
import org.apache.commons.text.StringTokenizer;
import org.apache.commons.text.similarity.JaroWinklerDistance;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** commons-text, commons-csv and commons-io. */
public final class TextWork {
    private TextWork() {}

    /** How far words are from one another. */
    public static final class Distances implements LongSupplier {
        private final List<String> words = Data.words(100, 7);
        private final LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
        private final JaroWinklerDistance jaro = new JaroWinklerDistance();
        private int next;

        @Override
        public long getAsLong() {
            long sum = 0;
            for (int i = 0; i < 8; i++) {
                String one = words.get(next++ % 100);
                String other = words.get(next * 13 % 100);
                sum = sum * 31 + edits.apply(one, other) + Math.round(1000 * jaro.apply(one, other));
            }
            return sum;
        }
    }

    /** Text escaped for HTML and JSON, and back. */
    public static final class Escapes implements LongSupplier {
        private final String[] texts = {
            "a <b> & \"c\" \u00e9\u00fc " + Data.text(10, 8), Data.text(20, 9), "x > y && y < z\t'" + Data.text(5, 10)
        };
        private int next;

        @Override
        public long getAsLong() {
            String text = texts[next++ % texts.length];
            String html = StringEscapeUtils.escapeHtml4(text);
            String json = StringEscapeUtils.escapeJson(text);
            return StringEscapeUtils.unescapeHtml4(html).hashCode() * 31L + json.hashCode() + html.length();
        }
    }

    /** A template with variables, defaults and escapes. */
    public static final class Substitutions implements LongSupplier {
        private final Map<String, String> values = new HashMap<>();
        private final StringSubstitutor filler = new StringSubstitutor(values);
        private int next;

        /** Fills in what the template names. */
        public Substitutions() {
            values.put("name", "Ada");
            values.put("greeting", "Dear ${name}");
            values.put("sum", "12.50");
        }

        @Override
        public long getAsLong() {
            values.put("day", "day " + next++ % 7);
            String text = filler.replace(
                    "${greeting}, on ${day} you owe ${sum} to ${who:-somebody}; $${kept} and ${unknown} stay. ${day}!");
            return 31L * text.hashCode()
                    + new StringTokenizer(text, ' ', '"').getTokenList().hashCode();
        }
    }

    /** A table of comma-separated values, read and written. */
    public static final class Csv implements LongSupplier {
        private final String[] tables = {table(12, 1), table(30, 2)};
        private int next;

        private static String table(int rows, long seed) {
            StringBuilder table = new StringBuilder("id,name,note\r\n");
            List<String> words = Data.words(rows * 2, seed);
            for (int i = 0; i < rows; i++) {
                table.append(i).append(',').append(words.get(i * 2)).append(',');
                table.append(i % 3 == 0 ? "\"with \"\"quotes\"\", and a comma\"" : words.get(i * 2 + 1));
                table.append("\r\n");
            }
            return table.toString();
        }

        @Override
        public long getAsLong() {
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get();
            long sum = 0;
            StringBuilder out = new StringBuilder();
            try (CSVParser parser = format.parse(new StringReader(tables[next++ % tables.length]))) {
                for (CSVRecord row : parser) {
                    sum = sum * 31 + row.get("name").hashCode();
                    CSVFormat.DEFAULT.printRecord(out, row.get(0), row.get(1), row.get("note"), row.size());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return sum + out.toString().hashCode();
        }
    }

    /** Names of files made plain, and lines read. */
    public static final class Files implements LongSupplier {
        private static final String[] NAMES = {
            "/usr/../usr/lib/./jvm/file.tar.gz",
            "a/b/../c.txt",
            "C:\\dir\\..\\x.Doc",
            "//server/share/a//b",
            "~/x/",
            "../y"
        };

        private final String text = Data.text(60, 11);

        @Override
        public long getAsLong() {
            long sum = 0;
            for (String name : NAMES) {
                String plain = FilenameUtils.normalize(name, true);
                sum = sum * 31 + (plain == null ? 7 : plain.hashCode());
                sum = sum * 31 + FilenameUtils.getExtension(name).hashCode();
                sum += FilenameUtils.wildcardMatch(name, "*/*.t?t") ? 1 : 0;
            }
            for (String line : IOUtils.readLines(new StringReader(text))) {
                sum = sum * 31 + line.length();
            }
            return sum;
        }
    }
}
