package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testkit.InMemoryCompiler;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Jazzer, as the command line asks for it. */
class FuzzOptionsTest {
    private static final String SOURCE = """
            public class P {
                static int f(byte[] b) {
                    if (b == null || b.length != 9) { return 0; }
                    if ((b[0] & 255) != 0xCA) { return 1; }
                    if ((b[1] & 255) != 0xFE) { return 2; }
                    int length = (b[2] & 255) << 8 | b[3] & 255;
                    if (length != 0x2f61) { return 3; }
                    int sum = 0;
                    for (int i = 0; i < 4; i++) { sum = sum << 8 | b[4 + i] & 255; }
                    if (sum != 0x10203040) { return 4; }
                    return b[8] == -2 ? 5 : 6;
                }
            }
            """;

    @TempDir
    private Path folder;

    private final FakeHouse house = new FakeHouse();

    private String write(String name, String source) throws IOException {
        Path target = folder.resolve(name).resolve("P.class");
        Files.createDirectories(target.getParent());
        return Files.write(
                        target,
                        Objects.requireNonNull(
                                InMemoryCompiler.compile(Map.of("P", source)).get("P")))
                .toString();
    }

    private static String jar(String type) throws Exception {
        Class<?> found = Class.forName(type, false, FuzzOptionsTest.class.getClassLoader());
        return Path.of(found.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static String jazzer() throws Exception {
        return jar("com.code_intelligence.jazzer.Jazzer")
                + File.pathSeparator
                + jar("com.code_intelligence.jazzer.api.Jazzer");
    }

    private int compare(String a, String b, String... more) {
        String[] words = new String[6 + more.length];
        System.arraycopy(new String[] {"verify", "--pair", a, b, "--method", "f"}, 0, words, 0, 6);
        System.arraycopy(more, 0, words, 6, more.length);
        return house.run(words);
    }

    @Test
    void whatStandsBehindComparisonsIsFoundAndShown() throws Exception {
        String a = write("a", SOURCE);
        String b = write("b", SOURCE.replace("? 5", "? 7"));
        assertThat(compare(a, b)).isEqualTo(1);
        assertThat(house.out()).doesNotContain("COUNTEREXAMPLE");
        assertThat(compare(a, b, "--fuzz", "2000000", "--jazzer", jazzer())).isEqualTo(1);
        assertThat(house.out())
                .contains("COUNTEREXAMPLE P.f([B)I: with found by fuzzing")
                .contains("b = [-54, -2, 47, 97, 16, 32, 48, 64, -2]");
        assertThat(house.err()).isEmpty();
    }

    private static String counting(String loop) {
        return "public class P { static int f(int x) { int n = 0; " + loop + " return n; } }";
    }

    @Test
    void whatIsEqualAndNotProvedSaysHowOftenItRan() throws Exception {
        String a = write("a", counting("for (int i = 0; i < 32; i++) { n += x >>> i & 1; }"));
        String b = write("b", counting("while (x != 0) { x &= x - 1; n++; }"));
        assertThat(compare(a, b, "--fuzz", "300", "--jazzer", jazzer())).isEqualTo(1);
        assertThat(house.out())
                .contains("no difference in 300 runs of the fuzzer")
                .doesNotContain("COUNTEREXAMPLE");
    }

    @Test
    void withoutJazzerTheCodeIsTwoAndTheSentenceSaysWhatToDo() throws Exception {
        String a = write("a", SOURCE);
        assertThat(compare(a, a, "--fuzz", "300")).isEqualTo(2);
        assertThat(house.err())
                .contains("Fuzzing needs Jazzer", "com.code-intelligence:jazzer:0.30.0", "Maven Central")
                .hasLineCount(1);
        assertThat(compare(
                        a,
                        a,
                        "--fuzz",
                        "300",
                        "--jazzer",
                        folder.resolve("no.jar").toString()))
                .isEqualTo(2);
        assertThat(compare(a, a, "--fuzz", "300", "--jazzer", folder.toString()))
                .isEqualTo(2);
        assertThat(compare(a, a, "--fuzz", "-1", "--jazzer", jazzer())).isEqualTo(2);
        assertThat(compare(a, a, "--jazzer", jazzer())).isEqualTo(2);
        assertThat(compare(a, a, "--fuzz", "soon", "--jazzer", jazzer())).isEqualTo(2);
        assertThat(house.out()).isEmpty();
    }

    @Test
    void aWhittledProgramIsAskedTheSame() throws Exception {
        String a = write("a", SOURCE);
        assertThat(house.run("verify", a, a, "--fuzz", "7", "--jazzer", jazzer()))
                .isZero();
        assertThat(house.fuzzing.runs()).isEqualTo(7);
        assertThat(house.fuzzing.jars()).hasSize(2);
        assertThat(house.run("verify", a, a)).isZero();
        assertThat(house.fuzzing.runs()).isZero();
    }
}
