package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.bytecode.JarContents;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The share of executions that a plan says a principal path explains is the share that passes the entry guard of the whittled method in
 * a run of the same workload: counted in the whittled program, at its entry and at the exit of the guard, with code put there by the test.
 */
class ExplainedShareTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "mix.Mix", """
            package mix;
            import java.util.Random;
            public class Mix {
                static int classify(int kind, int flags, int port, int x) {
                    int r = x;
                    if (kind == 7) { r = r * 31 + port; } else { r ^= kind; }
                    if (port == 2) { r += flags; }
                    if (flags == 0) { r = r * 17 + 3; } else { r -= flags * port; }
                    return r;
                }
                public static void main(String[] args) {
                    Random random = new Random(Integer.parseInt(args[0]));
                    int rare = Integer.parseInt(args[1]);
                    int sum = 0;
                    for (int i = 0; i < 50_000; i++) {
                        boolean strange = random.nextInt(10_000) < rare;
                        int kind = strange ? random.nextInt(7) : 7;
                        sum = sum * 7 + classify(kind, strange ? 1 + random.nextInt(3) : 0, random.nextInt(4), i);
                    }
                    System.out.println(sum);
                }
            }
            """,
            "mix.Count", """
            package mix;
            public class Count {
                static long entered;
                static long deviated;
                public static void entered() { entered++; }
                public static void deviated() { deviated++; }
                public static void main(String[] args) {
                    Mix.main(args);
                    System.out.println(entered + " " + deviated);
                }
            }
            """));

    @TempDir
    Path folder;

    /** Rare executions in ten thousand. */
    @ParameterizedTest
    @ValueSource(ints = {3, 90})
    void isTheShareThatPassesTheGuard(int rare) throws IOException {
        String[] words = {"20261122", Integer.toString(rare)};
        Path jar = JarBuilder.write(
                folder.resolve("mix.jar"), Map.of("mix/Mix", CLASSES.get("mix/Mix")), Map.of(), "mix.Mix");
        Path profile = folder.resolve("mix.wprof");
        Recorded.ok(Tools.whittle(
                "record", "--hot", "0", "-o", profile, "--", JvmFork.java(), "-jar", jar, words[0], words[1]));
        Path plan = folder.resolve("mix.plan.json");
        Recorded.ok(Tools.whittle("plan", jar, "--profile", profile, "-o", plan));
        Path whittled = folder.resolve("mix-whittled.jar");
        Recorded.ok(Tools.whittle("transform", jar, "--profile", profile, "-o", whittled));

        JvmFork.Result original = JvmFork.run("-jar", jar.toString(), words[0], words[1]);
        JvmFork.Result run = JvmFork.run("-cp", counted(whittled).toString(), "mix.Count", words[0], words[1]);
        List<String> lines = run.out().lines().toList();
        assertThat(lines).as(run.err()).hasSize(2);
        assertThat(lines.get(0)).isEqualTo(original.out().strip());
        long entered = Long.parseLong(lines.get(1).split(" ")[0]);
        long deviated = Long.parseLong(lines.get(1).split(" ")[1]);
        assertThat(entered).isEqualTo(50_000);
        assertThat(deviated).isPositive();
        double replayed = 1 - (double) deviated / entered;
        assertThat(explained(Tools.json(plan)))
                .isCloseTo(replayed, within(0.001))
                .isBetween(0.99, 0.99999);
    }

    private static double explained(JsonNode plan) {
        List<JsonNode> shares = plan.findValues("explainedShare");
        assertThat(shares).as(plan.toPrettyString()).hasSize(1);
        return shares.get(0).asDouble();
    }

    /** Of the exits that go on at the method's beginning, the first is that of the off switch, the last that of the entry guard. */
    private Path counted(Path whittled) throws IOException {
        JsonNode certificates = Tools.json(Path.of(whittled.toString().replace(".jar", ".whittle")))
                .path("certificates");
        List<Integer> exits = new ArrayList<>();
        for (JsonNode certificate : certificates) {
            if (certificate.toString().contains("classify")) {
                certificate.path("exits").forEach(e -> {
                    if (e.path("resume").asInt() == 0) {
                        exits.add(e.path("transformed").asInt());
                    }
                });
            }
        }
        assertThat(exits).as(certificates.toPrettyString()).hasSize(2);
        Map<String, byte[]> classes = new TreeMap<>();
        Map<String, byte[]> resources = new TreeMap<>();
        for (JarContents.Entry entry : JarContents.read(whittled).entries()) {
            if (entry.isClass()) {
                classes.put(entry.name().replace(".class", ""), entry.bytes());
            } else if (!entry.name().endsWith("MANIFEST.MF")) {
                resources.put(entry.name(), entry.bytes());
            }
        }
        ClassNode mix = ClassFiles.parse(classes.get("mix/Mix"));
        MethodNode classify = mix.methods.stream()
                .filter(m -> m.name.equals("classify"))
                .findFirst()
                .orElseThrow();
        Instructions code = Instructions.of(classify);
        AbstractInsnNode exit = code.get(Math.max(exits.get(0), exits.get(1)));
        classify.instructions.insertBefore(code.get(0), call("entered"));
        classify.instructions.insertBefore(exit, call("deviated"));
        classes.put("mix/Mix", ClassFiles.write(mix));
        classes.put("mix/Count", CLASSES.get("mix/Count"));
        return JarBuilder.write(folder.resolve("counted.jar"), classes, resources, null);
    }

    private static MethodInsnNode call(String name) {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, "mix/Count", name, "()V", false);
    }
}
