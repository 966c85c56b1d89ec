package dev.whittle.report.internal;

import dev.whittle.model.WhittleReport;
import dev.whittle.model.WhittleReport.EliminatedBranch;
import dev.whittle.model.WhittleReport.FixedCall;
import java.util.List;

/** The report for a terminal. */
public final class TextPage {
    private static final int NARROWEST = 60;
    private static final List<Table.Column> BRANCHES = List.of(
            new Table.Column("method", false),
            new Table.Column("line", true),
            new Table.Column("fact", false),
            new Table.Column("kept", false),
            new Table.Column("guard", false),
            new Table.Column("verdict", false),
            new Table.Column("bytes", true));

    private static final List<Table.Column> CALLS = List.of(
            new Table.Column("method", false),
            new Table.Column("line", true),
            new Table.Column("call", false),
            new Table.Column("made on", false),
            new Table.Column("verdict", false));

    private TextPage() {}

    public static String render(WhittleReport report, int width) {
        StringBuilder out = new StringBuilder();
        out.append(Words.clean(report.input()))
                .append(", build ")
                .append(Words.clean(report.build()))
                .append('\n');
        out.append(Words.summary(report)).append('\n');
        report.facts()
                .forEach(f -> out.append("  ")
                        .append(Words.clean(
                                f.id() + " = " + Words.value(f.value()) + "  (" + Words.key(f.factKey()) + ")"))
                        .append('\n'));
        if (!report.eliminated().isEmpty()) {
            List<List<String>> rows =
                    report.eliminated().stream().map(TextPage::row).toList();
            out.append('\n').append(new Table(BRANCHES, bounded(width)).render(rows));
        }
        if (!report.calls().isEmpty()) {
            List<List<String>> rows = report.calls().stream().map(TextPage::row).toList();
            out.append('\n').append(new Table(CALLS, bounded(width)).render(rows));
        }
        out.append('\n').append(totals(report));
        if (!report.kept().isEmpty()) {
            out.append("\nkept as it was, because\n").append(reasons(report));
        }
        return out.toString();
    }

    static int bounded(int width) {
        return width <= 0 ? 0 : Math.max(NARROWEST, width);
    }

    private static List<String> row(EliminatedBranch b) {
        return List.of(
                Words.clean(Words.method(b.method())),
                Words.line(b.line()),
                Words.clean(Words.facts(b)),
                Words.outcome(b),
                Words.guard(b.guard()),
                Words.verdict(b.verdict()),
                Words.number(b.bytesSaved()));
    }

    private static List<String> row(FixedCall c) {
        return List.of(
                Words.clean(Words.method(c.method())),
                Words.line(c.line()),
                Words.clean(Words.method(c.called())),
                Words.clean(Words.key(c.receiver())),
                Words.verdict(c.verdict()));
    }

    private static String totals(WhittleReport report) {
        List<Words.Total> totals = Words.totals(report.totals());
        int name = totals.stream().mapToInt(t -> t.name().length()).max().orElse(0);
        int digits = totals.stream().mapToInt(t -> number(t).length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (Words.Total t : totals) {
            out.append(t.name())
                    .append(" "
                            .repeat(name
                                    - t.name().length()
                                    + 2
                                    + digits
                                    - number(t).length()))
                    .append(t.value())
                    .append('\n');
        }
        return out.toString();
    }

    /** The number alone: what follows it in brackets does not take part in the alignment. */
    private static String number(Words.Total total) {
        int space = total.value().indexOf(' ');
        return space < 0 ? total.value() : total.value().substring(0, space);
    }

    private static String reasons(WhittleReport report) {
        int digits = report.kept().stream()
                .mapToInt(k -> Words.number(k.count()).length())
                .max()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        for (WhittleReport.ReasonCount k : report.kept()) {
            String count = Words.number(k.count());
            out.append("  ")
                    .append(" ".repeat(digits - count.length()))
                    .append(count)
                    .append("  ")
                    .append(Words.clean(k.reason()))
                    .append('\n');
        }
        return out.toString();
    }
}
