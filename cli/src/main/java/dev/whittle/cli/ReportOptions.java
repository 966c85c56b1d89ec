package dev.whittle.cli;

import dev.whittle.model.WhittleReport;
import dev.whittle.report.Reports;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where else the report goes. */
final class ReportOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write the report as JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Also write the report as one HTML page.")
    private @Nullable Path html;

    void mayWrite(boolean force) {
        if (json != null) {
            Context.mayWrite(json, force);
        }
        if (html != null) {
            Context.mayWrite(html, force);
        }
    }

    void show(WhittleReport report, Context context) {
        context.say(Reports.text(report, context.console().width()));
    }

    void write(WhittleReport report, Context context) {
        if (json != null) {
            Reports.writeJson(json, report);
            context.say("wrote " + json);
        }
        if (html != null) {
            Reports.writeHtml(html, report);
            context.say("wrote " + html);
        }
    }
}
