package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.formats.WhittleFile.Judged;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Reproducer;
import dev.whittle.model.Staging;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.report.Reproducers;
import dev.whittle.report.Reproducers.Programs;
import dev.whittle.testkit.ByteLoader;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** Counterexamples as tests: compiled and run without Whittle, they fail where the programs differ and pass where they do not. */
class ReproducerTest {
    private static final String PROGRAM = """
            package p;
            import java.util.*;
            public class P {
                interface Bus { void out(int port, long word); int in(char port); Part part(); default int twice() { return in('x') * 2; } }
                record Pair(String name, double[] values) {}
                enum Kind { A, B { @Override public String toString() { return "b"; } } }
                static final class Part { final int size; Part next; Part(int size) { this.size = size; } }
                static class Odd extends RuntimeException { int code; Odd(int c, Throwable t) { super("odd " + c, t); code = c; } }
                private int total; Part first; Part second; Bus bus; Kind kind; static long seen;
                int value(int x) { return x + 1; }
                void state(Part a) { total++; if (a != null) { a.next = a; first = a; second = a; } }
                void bytes(byte[] b, int[][] m) { if (b.length > 2) { b[1] = 5; } if (m.length > 0) { m[0] = null; } }
                int device(int w) { bus.out(1, w); bus.out(2, w); return bus.twice() + bus.in('q'); }
                int record(Pair p) { return p.name().length() + (p.values().length > 0 ? 1 : 2); }
                int thrown(int x) { if (x > 3) { throw new Odd(x, new IllegalStateException("low")); } return x; }
                boolean strange(float f, double d) { return f != f && d == 0.0; }
                long statics(long x) { seen = x; return x; }
                int texts(String s) { return s.indexOf('\\u00e9') >= 0 || s.indexOf('"') >= 0 ? 1 : 2; }
                int platform(List<String> l, Map<String, String> m, StringBuilder b) { b.append("x"); m.put("k", "v"); return l.size(); }
                int kinds(Kind k) { return k == Kind.B ? 1 : 2; }
                static int plain(char c, short s, Integer boxed) { return c + s + (boxed == null ? 0 : boxed); }
                int forever(int x) { while (x > 7) { x = x - 1; } return x; }
            }
            """;

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        List.of("whittle.first", "whittle.second", "whittle.library").forEach(System::clearProperty);
    }

    private Path program(String name, String source, String main) throws IOException {
        for (Map.Entry<String, byte[]> each :
                InMemoryCompiler.compile(Map.of(main, source)).entrySet()) {
            Path file = folder.resolve(name).resolve(each.getKey().replace('.', '/') + ".class");
            Files.createDirectories(file.getParent());
            Files.write(file, each.getValue());
        }
        return folder.resolve(name);
    }

    private Judged compare(Path first, Path second, String method) {
        Judged judged = new Whittle(Progress.silent())
                .compare(first, second, "p.P", method, List.of(), Require.PROVED)
                .verdicts()
                .get(0);
        assertThat(judged.verdict()).isInstanceOf(Verdict.Counterexample.class);
        return judged;
    }

    private String write(Judged judged, Programs programs) throws IOException {
        Reproducers.Written written = Reproducers.write(folder.resolve("tests"), List.of(judged), programs, true);
        assertThat(written.without()).isEmpty();
        return Files.readString(written.files().get(0));
    }

    /** Compiles a test and runs it, as any user would. */
    private static void run(String source) throws Throwable {
        String name = source.replaceAll("(?s).*\nclass (\\w+) \\{.*", "$1");
        ByteLoader loader = new ByteLoader(
                InMemoryCompiler.compile(Map.of(name, source)), Map.of(), ReproducerTest.class.getClassLoader());
        Class<?> type = loader.loadClass(name);
        Method method = type.getDeclaredMethod("bothVersionsDoTheSame");
        method.setAccessible(true);
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        try {
            method.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value | return x + 1; | return x + 2; | returns",
                "state | second = a; | second = a; total++; | p.P[total=",
                "bytes | b[1] = 5; | b[1] = 6; | byte[] [",
                "device | bus.out(1, w); bus.out(2, w); | bus.out(2, w); bus.out(1, w); | with 2 as argument 1",
                "record | p.values().length > 0 ? 1 | p.values().length > 0 ? 3 | returns",
                "thrown | new Odd(x, | new Odd(x + 1, | p.P$Odd",
                "strange | f != f && d == 0.0 | f != f | returns true",
                "statics | seen = x; | seen = x + 1; | statics of p.P",
                "platform | b.append(\"x\"); | b.append(\"y\"); | java.lang.StringBuilder",
                "kinds | Kind.B ? 1 | Kind.B ? 3 | returns 3",
                "plain | return c + s | return c - s | returns",
            })
    void aTestFailsOnTheVersionThatDiffersAndPassesOnTheOther(String method, String from, String to, String shown)
            throws Throwable {
        assertThat(PROGRAM).contains(from);
        Path first = program("first", PROGRAM, "p.P");
        Path second = program("second", PROGRAM.replace(from, to), "p.P");
        Judged judged = compare(first, second, method);
        String source = write(judged, new Programs(List.of(first), List.of(second), List.of()));
        assertThatThrownBy(() -> run(source))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("p.P." + method)
                .hasMessageContaining(shown)
                .hasMessageContaining("expected: ");
        System.setProperty("whittle.second", first.toString());
        assertThatCode(() -> run(source)).doesNotThrowAnyException();
    }

    @Test
    void theSecondClassMayHaveAnotherName() throws Throwable {
        Path first = folder.resolve(
                program("first", "public class A { A next; int f(A a, int x) { next = a; return x; } }", "A")
                        + "/A.class");
        Path second = folder.resolve(
                program("second", "public class B { B next; int f(B a, int x) { next = this; return x; } }", "B")
                        + "/B.class");
        // The method of B takes a B: the comparison gives both one name, and so does the test.
        Judged judged = new Whittle(Progress.silent())
                .compare(first, second, null, "f", List.of(), Require.PROVED)
                .verdicts()
                .get(0);
        String source = write(judged, new Programs(List.of(first), List.of(second), List.of()));
        assertThatThrownBy(() -> run(source)).isInstanceOf(AssertionError.class).hasMessageContaining("A[next=");
    }

    @Test
    void theOffSwitchIsSetForTheSecondVersionOnly() throws Throwable {
        Path app = program(
                "app", "public class A { static boolean f() { return Boolean.getBoolean(\"whittle.off\"); } }", "A");
        MethodId method = new MethodId("A", "f", "()Z");
        for (boolean off : new boolean[] {true, false}) {
            Reproducer reproducer = new Reproducer(method, "A", List.of(), "null", List.of(), List.of("A"), off, true);
            String source = Reproducers.source(
                    new Verdict.Counterexample("\\u000a hostile */ \n class", "a", "b", reproducer),
                    reproducer,
                    new Programs(List.of(app), List.of(app), List.of()));
            if (off) {
                assertThatThrownBy(() -> run(source)).hasMessageContaining("returns true");
            } else {
                run(source);
            }
        }
        assertThat(System.getProperty("whittle.off")).isNull();
    }

    @Test
    void nothingIsReplacedUnasked() throws IOException {
        Path first = program("first", PROGRAM, "p.P");
        Path second = program("second", PROGRAM.replace("return x + 1;", "return x + 3;"), "p.P");
        Programs programs = new Programs(List.of(first), List.of(second), List.of());
        List<Judged> judged = List.of(compare(first, second, "value"));
        Path file = Reproducers.write(folder.resolve("t"), judged, programs, false)
                .files()
                .get(0);
        String text = Files.readString(file);
        assertThat(file.getFileName().toString()).matches("Replay_P_value_[0-9a-f]{8}Test\\.java");
        Reproducers.write(folder.resolve("t"), judged, programs, false);
        Files.writeString(file, "precious");
        assertThatThrownBy(() -> Reproducers.write(folder.resolve("t"), judged, programs, false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--force");
        assertThat(file).hasContent("precious");
        Reproducers.write(folder.resolve("t"), judged, programs, true);
        assertThat(file).hasContent(text);
    }

    /** An object with another value than the folded one has to break its guard in the test, too: else the right program would fail. */
    @Test
    void factsOfAWhittledProgramAreTold() throws Throwable {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("lib.Main", """
                package lib;
                public class Main {
                    @dev.whittle.annotations.HwBranch("net.width") int width;
                    Main(int width) { this.width = width; }
                    int rx(int word) { if (width == 64) { word = word * 31 + 64; } return word + 1; }
                }
                """));
        Path app = folder.resolve("app.jar");
        jar(app, classes);
        Path profile = folder.resolve("app.wprof");
        ProfileFile.write(profile, Profiles.taken(classes, Map.of("lib/Main.width", new FactValue.OfInt(32))));
        Whittle whittle = new Whittle(Progress.silent());
        Request request = Request.of(app, profile);
        whittle.transform(request, null, false);
        Path wrong = folder.resolve("wrong.jar");
        Files.copy(Request.certificate(request.output()), Request.certificate(wrong));
        unguarded(request.output(), wrong);
        List<Judged> judged =
                whittle.verify(List.of(app), List.of(wrong), List.of(), Require.PROVED).verdicts().stream()
                        .filter(j -> j.method().name().equals("rx"))
                        .toList();
        assertThat(judged)
                .singleElement()
                .satisfies(j -> assertThat(j.verdict()).isInstanceOf(Verdict.Counterexample.class));
        String source = write(judged.get(0), new Programs(List.of(app), List.of(wrong), List.of()));
        assertThat(source).contains("in.fact(o1, \"lib.Main\", \"width\", 64");
        assertThatThrownBy(() -> run(source)).isInstanceOf(AssertionError.class).hasMessageContaining("returns");
        System.setProperty("whittle.second", request.output().toString());
        assertThatCode(() -> run(source)).doesNotThrowAnyException();
    }

    private static void jar(Path file, Map<String, byte[]> classes) throws IOException {
        List<JarContents.Entry> entries = new ArrayList<>();
        classes.forEach((name, bytes) -> entries.add(new JarContents.Entry(name.replace('.', '/') + ".class", bytes)));
        Staging.write(file, new JarContents(entries).toJar());
    }

    /** The guard always holds. */
    private static void unguarded(Path whittled, Path to) throws IOException {
        List<JarContents.Entry> entries = new ArrayList<>();
        for (JarContents.Entry each : JarContents.read(whittled).entries()) {
            byte[] bytes = each.bytes();
            if (each.name().equals("lib/Main.class")) {
                ClassNode node = ClassFiles.parse(bytes);
                node.methods.forEach(m -> {
                    for (AbstractInsnNode n : m.instructions.toArray()) {
                        if (n instanceof InvokeDynamicInsnNode d && d.name.equals("holds")) {
                            m.instructions.set(n, new InsnNode(Opcodes.ICONST_1));
                        }
                    }
                });
                bytes = ClassFiles.write(node);
            }
            entries.add(new JarContents.Entry(each.name(), bytes));
        }
        Staging.write(to, new JarContents(entries).toJar());
    }
}
