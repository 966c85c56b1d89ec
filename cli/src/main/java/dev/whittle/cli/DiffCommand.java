package dev.whittle.cli;

import dev.whittle.model.WhittleReport;
import dev.whittle.report.Reports;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

    @Parameters(index = "0", paramLabel = "ORIGINAL", description = "The original jar or directory.")
    @SuppressWarnings("NullAway.Init")
    private Path original;

    @Parameters(
            index = "1",
            paramLabel = "WHITTLED",
            description = "The whittled one; its .whittle file lies beside it.")
    @SuppressWarnings("NullAway.Init")
    private Path whittled;

    @Option(
            names = "--format",
            paramLabel = "FORM",
            description = "text, json or html on standard output (default: text).")
    private Form format = Form.TEXT;

    @Option(names = "--force", description = "Replace reports that are there.")
    private boolean force;

    @Mixin
    private ReportOptions files = new ReportOptions();

    DiffCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        files.mayWrite(force);
        Context.existing(original, "original program");
        WhittleReport report = context.stages().report(Context.existing(whittled, "whittled program"));
        switch (format) {
            case TEXT -> files.show(report, context);
            case JSON -> context.say(Reports.json(report));
            case HTML -> context.say(Reports.html(report));
        }
        files.write(report, context);
        return ExitCodes.DONE;
    }
}
