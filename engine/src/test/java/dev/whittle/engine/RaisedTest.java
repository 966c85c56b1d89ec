package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Programs of older class files, whittled with profiles that are wrong, run as they did. */
class RaisedTest {
    private static final Map<String, String> SOURCES = Map.of("old.Main", """
            package old;
            import java.util.*;
            public class Main {
                private final List<String> seen = new ArrayList<String>();
                private int total;
                private static int calls;
                private enum Kind { UP, DOWN }
                private class Port {
                    private int level;
                    private int raise(int by) { level += by; total += level; return level; }
                    private int use(Kind kind, int by) {
                        switch (kind) {
                            case UP: return raise(by);
                            case DOWN: return by > 2 ? raise(-by) : Main.this.fail(by);
                            default: return 0;
                        }
                    }
                }
                private int fail(int by) {
                    if (by == 1) { throw new IllegalStateException("port " + by); }
                    return twice(by);
                }
                private int twice(int x) { calls++; return x < 0 ? -2 * x : 2 * x; }
                synchronized String run(int n) {
                    Port port = new Port();
                    for (int i = 0; i < n; i++) {
                        try {
                            seen.add(i + "=" + port.use(i % 3 == 1 ? Kind.DOWN : Kind.UP, i));
                        } catch (IllegalStateException e) {
                            seen.add(e.getMessage() + at(e));
                        } finally {
                            total ^= i;
                        }
                    }
                    return seen + " " + total + " " + calls + sorted();
                }
                private static String at(Throwable e) {
                    String s = "none";
                    for (StackTraceElement f : e.getStackTrace()) {
                        if (f.getMethodName().equals("fail")) { return f.getFileName() + f.getLineNumber(); }
                    }
                    return s;
                }
                private String sorted() {
                    List<String> copy = new ArrayList<String>(seen);
                    Collections.sort(copy, new Comparator<String>() {
                        public int compare(String a, String b) { return order(a, b); }
                    });
                    return copy.size() > 3 ? copy.get(3) : copy.toString();
                }
                private int order(String a, String b) {
                    if (a.length() != b.length()) { return a.length() - b.length(); }
                    return a.compareTo(b);
                }
                LAMBDAS
                public static void main(String[] arguments) {
                    for (int n = 0; n < 9; n++) { System.out.println(new Main().run(n) + new Main().more(n)); }
                }
            }
            """);
    private static final String WITH = """
            private int sum(int n) { return n > 4 ? n + total : n - total; }
            int more(int n) {
                java.util.function.IntSupplier s = () -> sum(n);
                java.util.function.IntUnaryOperator t = this::twice;
                if (n > 5) { return s.getAsInt() + t.applyAsInt(n); }
                return s.getAsInt();
            }
            """;

    @TempDir
    Path folder;

    private static Map<String, byte[]> classes(int version) {
        Map<String, String> sources = new TreeMap<>(SOURCES);
        sources.replaceAll((n, s) -> s.replace("LAMBDAS", version > 50 ? WITH : "int more(int n) { return n; }"));
        Map<String, byte[]> classes = InMemoryCompiler.compile(sources, "--release", "8");
        classes.replaceAll((name, bytes) -> {
            ClassNode node = ClassFiles.parse(bytes);
            node.version = version;
            return ClassFiles.write(node);
        });
        return classes;
    }

    /** Rewrites small methods too. */
    private static Whittle eager() {
        return new Whittle(
                Progress.silent(), Solving.defaults(), Profit.defaults().withExitBytes(0));
    }

    private static String run(Path jar) {
        JvmFork.Result result = JvmFork.run("-cp", jar.toString(), "old.Main");
        return result.exit() + result.out() + result.err();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 52, 54})
    void runAsTheyDid(int version) {
        Map<String, byte[]> classes = classes(version);
        Path jar = JarBuilder.write(folder.resolve("old.jar"), classes, Map.of(), null);
        String expected = run(jar);
        assertThat(expected).startsWith("0").contains("port 1Main.java");
        List<String> raised = new ArrayList<>();
        for (int seed = 1; seed <= 2; seed++) {
            Path profile = folder.resolve("p" + seed + ".wprof");
            ProfileFile.write(profile, Profiles.withReceivers(Profiles.random(classes, seed), classes, seed));
            Path out = folder.resolve("whittled" + seed + ".jar");
            Request request = new Request(
                    jar, List.of(), profile, null, Filter.all(), out, true, Require.PROVED, StoreMode.EMBEDDED);
            Outcome outcome = eager().transform(request, null, false);
            assertThat(outcome.certificate().verdicts()).allMatch(v -> v.verdict() instanceof Verdict.Proved);
            for (JarContents.Entry entry : JarContents.read(out).entries()) {
                byte[] before = classes.get(entry.name().replace(".class", ""));
                if (before != null && !Arrays.equals(before, entry.bytes())) {
                    assertThat(ClassFiles.major(entry.bytes())).isEqualTo(55);
                    raised.add(entry.name());
                } else if (before != null) {
                    assertThat(ClassFiles.major(entry.bytes())).isEqualTo(version);
                }
            }
            assertThat(run(out)).isEqualTo(expected);
            Judgement judgement =
                    new Whittle(Progress.silent()).verify(List.of(jar), List.of(out), List.of(), Require.PROVED);
            assertThat(judgement.findings()).isEmpty();
            assertThat(judgement.accepted()).isTrue();
        }
        assertThat(raised).contains("old/Main.class");
    }

    /** It would throw an {@code IllegalAccessError} if it were raised. */
    @ParameterizedTest
    @ValueSource(ints = {50, 52})
    void oneThatWritesAFinalFieldLateStays(int version) {
        Map<String, byte[]> classes = classes(version);
        ClassNode node = ClassFiles.parse(classes.get("old/Main"));
        MethodNode method = node.methods.stream()
                .filter(m -> m.name.equals("sorted"))
                .findFirst()
                .orElseThrow();
        var put = new org.objectweb.asm.tree.InsnList();
        put.add(new VarInsnNode(Opcodes.ALOAD, 0));
        put.add(new InsnNode(Opcodes.DUP));
        put.add(new FieldInsnNode(Opcodes.GETFIELD, "old/Main", "seen", "Ljava/util/List;"));
        put.add(new FieldInsnNode(Opcodes.PUTFIELD, "old/Main", "seen", "Ljava/util/List;"));
        method.instructions.insert(put);
        classes.put("old/Main", ClassFiles.write(node));
        Path jar = JarBuilder.write(folder.resolve("final.jar"), classes, Map.of(), null);
        assertThat(run(jar)).startsWith("0").contains("port 1Main.java");
        Path profile = folder.resolve("final.wprof");
        ProfileFile.write(profile, Profiles.random(classes, 1));
        Path out = folder.resolve("final-whittled.jar");
        Outcome outcome = eager().transform(
                        new Request(
                                jar,
                                List.of(),
                                profile,
                                null,
                                Filter.all(),
                                out,
                                true,
                                Require.PROVED,
                                StoreMode.EMBEDDED),
                        null,
                        false);
        assertThat(outcome.plan().toString()).contains("writes the final field seen");
        assertThat(outcome.certificate().verdicts())
                .noneMatch(v -> v.method().owner().equals("old/Main"));
        assertThat(run(out)).isEqualTo(run(jar));
        node.version = 55;
        classes.put("old/Main", ClassFiles.write(node));
        assertThat(run(JarBuilder.write(folder.resolve("raised.jar"), classes, Map.of(), null)))
                .contains("IllegalAccessError");
    }
}
