package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is said in one sentence. */
class WrongUseTest {
    @TempDir
    Path folder;

    private static String refused(String... words) {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.run(words)).isEqualTo(2);
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anOptionThatIsNot() {
        assertThat(refused("--fast"))
                .startsWith("benchmark: ")
                .contains("--fast")
                .hasLineCount(1);
    }

    @Test
    void aSubjectThatIsNot() {
        assertThat(refused("--subjects", "huge,small"))
                .contains("no subject small: choose among huge, huge-many")
                .hasLineCount(1);
    }

    @Test
    void aWorkloadThatIsNot() {
        assertThat(refused("no-harm", "--workloads", "csv,small"))
                .contains("no workload small: choose among guava-strings, ")
                .hasLineCount(1);
    }

    @Test
    void aModeThatIsNot() {
        assertThat(refused("--modes", "c3")).contains("no mode c3").hasLineCount(1);
    }

    @Test
    void aFolderThatIsNoJdk() {
        assertThat(refused("--jdk", folder.toString()))
                .contains(folder + " is not a JDK")
                .hasLineCount(1);
    }

    @Test
    void anOperationThatGivesAnotherResultIsNotMeasured() {
        assertThatThrownBy(() -> Operation.requireEqual("x.Y of b.jar", 5, 6))
                .isInstanceOfSatisfying(
                        BenchException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessageContaining("x.Y of b.jar gives another result than it is compared with, 6 instead of 5")
                .hasMessageContaining("nothing was measured");
    }

    @Test
    void theSameOperationsGiveTheSameSum() {
        long[] state = {1};
        long first = Operation.checksum(() -> state[0] = state[0] * 31 + 7);
        state[0] = 1;
        assertThat(Operation.checksum(() -> state[0] = state[0] * 31 + 7)).isEqualTo(first);
        assertThat(Operation.checksum(() -> state[0] = state[0] * 31 + 7)).isNotEqualTo(first);
    }

    @Test
    void aJarWithoutTheOperationIsNamed() {
        Path jar = folder.resolve("empty.jar");
        assertThatThrownBy(() -> Operation.load(jar, "x.Y"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("x.Y of " + jar);
    }
}
