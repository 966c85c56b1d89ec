package dev.whittle.report;

import dev.whittle.formats.ResultsCodec;
import dev.whittle.model.WhittleReport;
import dev.whittle.report.internal.HtmlPage;
import dev.whittle.report.internal.TextPage;

/** The diff of eliminated branches, with its totals and reasons, in three forms. Stateless. */
public final class Reports {
    /** Width for files and pipes, where no terminal cuts lines. */
    public static final int UNBOUNDED = 0;

    private Reports() {}

    /**
     * A table and totals for a terminal.
     *
     * @param width columns of the terminal, or {@link #UNBOUNDED}; below 60 it is taken as 60
     */
    public static String text(WhittleReport report, int width) {
        return TextPage.render(report, width);
    }

    /** The form that {@link ResultsCodec} reads back. */
    public static String json(WhittleReport report) {
        return ResultsCodec.toText(report);
    }

    /** One page that needs no other file and no network. */
    public static String html(WhittleReport report) {
        return HtmlPage.render(report);
    }
}
