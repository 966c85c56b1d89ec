package dev.whittle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.formats.ResultsCodec;
import dev.whittle.model.FactId;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.model.WhittleReport;
import dev.whittle.model.WhittleReport.DecisionKind;
import dev.whittle.model.WhittleReport.EliminatedBranch;
import dev.whittle.model.WhittleReport.GuardKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final FactId MAC = new FactId("net.mac");

    private static WhittleReport report(String method, List<EliminatedBranch> extra) {
        EliminatedBranch first = new EliminatedBranch(
                new MethodId("com/example/net/Adapter", method, "([[BIJLjava/lang/String;)Z"),
                120,
                3,
                List.of(MAC),
                DecisionKind.JUMP,
                1,
                GuardKind.FACT_GUARD,
                new Verdict.Proved("product", 2),
                1031);
        EliminatedBranch second = new EliminatedBranch(
                new MethodId("com/example/net/Adapter", "setup", "()V"),
                -1,
                9,
                List.of(),
                DecisionKind.SWITCH,
                4,
                GuardKind.SIDE_EXIT,
                new Verdict.Tested(12, 0.5, 1, "solver gave up"),
                8);
        return new WhittleReport(
                "app.jar",
                "b1",
                List.of(new WhittleReport.AssumedFact(
                        MAC, "com/example/net/Adapter.mac", new FactValue.OfEnum("I82540EM"))),
                java.util.stream.Stream.concat(List.of(first, second).stream(), extra.stream())
                        .toList(),
                List.of(),
                new WhittleReport.Totals(4700, 15, 2, 3, 9000, 5000, 4000, 1800, 9, 1, 2),
                List.of(
                        new WhittleReport.ReasonCount("not in the profile", 2035),
                        new WhittleReport.ReasonCount("a call comes first", 5)));
    }

    @Test
    void textIsAnAlignedTableWithFactsTotalsAndReasons() {
        assertThat(Reports.text(report("rx", List.of()), Reports.UNBOUNDED)).isEqualTo("""
                        app.jar, build b1
                        2 of 4700 decision points eliminated; 15 hardware branches found.
                          net.mac = I82540EM  (com.example.net.Adapter.mac)

                        method                                                   line  fact     kept    guard            verdict     bytes
                        com.example.net.Adapter.rx(byte[][], int, long, String)   120  net.mac  jumps   fact guard       PROVED      1,031
                        com.example.net.Adapter.setup()                             -  -        case 4  tested in place  TESTED(12)      8

                        decision points    4,700
                        hardware branches     15
                        eliminated             2
                        guards                 3
                        hot bytes before   9,000
                        hot bytes after    5,000 (-44.4 %)
                        cold bytes         4,000
                        store bytes        1,800
                        proved                 9
                        tested                 1
                        reverted               2

                        kept as it was, because
                          2,035  not in the profile
                              5  a call comes first
                        """);
    }

    @Test
    void theTableFitsTheTerminalAndKeepsTheEndOfNames() {
        String text = Reports.text(report("receiveOnTheFirstQueueOfTheAdapter", List.of()), 80);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text).contains("..").contains("int, long, String)");
    }

    @Test
    void nothingWhittledSaysWhyInCounts() {
        WhittleReport nothing = new WhittleReport(
                "app.jar",
                "b1",
                List.of(),
                List.of(),
                List.of(),
                new WhittleReport.Totals(47, 0, 0, 0, 9000, 9000, 0, 0, 0, 0, 0),
                List.of(new WhittleReport.ReasonCount("the profile is of another build", 47)));
        assertThat(Reports.text(nothing, 80))
                .contains("No branch was eliminated, for the reasons below.")
                .contains("47  the profile is of another build");
        assertThat(Reports.html(nothing))
                .contains("the profile is of another build")
                .doesNotContain("Eliminated branches");
    }

    @Test
    void callsThatAreMadeOnOneClassAreShown() {
        WhittleReport report = report("rx", List.of());
        WhittleReport with = new WhittleReport(
                report.input(),
                report.build(),
                report.facts(),
                report.eliminated(),
                List.of(new WhittleReport.FixedCall(
                        new MethodId("com/example/Poll", "run", "(I)I"),
                        18,
                        11,
                        new MethodId("com/example/Port", "take", "(II)I"),
                        "com/example/Fast",
                        new Verdict.Proved("product", 0))),
                report.totals(),
                report.kept());
        assertThat(Reports.text(report, 0)).doesNotContain("made on");
        assertThat(Reports.text(with, 0))
                .contains("15 hardware branches found. 1 call is made on one class.")
                .contains("method                     line  call                             made on           verdict")
                .contains("com.example.Poll.run(int)    18  com.example.Port.take(int, int)  com.example.Fast  PROVED");
        assertThat(Reports.html(with)).contains("Calls made on one class", "com.example.Fast");
        assertThat(Reports.html(report)).doesNotContain("Calls made on one class");
    }

    @Test
    void htmlEscapesHostileNamesAndNeedsNothingElse() {
        String html = Reports.html(report("<script>alert(1)</script>", List.of()));
        assertThat(html)
                .doesNotContain("<script")
                .contains("&lt;script&gt;")
                .doesNotContain("http://", "https://", "src=")
                .contains("I82540EM")
                .contains("1,031");
    }

    @Test
    void textKeepsEscapeSequencesFromTheTerminal() {
        assertThat(Reports.text(report("rx\u001b[2J\r\n", List.of()), 80)).doesNotContain("\u001b", "\r");
    }

    @Test
    void jsonReadsBack() {
        WhittleReport report = report("rx", List.of());
        assertThat(ResultsCodec.fromText(Reports.json(report), "x")).isEqualTo(report);
    }

    @Test
    void equalReportsGiveEqualBytes() {
        assertThat(Reports.html(report("rx", List.of()))).isEqualTo(Reports.html(report("rx", List.of())));
        assertThat(Reports.text(report("rx", List.of()), 100)).isEqualTo(Reports.text(report("rx", List.of()), 100));
    }
}
