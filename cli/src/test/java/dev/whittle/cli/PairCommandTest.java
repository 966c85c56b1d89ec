package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two class files that nobody certified. */
class PairCommandTest {
    @TempDir
    private Path folder;

    private final FakeHouse house = new FakeHouse();
    private String a = "";
    private String b = "";

    @BeforeEach
    void twoClasses() throws IOException {
        a = write("a", "int f(int x) { return x * 2; } int g(int x) { return x; } int g(long x) { return 1; }");
        b = write("b", "int f(int x) { return x << 1; } int g(int x) { return x + 1; } int g(long x) { return 2; }");
    }

    private String write(String name, String body) throws IOException {
        Path target = folder.resolve(name).resolve("P.class");
        Files.createDirectories(target.getParent());
        byte[] bytes = InMemoryCompiler.compile(Map.of("P", "public class P { " + body + " }"))
                .get("P");
        return Files.write(target, java.util.Objects.requireNonNull(bytes)).toString();
    }

    @Test
    void whatIsProvedEndsWithZero() {
        assertThat(house.run("verify", "--pair", a, b, "--method", "f")).isZero();
        assertThat(house.out()).startsWith("PROVED P.f(I)I: both do the same").hasLineCount(1);
        assertThat(house.err()).isEmpty();
    }

    @Test
    void whatDiffersEndsWithOneAndAnInput() {
        assertThat(house.run("verify", "--pair", a, b, "--method", "g(I)I")).isEqualTo(1);
        assertThat(house.out()).startsWith("COUNTEREXAMPLE P.g(I)I: with ").hasLineCount(1);
    }

    @Test
    void filesForToolsHoldTheSame() {
        Path json = folder.resolve("o.json");
        Path junit = folder.resolve("o.xml");
        Path sarif = folder.resolve("o.sarif");
        assertThat(house.run(
                        "verify",
                        "--pair",
                        a,
                        b,
                        "--method",
                        "g(I)I",
                        "--json",
                        json.toString(),
                        "--junit",
                        junit.toString(),
                        "--sarif",
                        sarif.toString()))
                .isEqualTo(1);
        assertThat(json)
                .content()
                .contains("\"accepted\": false", "\"method\": \"g\"", "\"verdict\": \"counterexample\"", "seed ");
        assertThat(junit).content().contains("failures=\"1\"", "name=\"g(I)I\"");
        assertThat(sarif).content().contains("method/counterexample");
    }

    @Test
    void aCounterexampleIsWrittenAsATestThatNamesBothFiles() throws IOException {
        Path tests = folder.resolve("tests");
        String[] words = {"verify", "--pair", a, b, "--method", "g(I)I", "--reproduce", tests.toString()};
        assertThat(house.run(words)).isEqualTo(1);
        assertThat(house.out()).contains("wrote " + tests.resolve("Replay_P_g_"));
        assertThat(tests).isDirectoryContaining(f -> f.toString().endsWith("Test.java"));
        try (var files = Files.list(tests)) {
            Path file = files.findFirst().orElseThrow();
            assertThat(file).content().contains("\"" + a + "\"", "\"" + b + "\"");
            Files.writeString(file, "precious");
            assertThat(house.run(words)).isEqualTo(2);
            assertThat(file).hasContent("precious");
        }
    }

    @Test
    void proofsAreNotKept() {
        String cache = folder.resolve("proofs").toString();
        assertThat(house.run("verify", "--pair", a, b, "--method", "f", "--cache", cache))
                .isEqualTo(2);
        assertThat(house.err()).contains("--pair keeps no proofs").hasLineCount(1);
        assertThat(folder.resolve("proofs")).doesNotExist();
    }

    @Test
    void directoriesNeedTheNameOfTheClass() {
        String first = Path.of(a).getParent().toString();
        String second = Path.of(b).getParent().toString();
        assertThat(house.run("verify", "--pair", first, second, "--method", "f", "--class", "P"))
                .isZero();
        assertThat(house.run("verify", "--pair", first, second, "--method", "f"))
                .isEqualTo(2);
        assertThat(house.err()).contains("--class").hasLineCount(1);
    }

    @Test
    void whatIsNotThereIsOneSentenceAndTwo() {
        assertThat(house.run("verify", "--pair", a, b, "--method", "g")).isEqualTo(2);
        assertThat(house.run("verify", "--pair", a, b, "--method", "h")).isEqualTo(2);
        assertThat(house.run("verify", "--pair", a, b)).isEqualTo(2);
        assertThat(house.run("verify", a, b, "--method", "f")).isEqualTo(2);
        assertThat(house.err())
                .hasLineCount(4)
                .contains("2 methods g")
                .contains("no method h")
                .contains("and --method")
                .contains("belong to --pair");
    }
}
