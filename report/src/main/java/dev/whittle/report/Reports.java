package dev.whittle.report;

import dev.whittle.formats.ResultsCodec;
import dev.whittle.formats.TextOutput;
import dev.whittle.formats.WhittleFile;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.Plan;
import dev.whittle.model.WhittleReport;
import dev.whittle.report.internal.AnalysisText;
import dev.whittle.report.internal.HtmlPage;
import dev.whittle.report.internal.JUnitXml;
import dev.whittle.report.internal.PlanText;
import dev.whittle.report.internal.Sarif;
import dev.whittle.report.internal.TextPage;
import dev.whittle.report.internal.VerdictText;
import dev.whittle.report.internal.VerificationJson;
import java.nio.file.Path;
import java.util.List;

/** Results as text, JSON and HTML. Stateless; equal results give equal text. */
public final class Reports {
    /** Width for files and pipes, where no terminal cuts lines. */
    public static final int UNBOUNDED = 0;

    private Reports() {}

    /**
     * The diff of eliminated branches with its totals and reasons.
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

    /** @throws dev.whittle.model.BadInputException if the file cannot be written */
    public static void writeJson(Path file, WhittleReport report) {
        ResultsCodec.write(file, report);
    }

    /** @throws dev.whittle.model.BadInputException if the file cannot be written */
    public static void writeHtml(Path file, WhittleReport report) {
        TextOutput.write(file, html(report), "report");
    }

    /**
     * Hardware branches with where their conditions come from, and the others counted by reason.
     *
     * @param width as for {@link #text}
     */
    public static String analysis(List<MethodGraph> graphs, int width) {
        return AnalysisText.render(graphs, width);
    }

    /** What a plan would do, in counts, and why it leaves the rest. */
    public static String plan(Plan plan) {
        return PlanText.render(plan);
    }

    /**
     * The methods that were not proved, the counts of all verdicts, and what is wrong besides.
     *
     * @param findings one sentence each
     * @param width as for {@link #text}
     */
    public static String verdicts(List<WhittleFile.Judged> verdicts, List<String> findings, int width) {
        return VerdictText.render(verdicts, findings, width);
    }

    /** A verification as JSON, with its format and version in front. */
    public static String json(Verification verification) {
        return VerificationJson.render(verification);
    }

    /** A verification as JUnit XML: a test case for each method and each finding. */
    public static String junit(Verification verification) {
        return JUnitXml.render(verification);
    }

    /** A verification as SARIF 2.1.0: a result for each method that was not proved and each finding. */
    public static String sarif(Verification verification) {
        return Sarif.render(verification);
    }

    /** @throws dev.whittle.model.BadInputException if the file cannot be written */
    public static void writeJson(Path file, Verification verification) {
        TextOutput.write(file, json(verification), "verification");
    }

    /** @throws dev.whittle.model.BadInputException if the file cannot be written */
    public static void writeJunit(Path file, Verification verification) {
        TextOutput.write(file, junit(verification), "JUnit report");
    }

    /** @throws dev.whittle.model.BadInputException if the file cannot be written */
    public static void writeSarif(Path file, Verification verification) {
        TextOutput.write(file, sarif(verification), "SARIF report");
    }
}
