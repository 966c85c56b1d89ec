package dev.whittle.cli;

import dev.whittle.model.WhittleReport;
import dev.whittle.report.Reports;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which branches a whittled program no longer executes. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "Shows the eliminated branches: class, method, line, fact, outcome kept, guard, verdict, bytes.")
final class DiffCommand implements Callable<Integer> {
    private enum Form {
        TEXT,
        JSON,
        HTML
    }

    private final Context context;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "text, json or html on standard output (default: text).")
    private Form format = Form.TEXT;

    @Option(names = "--force", description = "Replace reports that are there.")
    private boolean force;

    @Mixin
    private PairOptions pair = new PairOptions();

    @Mixin
    private ReportOptions files = new ReportOptions();

    DiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        files.mayWrite(force);
        pair.originals();
        // Each part has the report of all.
        WhittleReport report = context.stages().report(pair.whittled().get(0));
        switch (format) {
            case TEXT -> files.show(report, context);
            case JSON -> context.say(Reports.json(report));
            case HTML -> context.say(Reports.html(report));
        }
        files.write(report, context);
        return ExitCodes.DONE;
    }
}
