package dev.whittle.bench.library;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.yaml.snakeyaml.Yaml;

/** SnakeYAML, re2j, jsoup and ASM. */
public final class ParserWork {
    private ParserWork() {}

    /** A document of YAML, read. */
    public static final class YamlLoad implements LongSupplier {
        private final String[] texts = {text(5, 1), text(12, 2)};
        private int next;

        private static String text(int items, long seed) {
            StringBuilder text = new StringBuilder("# a list\nname: \"the list\"\nitems:\n");
            List<String> words = Data.words(items * 2, seed);
            for (int i = 0; i < items; i++) {
                text.append("  - id: ").append(i).append("\n    title: ").append(words.get(i));
                text.append("\n    price: ").append(i * 1.5).append("\n    tags: [a, '");
                text.append(words.get(items + i))
                        .append("']\n    done: ")
                        .append(i % 2 == 0)
                        .append('\n');
            }
            return text.append("note: |\n  two\n  lines\n").toString();
        }

        @Override
        public long getAsLong() {
            Map<String, Object> root = new Yaml().load(texts[next++ % 2]);
            return root.hashCode();
        }
    }

    /** A document of YAML, written. */
    public static final class YamlDump implements LongSupplier {
        private final List<String> words = Data.words(40, 3);
        private int next;

        @Override
        public long getAsLong() {
            int n = next++ % 40;
            Object tree = List.of(
                    List.of(words.get(n), "needs: quotes", n, n % 2 == 0),
                    Collections.singletonMap("key " + n, words.subList(n / 2, n)),
                    "two\nlines",
                    2.5 * n);
            return new Yaml().dump(tree).hashCode();
        }
    }

    /** Regular expressions in linear time. */
    public static final class Re2 implements LongSupplier {
        private final Pattern words = Pattern.compile("\\b([a-z]+)(ing|er|ed)\\b");
        private final Pattern date = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})");
        private final String[] texts = {
            Data.text(30, 4) + "2024-05-17" + Data.text(10, 5), Data.text(15, 6) + " 99-99 and 1999-12-31, 1-2"
        };
        private int next;

        @Override
        public long getAsLong() {
            String text = texts[next++ % 2];
            long sum = 0;
            Matcher found = words.matcher(text);
            while (found.find()) {
                sum = sum * 31 + found.start() + found.group(2).hashCode();
            }
            Matcher day = date.matcher(text);
            return day.find() ? sum * 31 + day.group(1).hashCode() : sum;
        }
    }

    /** HTML, as it is found in the wild. */
    public static final class HtmlParse implements LongSupplier {
        private final String[] pages = {page(6, 1), page(15, 2)};
        private int next;

        static String page(int rows, long seed) {
            StringBuilder page = new StringBuilder("<!doctype html><html><head><title>A page</title></head><body>");
            List<String> words = Data.words(rows * 2, seed);
            for (int i = 0; i < rows; i++) {
                page.append("<div class='row r").append(i % 3).append("'><p>").append(words.get(i));
                page.append(" &amp; <b>bold</b><a href=/x?y=")
                        .append(i)
                        .append(">")
                        .append(words.get(rows + i));
                page.append(i % 4 == 0 ? "</a><br>" : "</a></p>").append("</div>\n");
            }
            return page.append("<ul><li>one<li>two</ul>").toString();
        }

        @Override
        public long getAsLong() {
            Document page = Jsoup.parse(pages[next++ % 2]);
            return 31L * page.text().hashCode() + page.body().childrenSize();
        }
    }

    /** Elements chosen by CSS, and HTML written. */
    public static final class HtmlSelect implements LongSupplier {
        private final Document page = Jsoup.parse(HtmlParse.page(12, 3));
        private final String[] queries = {"div.r1 > p a[href]", "li", "div.row p:has(b)", "a[href$=7]"};
        private int next;

        @Override
        public long getAsLong() {
            long sum = 0;
            for (Element element : page.select(queries[next++ % queries.length])) {
                sum = sum * 31 + element.outerHtml().hashCode();
            }
            return sum;
        }
    }

    /** A class file, copied through a writer that computes its frames' sizes. */
    public static final class ClassWrite implements LongSupplier {
        private final byte[] type = own();

        /** A class that is not in the library, whose class files the tool may change. */
        private static byte[] own() {
            try (InputStream in = Data.class.getResourceAsStream("Data.class")) {
                return Objects.requireNonNull(in).readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long getAsLong() {
            ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
            new ClassReader(type).accept(writer, 0);
            return Arrays.hashCode(writer.toByteArray());
        }
    }
}
