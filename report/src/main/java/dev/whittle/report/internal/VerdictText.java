package dev.whittle.report.internal;

import dev.whittle.formats.WhittleFile.Judged;
import dev.whittle.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Verdicts: what is not proved by name, the rest in counts. */
public final class VerdictText {
    private static final List<Table.Column> COLUMNS = List.of(
            new Table.Column("method", false), new Table.Column("verdict", false), new Table.Column("because", false));

    private VerdictText() {}

    public static String render(List<Judged> verdicts, List<String> findings, int width) {
        Counts counts = new Counts();
        List<List<String>> rows = new ArrayList<>();
        List<Judged> sorted =
                verdicts.stream().sorted(Comparator.comparing(Judged::method)).toList();
        for (Judged judged : sorted) {
            counts.add(Words.kind(judged.verdict()).toUpperCase(Locale.ROOT));
            if (!(judged.verdict() instanceof Verdict.Proved)) {
                rows.add(List.of(
                        Words.clean(Words.method(judged.method())),
                        Words.verdict(judged.verdict()),
                        Words.clean(Words.because(judged.verdict()))));
            }
        }
        StringBuilder out = new StringBuilder();
        out.append(Words.count(verdicts.size(), "transformed method"))
                .append('\n')
                .append(counts.render());
        if (!rows.isEmpty()) {
            out.append('\n').append(new Table(COLUMNS, TextPage.bounded(width)).render(rows));
        }
        findings.forEach(f -> out.append(Words.clean(f)).append('\n'));
        return out.toString();
    }
}
