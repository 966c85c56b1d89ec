package dev.whittle.report.internal;

import com.github.mustachejava.DefaultMustacheFactory;
import dev.whittle.model.WhittleReport;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The report as one page; the template escapes each value. */
public final class HtmlPage {
    private static final String TEMPLATE = "report.html.mustache";

    private HtmlPage() {}

    public static String render(WhittleReport report) {
        StringWriter out = new StringWriter();
        try (InputStream in = HtmlPage.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("The report's template is missing from the program: install it again");
            }
            new DefaultMustacheFactory()
                    .compile(new InputStreamReader(in, StandardCharsets.UTF_8), TEMPLATE)
                    .execute(out, model(report));
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private static Map<String, Object> model(WhittleReport report) {
        List<Map<String, String>> facts = report.facts().stream()
                .map(f -> Map.of("id", f.id().name(), "value", Words.value(f.value()), "key", Words.key(f.factKey())))
                .toList();
        List<Map<String, String>> branches = report.eliminated().stream()
                .map(b -> Map.of(
                        "method", Words.method(b.method()),
                        "line", Words.line(b.line()),
                        "fact", Words.facts(b),
                        "kept", Words.outcome(b),
                        "guard", Words.guard(b.guard()),
                        "verdict", Words.verdict(b.verdict()),
                        "bytes", Words.number(b.bytesSaved())))
                .toList();
        List<Map<String, String>> calls = report.calls().stream()
                .map(c -> Map.of(
                        "method", Words.method(c.method()),
                        "line", Words.line(c.line()),
                        "call", Words.method(c.called()),
                        "receiver", Words.key(c.receiver()),
                        "verdict", Words.verdict(c.verdict())))
                .toList();
        List<Map<String, String>> totals = Words.totals(report.totals()).stream()
                .map(t -> Map.of("name", t.name(), "value", t.value()))
                .toList();
        List<Map<String, String>> kept = report.kept().stream()
                .map(k -> Map.of("reason", k.reason(), "count", Words.number(k.count())))
                .toList();
        return Map.ofEntries(
                Map.entry("input", report.input()),
                Map.entry("build", report.build()),
                Map.entry("summary", Words.summary(report)),
                Map.entry("facts", facts),
                Map.entry("branches", branches),
                Map.entry("hasBranches", !branches.isEmpty()),
                Map.entry("calls", calls),
                Map.entry("hasCalls", !calls.isEmpty()),
                Map.entry("totals", totals),
                Map.entry("hasKept", !kept.isEmpty()),
                Map.entry("kept", kept));
    }
}
