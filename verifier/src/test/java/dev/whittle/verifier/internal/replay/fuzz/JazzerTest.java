package dev.whittle.verifier.internal.replay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.verifier.internal.replay.Program;
import dev.whittle.verifier.internal.replay.Replay;
import dev.whittle.verifier.internal.replay.Search;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The real Jazzer, in a process of its own, on what the replay's inputs do not reach by themselves. */
class JazzerTest {
    private static final String SOURCE = """
            package q;
            public class Q {
                int n;
                int magic(byte[] b) {
                    if (b == null || b.length < 6) { return 0; }
                    if (b[0] != 'w') { return 1; }
                    if (b[1] != -7) { return 2; }
                    if (b[2] != 'i') { return 3; }
                    if (b[3] != '7') { return 4; }
                    if (b[4] != 't') { return 5; }
                    return b[5] == 33 ? 7 : 6;
                }
            }
            """;
    private static final MethodId MAGIC = new MethodId("q/Q", "magic", "([B)I");
    private static final int RUNS = 1_000_000;

    private static Verdict judge(String other, Search search) {
        Program program = new Program(
                "b",
                classes(SOURCE),
                classes(SOURCE.replace("7 : 6", other)),
                Map.of(),
                Set.of(),
                Map.of(),
                List.of(),
                new TreeMap<>());
        return new Replay(program, true, search).judge(MAGIC, "no proof", List.of());
    }

    private static Map<String, byte[]> classes(String source) {
        Map<String, byte[]> named = new TreeMap<>();
        InMemoryCompiler.compile(Map.of("q.Q", source))
                .forEach((name, bytes) -> named.put(name.replace('.', '/'), bytes));
        return named;
    }

    private static List<Path> jars() throws Exception {
        return List.of(
                jar("com.code_intelligence.jazzer.Jazzer"), jar("com.code_intelligence.jazzer.api.FuzzedDataProvider"));
    }

    private static Path jar(String type) throws Exception {
        Class<?> found = Class.forName(type, false, JazzerTest.class.getClassLoader());
        return Path.of(found.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @Test
    void findsWhatComparisonsHideAndTheReplayShowsItOnceMore() throws Exception {
        assertThat(judge("8 : 6", Search.none()))
                .as("the replay's own inputs do not show it")
                .isInstanceOf(Verdict.Unsupported.class);
        assertThat(judge("8 : 6", new Jazzer(RUNS, jars()))).isInstanceOfSatisfying(Verdict.Counterexample.class, c -> {
            assertThat(c.input()).startsWith("found by fuzzing").contains("b = [119, -7, 105, 55, 116, 33");
            assertThat(c.expected()).isEqualTo("returns 7");
            assertThat(c.actual()).isEqualTo("returns 8");
            assertThat(c.reproducer()).isNotNull();
        });
    }

    @Test
    void saysHowMuchItRanWhereNothingDiffers() throws Exception {
        assertThat(judge("7 : 6", new Jazzer(500, jars())))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        u -> assertThat(u.reason())
                                .startsWith("no proof; cannot be replayed: both versions agree on ")
                                .endsWith("; no difference in 500 runs of the fuzzer"));
    }

    /** Whatever becomes of the process, the verdict is no better than without it. */
    @Test
    void aProcessThatFailsIsASearchLess() {
        assertThat(judge("8 : 6", new Jazzer(500, List.of(Path.of("nothing-here.jar")))))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        u -> assertThat(u.reason()).contains("the fuzzer ended early, with code 1: "));
    }

    @Test
    void whatIsFoundAndDoesNotDifferHereIsNoCounterexample() {
        Search liar = question -> new Search.Answer(List.of(new byte[] {1, 2, 3}, new byte[0]), "it lied");
        assertThat(judge("8 : 6", liar))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class, u -> assertThat(u.reason()).endsWith("; it lied"));
    }
}
