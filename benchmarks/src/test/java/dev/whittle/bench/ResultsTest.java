package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a run leaves, from fixed figures. */
class ResultsTest {
    @TempDir
    Path folder;

    private Results results(double load) {
        Subject huge = Subjects.all().get(0);
        Tool.Whittled tool =
                new Tool.Whittled(Path.of("a.jar"), Path.of("b.jar"), 3, 1, 2, Map.of("it is smaller than an exit", 4));
        Cell fast =
                FiguresTest.cell("huge", Mode.C2, FiguresTest.score(4200, 0, 0.25), FiguresTest.score(100, 0, 0.125));
        Cell slow = FiguresTest.cell("medium", Mode.C2, FiguresTest.score(150, 0, 0), FiguresTest.score(100, 0, 0));
        BranchCount.Compared branches = new BranchCount.Compared(
                new Subject.HotPath("a path", "x.X", List.of("x/X"), 32, 3),
                new BranchCount.Count(66.25, 0),
                new BranchCount.Count(12.5, 2));
        Conditions conditions = new Conditions(
                Instant.parse("2026-01-02T03:04:05Z"),
                7,
                List.of(new Jdk(17, "17.0.1", Path.of("/x"))),
                "m",
                load,
                1,
                false);
        return new Results(conditions, List.of(new Outcome(huge, tool, List.of(fast, slow), branches)));
    }

    @Test
    void theJsonHasTheFiguresAndTheVerdicts() throws IOException {
        results(0.1).write(folder);
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve("transformer.json").toFile());
        assertThat(root.path("date").asText()).isEqualTo("2026-01-02T03:04:05Z");
        JsonNode cell = root.path("cells").get(0);
        assertThat(cell.path("original").path("score").asDouble()).isEqualTo(4200);
        assertThat(cell.path("whittled").path("score").asDouble()).isEqualTo(100);
        assertThat(cell.path("whittled").path("bytes").asDouble()).isEqualTo(0.125);
        assertThat(cell.path("ratio").path("value").asDouble()).isEqualTo(42);
        JsonNode targets = root.path("targets");
        assertThat(targets).hasSize(2);
        assertThat(targets.get(0).path("holds").asBoolean()).isTrue();
        assertThat(targets.get(1).path("figure").asDouble()).isEqualTo(1.5);
        assertThat(targets.get(1).path("holds").asBoolean()).isFalse();
        assertThat(root.path("subjects").get(0).path("reverted").asInt()).isEqualTo(1);
        assertThat(root.path("subjects").get(0).path("branches").path("before").asDouble())
                .isEqualTo(66.25);
    }

    @Test
    void thePageSetsEachTargetBesideItsFigure() throws IOException {
        results(0.1).write(folder);
        String page = Files.readString(folder.resolve("transformer.md"));
        assertThat(page)
                .contains("| 17 | 20.00 | 42.00 (42.00 to 42.00) | holds |")
                .contains("| 17 | 2.00 | 1.50 (1.50 to 1.50) | falls short |")
                .contains(
                        "| a path | bytecode | any | 3 | 12.5, and 2.0 tests of the off switch, which compilers fold (66.3 before) |"
                                + " falls short |")
                .contains("| 5.00 | not measured | |")
                .contains("its interval below 1: nowhere.")
                .doesNotContain("other programs");
    }

    @Test
    void harmIsNamed() throws IOException {
        Results fine = results(0.1);
        Cell slower = FiguresTest.cell("merge", Mode.C1, FiguresTest.score(90, 1, 0), FiguresTest.score(100, 1, 0));
        Cell unsure = FiguresTest.cell("rx", Mode.C1, FiguresTest.score(90, 20, 0), FiguresTest.score(100, 1, 0));
        Outcome outcome = fine.outcomes().get(0);
        Outcome harmed = new Outcome(outcome.subject(), outcome.whittled(), List.of(slower, unsure), null);
        new Results(fine.conditions(), List.of(harmed)).write(folder);
        assertThat(Files.readString(folder.resolve("transformer.md")))
                .contains("- merge, C1 only, JDK 17: 0.90 (")
                .doesNotContain("- rx");
    }

    @Test
    void aBusyMachineIsSaid() throws IOException {
        results(1.75).write(folder);
        assertThat(Files.readString(folder.resolve("transformer.md")))
                .contains(
                        "Load average before the first measurement 1.75, after the last 1.00; **other programs, such as builds, ran");
    }

    @Test
    void thePlotIsAWholePictureWithABarForEachCell() throws Exception {
        results(0.1).write(folder);
        var document = javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("transformer.svg").toFile());
        // The ground and two bars.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3);
    }
}
