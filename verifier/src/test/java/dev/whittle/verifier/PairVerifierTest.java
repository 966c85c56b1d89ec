package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.verifier.Literature.Judged;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pairs of methods that do the same, or do not: none is judged wrongly, and most are decided. */
@Tag("any-jvm")
class PairVerifierTest {
    private static Map<String, Judged> judged(String file) {
        Map<String, Judged> verdicts = Literature.judged(file, name -> true);
        Literature.show(System.out, file, verdicts, Boolean.getBoolean("whittle.pairs.times"));
        return verdicts;
    }

    private static double share(Map<String, Judged> all, Class<? extends Verdict> kind) {
        return (double) Literature.count(all, kind) / all.size();
    }

    @Test
    void whatDoesTheSameIsMostlyProvedAndNeverRefuted() {
        Map<String, Judged> verdicts = judged("equivalent.txt");
        assertThat(verdicts)
                .hasSizeGreaterThanOrEqualTo(64)
                .allSatisfy((name, j) -> assertThat(j.verdict()).isNotInstanceOf(Verdict.Counterexample.class));
        assertThat(share(verdicts, Verdict.Proved.class)).isGreaterThanOrEqualTo(0.80);
    }

    @Test
    void whatDiffersIsNearlyAlwaysFoundAndNeverProved() {
        Map<String, Judged> verdicts = judged("different.txt");
        assertThat(verdicts)
                .hasSizeGreaterThanOrEqualTo(64)
                .allSatisfy((name, j) -> assertThat(j.verdict()).isNotInstanceOf(Verdict.Proved.class));
        assertThat(share(verdicts, Verdict.Counterexample.class)).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void classesOfTwoNamesAreCompared() {
        Map<String, byte[]> a = InMemoryCompiler.compile(
                Map.of("demo.One", Literature.source("One", "int x; int f(One o) { return o.x + x; }")));
        Map<String, byte[]> b = InMemoryCompiler.compile(
                Map.of("demo.Two", Literature.source("Two", "int x; int f(Two o) { int k = o.x; return x + k; }")));
        MethodId id = new MethodId("demo/One", "f", "(Ldemo/One;)I");
        assertThat(Solvers.compare(new PairVerifier.Pair(id, a, "demo/Two", b, Map.of())))
                .isInstanceOf(Verdict.Proved.class);
        MethodId missing = new MethodId("demo/One", "g", "()V");
        assertThatThrownBy(() -> Solvers.compare(new PairVerifier.Pair(missing, a, "demo/Two", b, Map.of())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no code of demo.One.g()V");
    }
}
