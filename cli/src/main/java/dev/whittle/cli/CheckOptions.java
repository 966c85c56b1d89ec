package dev.whittle.cli;

import dev.whittle.formats.WhittleFile;
import dev.whittle.report.Reports;
import dev.whittle.report.Reproducers;
import dev.whittle.report.Verification;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where else the verdicts go, for tools that show checks. */
final class CheckOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Also write the verdicts and findings as JSON.")
    private @Nullable Path json;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Also write JUnit XML: one test case for each method and each finding.")
    private @Nullable Path junit;

    @Option(
            names = "--sarif",
            paramLabel = "FILE",
            description = "Also write SARIF 2.1.0: one result for each method not proved and each finding.")
    private @Nullable Path sarif;

    @Option(
            names = "--reproduce",
            paramLabel = "DIR",
            description = "Also write a JUnit 5 test for each counterexample; it fails while the two differ.")
    private @Nullable Path tests;

    @Option(names = "--force", description = "Replace outputs that are there.")
    private boolean force;

    void mayWrite() {
        for (Path file : new Path[] {json, junit, sarif}) {
            if (file != null) {
                Context.mayWriteReport(file, force);
            }
        }
    }

    void write(Verification verification, Context context) {
        if (json != null) {
            Reports.writeJson(json, verification);
            context.say("wrote " + json);
        }
        if (junit != null) {
            Reports.writeJunit(junit, verification);
            context.say("wrote " + junit);
        }
        if (sarif != null) {
            Reports.writeSarif(sarif, verification);
            context.say("wrote " + sarif);
        }
    }

    /** Writes a test for each counterexample, where that is asked for. */
    void reproduce(List<WhittleFile.Judged> verdicts, Reproducers.Programs programs, Context context) {
        if (tests != null) {
            Reproducers.Written written = Reproducers.write(tests, verdicts, programs, force);
            written.files().forEach(file -> context.say("wrote " + file));
            written.without()
                    .forEach(method -> context.say("no test for " + method
                            + ": it differs in what only Whittle sees, such as locking, or its input is too large"));
        }
    }
}
