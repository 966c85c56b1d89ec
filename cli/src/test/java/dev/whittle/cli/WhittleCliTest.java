package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.engine.ClassMode;
import dev.whittle.engine.Filter;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.SolverFaultException;
import dev.whittle.engine.StoreMode;
import dev.whittle.formats.PlanCodec;
import dev.whittle.formats.ResultsCodec;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhittleCliTest {
    @TempDir
    Path folder;

    private final FakeHouse house = new FakeHouse();
    private Path app;
    private Path profile;

    @BeforeEach
    void files() throws IOException {
        app = Files.writeString(folder.resolve("app.jar"), "x");
        profile = Files.writeString(folder.resolve("app.wprof"), "x");
    }

    @Test
    void transformAsksForWhatWasSaid() throws IOException {
        Path rules = Files.writeString(folder.resolve("r.yaml"), "x");
        int code = house.run(
                "transform",
                app.toString(),
                "--profile",
                profile.toString(),
                "--include",
                "a.**,b.**",
                "--exclude",
                "c.*",
                "--rules",
                rules.toString(),
                "--require",
                "tested",
                "--store",
                "sidecar",
                "--force",
                "-o",
                folder.resolve("o.jar").toString());
        assertThat(code).isZero();
        assertThat(house.asked)
                .containsExactly(new FakeHouse.Transform(
                        new Request(
                                app,
                                List.of(),
                                profile,
                                rules,
                                new Filter(List.of("a.**", "b.**"), List.of("c.*")),
                                folder.resolve("o.jar"),
                                true,
                                Require.TESTED,
                                StoreMode.SIDECAR),
                        null,
                        false));
        assertThat(house.out()).contains("47 decision points").contains("wrote " + folder.resolve("o.jar"));
        assertThat(house.err()).isEqualTo("warning: one class is copied as it is" + System.lineSeparator());
    }

    @Test
    void transformHasDefaultsBesideTheInput() {
        assertThat(house.run("transform", app.toString(), "-p", profile.toString()))
                .isZero();
        assertThat(house.asked).containsExactly(new FakeHouse.Transform(Request.of(app, profile), null, false));
    }

    @Test
    void classesThatWereNeverLoadedGoWhereTheUserSays() {
        assertThat(house.run("transform", app.toString(), "-p", profile.toString(), "--cold-classes", "beside"))
                .isZero();
        assertThat(house.asked)
                .containsExactly(
                        new FakeHouse.Transform(Request.of(app, profile).with(ClassMode.BESIDE), null, false));
        assertThat(house.run("transform", app.toString(), "-p", profile.toString(), "--cold-classes", "away"))
                .isEqualTo(2);
        assertThat(house.err()).contains("--cold-classes", "away");
    }

    @Test
    void allEntriesOfAClassPathAreTheProgram() throws IOException {
        Path part = Files.writeString(folder.resolve("part.jar"), "x");
        Path library = Files.writeString(folder.resolve("lib.jar"), "x");
        String path = app + java.io.File.pathSeparator + part;
        assertThat(house.run("analyze", path, "--include", "a.*", "--class-path", library.toString()))
                .isZero();
        Request request = (Request) house.asked.get(0);
        assertThat(request.inputs()).containsExactly(app, part);
        assertThat(request.classPath()).containsExactly(library);
        assertThat(request.filter().include()).containsExactly("a.*");
    }

    @Test
    void eachEntryOfAClassPathHasItsOwnOutput() throws IOException {
        Path part = Files.writeString(folder.resolve("part.jar"), "x");
        String path = app + java.io.File.pathSeparator + part;
        Path out = folder.resolve("out");
        assertThat(house.run("transform", path, "-p", profile.toString())).isZero();
        assertThat(house.run("transform", path, "-p", profile.toString(), "-o", out.toString()))
                .isZero();
        assertThat(house.asked)
                .map(asked -> ((FakeHouse.Transform) asked).request().outputs())
                .containsExactly(
                        List.of(folder.resolve("app-whittled.jar"), folder.resolve("part-whittled.jar")),
                        List.of(out.resolve("app-whittled.jar"), out.resolve("part-whittled.jar")));
        assertThat(house.run("transform", app + java.io.File.pathSeparator + app, "-p", profile.toString()))
                .isEqualTo(2);
        assertThat(house.err()).contains("same name");
        assertThat(house.run("verify", path, path, "--class-path", app.toString()))
                .isZero();
        assertThat(house.asked.get(2))
                .isEqualTo(List.of(List.of(app, part), List.of(app, part), List.of(app), Require.PROVED));
    }

    @Test
    void aPlanIsCarriedOutWithoutAProfile() {
        Path plan = folder.resolve("my.json");
        PlanCodec.write(plan, FakeHouse.plan());
        assertThat(house.run("transform", app.toString(), "--plan", plan.toString(), "--dry-run"))
                .isZero();
        assertThat(house.asked).containsExactly(new FakeHouse.Transform(Request.of(app, null), FakeHouse.plan(), true));
    }

    @Test
    void transformWritesReportsOnlyWhereAskedAndNotInADryRun() {
        Path json = folder.resolve("r.json");
        Path html = folder.resolve("r.html");
        String[] words = {
            "transform",
            app.toString(),
            "-p",
            profile.toString(),
            "--json",
            json.toString(),
            "--html",
            html.toString(),
            "--dry-run"
        };
        assertThat(house.run(words)).isZero();
        assertThat(json).doesNotExist();
        assertThat(house.run(java.util.Arrays.copyOf(words, words.length - 1))).isZero();
        assertThat(ResultsCodec.read(json)).isEqualTo(FakeHouse.report());
        assertThat(html).content().contains("<!DOCTYPE html>");
    }

    @Test
    void nothingIsOverwrittenWithoutForceAndTheInputNever() throws IOException {
        Path there = Files.writeString(folder.resolve("app-whittled.jar"), "precious");
        assertThat(house.run("transform", app.toString(), "-p", profile.toString()))
                .isEqualTo(2);
        assertThat(house.err()).contains(there.toString()).contains("--force");
        assertThat(house.run("transform", app.toString(), "-p", profile.toString(), "--force", "-o", app.toString()))
                .isEqualTo(2);
        assertThat(house.err()).contains("is the input itself");
        assertThat(house.asked).isEmpty();
    }

    @Test
    void planIsWrittenBesideTheInput() {
        assertThat(house.run("plan", app.toString(), "-p", profile.toString(), "--dry-run"))
                .isZero();
        assertThat(folder.resolve("app.plan.json")).doesNotExist();
        assertThat(house.run("plan", app.toString(), "-p", profile.toString())).isZero();
        assertThat(PlanCodec.read(folder.resolve("app.plan.json")).input()).isEqualTo("app.jar");
    }

    @Test
    void verifyEndsWithOneWhenTheCheckSaysNo() {
        assertThat(house.run("verify", app.toString(), app.toString())).isZero();
        house.accepted = false;
        assertThat(house.run("verify", app.toString(), app.toString())).isEqualTo(1);
        assertThat(house.out()).endsWith("not accepted\n");
    }

    @Test
    void diffSpeaksInThreeForms() {
        assertThat(house.run("diff", app.toString(), app.toString(), "--format", "json"))
                .isZero();
        assertThat(ResultsCodec.fromText(house.out(), "x")).isEqualTo(FakeHouse.report());
        house.out.reset();
        assertThat(house.run("diff", app.toString(), app.toString(), "--format", "html"))
                .isZero();
        assertThat(house.out()).startsWith("<!DOCTYPE html>");
        house.out.reset();
        assertThat(house.run("diff", app.toString(), app.toString())).isZero();
        assertThat(house.out()).contains("hot bytes after");
    }

    @Test
    void runStartsTheProgramWithItsOwnOptionsAndItsOwnCode() {
        house.program = command -> 42;
        assertThat(house.run("run", "--off", "--jvm=-Xmx1g", app.toString(), "--help", "-o", "x"))
                .isEqualTo(42);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertThat(house.asked)
                .containsExactly(
                        List.of(java, "-Dwhittle.off=true", "-Xmx1g", "-jar", app.toString(), "--help", "-o", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whittle-it",
                "transform",
                "transform nowhere.jar -p nothing",
                "transform --no-such-option",
                "record -- java",
                "record -o x --interval soon -- java",
                "record -o x --interval 0 -- java",
                "record -o x --hot many -- java",
                "record -o x --hot-by luck -- java",
                "record -o x --hot-methods missing -- java",
                "plan nowhere.jar",
                "verify a b",
                "diff a",
                "run nowhere.jar",
                "analyze nowhere.jar",
                "transform . -p . --require perhaps"
            })
    void misuseIsOneSentenceAndTwo(String words) {
        assertThat(house.run(words.isEmpty() ? new String[0] : words.split(" ")))
                .isEqualTo(2);
        assertThat(house.err()).hasLineCount(1).endsWith("." + System.lineSeparator());
        assertThat(house.out()).isEmpty();
    }

    @Test
    void badInputIsItsSentenceAndTwo() {
        house.fault = new BadInputException("The profile app.wprof ends too early: record it again.");
        assertThat(house.run("plan", app.toString(), "-p", profile.toString())).isEqualTo(2);
        assertThat(house.err().strip()).isEqualTo("The profile app.wprof ends too early: record it again.");
        assertThat(folder.resolve("app.plan.json")).doesNotExist();
    }

    @Test
    void aFaultIsToldShortlyWithItsTraceInAFileAndThree() throws IOException {
        house.fault = new IllegalStateException("no such block\nsecond line");
        assertThat(house.run("plan", app.toString(), "-p", profile.toString())).isEqualTo(3);
        assertFaultKept("IllegalStateException: no such block");
    }

    @Test
    void aSolverThatFailedIsToldInOneLineAndThree() {
        house.fault = new SolverFaultException(
                new TreeMap<>(Map.of(new MethodId("a/B", "c", "()V"), "the worker of Z3 was killed after 60 s")));
        assertThat(house.run("transform", app.toString(), "-p", profile.toString()))
                .isEqualTo(3);
        assertThat(house.err())
                .contains("Nothing was written, as a solver failed in the proof of ", "was killed after 60 s")
                .hasLineCount(1);
    }

    @Test
    void anErrorIsAFaultToo() throws IOException {
        house.error = new StackOverflowError();
        assertThat(house.run("analyze", app.toString())).isEqualTo(3);
        assertFaultKept("StackOverflowError");
    }

    private void assertFaultKept(String words) throws IOException {
        assertThat(house.err()).contains(words).doesNotContain("second line").hasLineCount(1);
        String path = house.err().replaceFirst("(?s).*the trace is in ", "").replaceFirst("(?s), please.*", "");
        assertThat(Files.readString(Path.of(path))).contains(words).contains("at dev.whittle.cli.WhittleCliTest");
        Files.delete(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record",
                "analyze",
                "plan",
                "transform",
                "verify",
                "diff",
                "run",
                "demo",
                "import",
                "merge",
                "compare"
            })
    void eachCommandHasHelp(String command) {
        assertThat(house.run(command, "--help")).isZero();
        assertThat(house.out()).contains("Usage: whittle " + command);
        assertThat(house.err()).isEmpty();
    }
}
