package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pairs of methods that do the same, or do not: none is judged wrongly, and most are decided. */
class PairVerifierTest {
    private static Map<String, Verdict> judged(String file) {
        Map<String, String> before = new TreeMap<>();
        Map<String, String> after = new TreeMap<>();
        for (String block : text(file).split("(?m)^== ")) {
            String[] lines = block.split("\n", 2);
            if (lines.length == 2) {
                String[] sides = lines[1].split("(?m)^--$");
                before.put("demo." + lines[0].strip(), source(lines[0].strip(), sides[0]));
                // A line further down: lines do not count.
                after.put("demo." + lines[0].strip(), "\n" + source(lines[0].strip(), sides[1]));
            }
        }
        Map<String, byte[]> a = InMemoryCompiler.compile(before);
        Map<String, byte[]> b = InMemoryCompiler.compile(after);
        Map<String, Verdict> verdicts = new TreeMap<>();
        before.keySet().forEach(name -> {
            String owner = name.replace('.', '/');
            verdicts.put(
                    name,
                    Solvers.compare(new PairVerifier.Pair(
                            new MethodId(owner, "f", descriptor(a.get(owner))),
                            of(owner, a),
                            owner,
                            of(owner, b),
                            Map.of())));
        });
        return verdicts;
    }

    private static String source(String name, String body) {
        return "package demo; import java.util.*; public class " + name + " { " + body + " }";
    }

    private static Map<String, byte[]> of(String owner, Map<String, byte[]> all) {
        Map<String, byte[]> own = new TreeMap<>();
        all.forEach((name, bytes) -> {
            if (name.equals(owner) || name.startsWith(owner + "$")) {
                own.put(name, bytes);
            }
        });
        return own;
    }

    private static String descriptor(byte[] bytes) {
        return dev.whittle.bytecode.ClassFiles.parse(bytes).methods.stream()
                .filter(m -> m.name.equals("f"))
                .findFirst()
                .orElseThrow()
                .desc;
    }

    private static String text(String file) {
        try (InputStream in = PairVerifierTest.class.getResourceAsStream("/pairs/" + file)) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long count(Map<String, Verdict> verdicts, Class<? extends Verdict> kind) {
        return verdicts.values().stream().filter(kind::isInstance).count();
    }

    private static void show(String what, Map<String, Verdict> verdicts) {
        List<String> open = new ArrayList<>();
        verdicts.forEach((name, v) -> {
            if (v instanceof Verdict.Unsupported || v instanceof Verdict.Tested) {
                open.add("  " + name + ": " + v);
            }
        });
        System.out.println(what + ": " + count(verdicts, Verdict.Proved.class) + " proved, "
                + count(verdicts, Verdict.Tested.class) + " tested, "
                + count(verdicts, Verdict.Counterexample.class) + " with a counterexample, "
                + count(verdicts, Verdict.Unsupported.class) + " open, of " + verdicts.size());
        open.forEach(System.out::println);
    }

    @Test
    void whatDoesTheSameIsProvedOrTestedAndNeverRefuted() {
        Map<String, Verdict> verdicts = judged("equivalent.txt");
        show("equivalent pairs", verdicts);
        assertThat(verdicts)
                .hasSizeGreaterThanOrEqualTo(40)
                .allSatisfy((name, v) -> assertThat(v).isNotInstanceOf(Verdict.Counterexample.class));
        assertThat(count(verdicts, Verdict.Proved.class)).isGreaterThanOrEqualTo(verdicts.size() * 3L / 4);
    }

    @Test
    void whatDiffersIsMostlyFoundAndNeverProved() {
        Map<String, Verdict> verdicts = judged("different.txt");
        show("different pairs", verdicts);
        assertThat(verdicts)
                .hasSizeGreaterThanOrEqualTo(40)
                .allSatisfy((name, v) -> assertThat(v).isNotInstanceOf(Verdict.Proved.class));
        assertThat(count(verdicts, Verdict.Counterexample.class)).isGreaterThanOrEqualTo(verdicts.size() * 3L / 4);
    }

    @Test
    void classesOfTwoNamesAreCompared() {
        Map<String, byte[]> a =
                InMemoryCompiler.compile(Map.of("demo.One", source("One", "int x; int f(One o) { return o.x + x; }")));
        Map<String, byte[]> b = InMemoryCompiler.compile(
                Map.of("demo.Two", source("Two", "int x; int f(Two o) { int k = o.x; return x + k; }")));
        MethodId id = new MethodId("demo/One", "f", "(Ldemo/One;)I");
        assertThat(Solvers.compare(new PairVerifier.Pair(id, a, "demo/Two", b, Map.of())))
                .isInstanceOf(Verdict.Proved.class);
        MethodId missing = new MethodId("demo/One", "g", "()V");
        assertThatThrownBy(() -> Solvers.compare(new PairVerifier.Pair(missing, a, "demo/Two", b, Map.of())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no code of demo.One.g()V");
    }
}
