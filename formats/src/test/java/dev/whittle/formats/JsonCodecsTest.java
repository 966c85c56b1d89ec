package dev.whittle.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whittle.model.BadInputException;
import dev.whittle.model.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JsonCodecsTest {
    @TempDir
    Path folder;

    record Case(String name, String text, BiFunction<String, String, Object> read) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> files() {
        return Stream.of(
                new Case("plan", PlanCodec.toText(Samples.plan()), PlanCodec::fromText),
                new Case("certificate", CertificateCodec.toText(Samples.file()), CertificateCodec::fromText),
                new Case("report", ResultsCodec.toText(Samples.report()), ResultsCodec::fromText));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFolderOfAFileMayBeALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        PlanCodec.write(link.resolve("plan.json"), Samples.plan());
        assertThat(PlanCodec.read(real.resolve("plan.json"))).isEqualTo(Samples.plan());
    }

    @Test
    void eachFileReadsBackAsWhatWasWritten() {
        Path plan = folder.resolve("sub/app.plan");
        PlanCodec.write(plan, Samples.plan());
        assertThat(PlanCodec.read(plan)).isEqualTo(Samples.plan());
        CertificateCodec.write(folder.resolve("app.whittle"), Samples.file());
        assertThat(CertificateCodec.read(folder.resolve("app.whittle"))).isEqualTo(Samples.file());
        ResultsCodec.write(folder.resolve("app.json"), Samples.report());
        assertThat(ResultsCodec.read(folder.resolve("app.json"))).isEqualTo(Samples.report());
    }

    @Test
    void writingReplacesTheFileAndLeavesNothingBeside() throws IOException {
        Path plan = folder.resolve("app.plan");
        Files.writeString(plan, "old");
        PlanCodec.write(plan, Samples.plan());
        assertThat(plan).hasContent(PlanCodec.toText(Samples.plan()));
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(plan);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void othersMayReadWhatTheirFolderLetsThemRead() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain"), "x");
        Path plan = folder.resolve("app.plan");
        PlanCodec.write(plan, Samples.plan());
        assertThat(Files.getAttribute(plan, "unix:mode")).isEqualTo(Files.getAttribute(plain, "unix:mode"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void equalContentGivesEqualTextWithLineFeeds(Case file) {
        assertThat(file.text()).doesNotContain("\r").endsWith("}\n").startsWith("{\n  \"format\": \"whittle-");
        Object back = file.read().apply(file.text(), "x");
        String again = back instanceof Plan plan
                ? PlanCodec.toText(plan)
                : back instanceof WhittleFile whittle
                        ? CertificateCodec.toText(whittle)
                        : ResultsCodec.toText((dev.whittle.model.WhittleReport) back);
        assertThat(again).isEqualTo(file.text());
    }

    @ParameterizedTest
    @MethodSource("files")
    void truncatedAtEachLengthItIsRefused(Case file) {
        int content = file.text().stripTrailing().length();
        for (int length = 0; length < content; length++) {
            String cut = file.text().substring(0, length);
            assertRefused(file, cut);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void withEachCharacterDamagedItIsReadOrRefused(Case file) {
        Random random = new Random(7);
        for (int i = 0; i < file.text().length(); i++) {
            StringBuilder damaged = new StringBuilder(file.text());
            damaged.setCharAt(i, "\"{}[]:,0-1eE.\\x\u0000 \n".charAt(random.nextInt(18)));
            Throwable thrown = catchThrowable(() -> file.read().apply(damaged.toString(), "x"));
            if (thrown != null) {
                assertOneSentence(thrown);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachValueReplacedByOneOfAnotherTypeIsRefused(Case file) {
        List<String> wrong = List.of("null", "[[1]]", "{\"a\":{}}", "1e400", "true");
        List<String> lines = file.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int colon = lines.get(i).indexOf("\": ");
            if (colon < 0 || lines.get(i).endsWith("{") || lines.get(i).endsWith("[ {")) {
                continue;
            }
            String comma = lines.get(i).endsWith(",") ? "," : "";
            for (String value : wrong) {
                if (value.equals("true") && lines.get(i).matches(".*\": (true|false),?")) {
                    continue;
                }
                String[] changed = lines.toArray(String[]::new);
                changed[i] = lines.get(i).substring(0, colon + 3) + value + comma;
                assertThat(catchThrowable(() -> file.read().apply(String.join("\n", changed), "x")))
                        .as(lines.get(i) + " to " + value)
                        .isNotNull()
                        .satisfies(JsonCodecsTest::assertOneSentence);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void deepNestingIsRefused(Case file) {
        assertRefused(file, "[".repeat(100_000));
        assertRefused(file, "{\"a\":".repeat(100_000));
        assertRefused(file, file.text().replaceFirst("\\{", "{\"x\": " + "[".repeat(5000) + "]".repeat(5000) + ","));
    }

    @ParameterizedTest
    @MethodSource("files")
    void doubledFieldsTrailingTextAndOtherFormatsAreRefused(Case file) {
        assertRefused(file, file.text() + "{}");
        assertRefused(file, file.text().replaceFirst("\\{", "{\"version\": 1,"));
        assertRefused(file, file.text().replace("\"whittle-", "\"other-"));
        assertRefused(file, "null");
        assertRefused(file, "{}");
        assertRefused(file, "[]");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"version\": 1', '\"version\": 2', 'its version is 2'",
        "fold-branch, fold-brunch, '\"fold-brunch\" is no kind that is known here'",
        "'\"keptOutcome\": 1', '\"keptOutcome\": 1, \"kept\": 1', '\"kept\" is no field of it'",
        "'\"ordinal\": 3,', '', '\"ordinal\" is missing'",
        "'E:I82540EM', 'X:1', 'Unknown kind of fact value: X:1'",
        "'rx([BI)Z', 'rx', 'a method is written as'"
    })
    void theMessageNamesTheFileThePlaceAndTheMend(String from, String to, String expected) {
        String text = PlanCodec.toText(Samples.plan()).replace(from, to == null ? "" : to);
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> PlanCodec.fromText(text, "app.plan"))
                .withMessageContaining("app.plan")
                .withMessageContaining(expected)
                .withMessageEndingWith("correct it there, or make the plan anew with `whittle plan`.");
    }

    @Test
    void thePlaceIsLineColumnAndPath() {
        String text = PlanCodec.toText(Samples.plan()).replace("\"keptOutcome\": 1", "\"keptOutcome\": \"one\"");
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> PlanCodec.fromText(text, "app.plan"))
                .withMessageContaining(" at line ")
                .withMessageContaining("(methods[0].directives[0].keptOutcome)");
    }

    @Test
    void theDocumentedExampleIsAPlanWithEachKindOfDirective() throws IOException {
        String page = Files.readString(Path.of("../docs/formats/plan.md"));
        int start = page.indexOf("```json\n") + 8;
        Plan plan = PlanCodec.fromText(page.substring(start, page.indexOf("```", start)), "plan.md");
        assertThat(plan.methods().stream()
                        .flatMap(m -> m.directives().stream())
                        .map(Plan.Directive::getClass)
                        .distinct())
                .hasSize(Plan.Directive.class.getPermittedSubclasses().length);
    }

    @Test
    void aMissingFileAndOneThatIsNotTextAreRefused() throws IOException {
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> PlanCodec.read(folder.resolve("none")))
                .withMessageContaining("none");
        Path binary = Files.write(folder.resolve("bin"), new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'});
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> PlanCodec.read(binary))
                .withMessageContaining("UTF-8");
    }

    private static void assertRefused(Case file, String text) {
        assertOneSentence(catchThrowable(() -> file.read().apply(text, "x")));
    }

    private static void assertOneSentence(Throwable thrown) {
        assertThat(thrown).isInstanceOf(BadInputException.class);
        assertThat(thrown.getMessage())
                .doesNotContain("\n", "com.fasterxml", "dev.whittle")
                .endsWith(".");
    }
}
