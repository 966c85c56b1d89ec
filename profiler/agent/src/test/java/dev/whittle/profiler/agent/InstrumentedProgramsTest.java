package dev.whittle.profiler.agent;

import static dev.whittle.profiler.agent.Recording.method;
import static dev.whittle.profiler.agent.Recording.type;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Profile;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Instrumented programs verify and do what they did. */
class InstrumentedProgramsTest {
    @TempDir
    Path directory;

    private Recording recording;

    @BeforeEach
    void prepare() throws IOException {
        recording = new Recording(directory);
    }

    /** All paths from the start; each method as soon as it ran; what the samples choose. */
    @ParameterizedTest
    @ValueSource(strings = {"hot=0", "hot=1,hot-by=counters,inputs=4,exclude=dev.whittle.*", "hot-by=async"})
    void aBigProgramDoesWhatItDid(String options) {
        // Its own ASM is the agent's here; the jar that people get keeps them apart.
        String[] arguments = BigProgram.arguments(recording);
        JvmFork.Result plain = JvmFork.run(arguments);
        JvmFork.Result recorded = recording.run(options, arguments);
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.out()).isEqualTo(plain.out()).isNotBlank();
        Profile profile = recording.profile();
        Profile.ClassProfile analyzer = type(profile, "org/objectweb/asm/tree/analysis/BasicVerifier");
        assertThat(analyzer.complete()).isTrue();
        assertThat(profile.classes().stream().filter(c -> !c.complete()).count())
                .isZero();
        assertThat(profile.classes().size()).isGreaterThan(10);
    }

    @Test
    void finallyMonitorsAndConstructorsWithBranchesVerify() {
        Path jar = recording.program("""
                package app;
                public class Main {
                    final long wide; final Object chosen;
                    Main(boolean b) { this(b ? new Object() : new StringBuilder(b ? "x" : "y"), b ? 1L : 2L); }
                    Main(Object o, long w) { super(); chosen = o; wide = o == null ? w : -w; }
                    static int nested(int n) {
                        int total = 0;
                        outer:
                        for (int i = 0; ; i++) {
                            try {
                                synchronized (Main.class) {
                                    double d = i;
                                    while (true) {
                                        if (d > n) break outer;
                                        try { if (i % 2 == 0) continue outer; total += 2; throw new RuntimeException("r" + i); }
                                        catch (RuntimeException e) { if (i > 6) return total; d += 100; }
                                        finally { total++; if (i == 5) continue outer; }
                                    }
                                }
                            } finally { total += 10; }
                        }
                        return total;
                    }
                    static String text(Object o) {
                        return switch (String.valueOf(o)) { case "a", "b" -> "ab"; case "c" -> "c"; default -> { try { yield "" + Integer.parseInt("x"); } catch (NumberFormatException e) { yield "n"; } } };
                    }
                    public static void main(String[] args) {
                        System.out.println(nested(3) + " " + nested(300) + " " + new Main(true).wide + new Main(false).wide + text("a") + text("c") + text(null));
                    }
                }
                """);
        String plain = JvmFork.run("-jar", jar.toString()).out();
        JvmFork.Result recorded = recording.run("hot=0,inputs=4,include=app.*", "-jar", jar.toString());
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.out()).isEqualTo(plain).isNotBlank();
        assertThat(type(recording.profile(), "app/Main").complete()).isTrue();
    }

    /** An object under construction at a branch: frames name it by the place of its {@code new}, which is a handler's start too. */
    @Test
    void anObjectMadeAtTheStartOfAHandlerVerifies() {
        Path jar = JarBuilder.write(
                directory.resolve("odd.jar"), Map.of("app/Main", odd(Opcodes.V17)), Map.of(), "app.Main");
        JvmFork.Result recorded = recording.run("hot=0,inputs=4,include=app.*", "-jar", jar.toString());
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.out()).isEqualTo("caught\n");
        Profile.MethodProfile main = method(recording.profile(), "app/Main", "main");
        assertThat(main.handlers()).extracting(Profile.HandlerCount::count).containsExactly(1L);
        assertThat(main.edges()).extracting(Profile.EdgeCount::count).containsExactly(0L, 1L);
    }

    @Test
    void aClassFileOlderThanFramesIsCounted() {
        Path jar = JarBuilder.write(
                directory.resolve("old.jar"), Map.of("app/Main", odd(Opcodes.V1_4)), Map.of(), "app.Main");
        JvmFork.Result recorded = recording.run("hot=0,inputs=4,include=app.*", "-jar", jar.toString());
        assertThat(recorded.err()).isEmpty();
        assertThat(recorded.out()).isEqualTo("caught\n");
        assertThat(method(recording.profile(), "app/Main", "main")
                        .handlers()
                        .get(0)
                        .count())
                .isEqualTo(1);
    }

    private static byte[] odd(int version) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(version, Opcodes.ACC_PUBLIC, "app/Main", null, "java/lang/Object", null);
        MethodVisitor m = writer.visitMethod(
                Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "main", "([Ljava/lang/String;)V", null, null);
        m.visitCode();
        Label start = new Label();
        Label end = new Label();
        Label handler = new Label();
        Label join = new Label();
        m.visitTryCatchBlock(start, end, handler, "java/lang/ArithmeticException");
        m.visitLabel(start);
        m.visitInsn(Opcodes.ICONST_1);
        m.visitInsn(Opcodes.ICONST_0);
        m.visitInsn(Opcodes.IDIV);
        m.visitInsn(Opcodes.POP);
        m.visitInsn(Opcodes.RETURN);
        m.visitLabel(end);
        m.visitLabel(handler);
        boolean frames = version >= Opcodes.V1_6;
        Object[] locals = {"[Ljava/lang/String;"};
        if (frames) {
            m.visitFrame(Opcodes.F_FULL, 1, locals, 1, new Object[] {"java/lang/ArithmeticException"});
        }
        m.visitTypeInsn(Opcodes.NEW, "java/lang/String");
        m.visitInsn(Opcodes.DUP);
        m.visitVarInsn(Opcodes.ALOAD, 0);
        m.visitJumpInsn(Opcodes.IFNONNULL, join);
        m.visitInsn(Opcodes.NOP);
        m.visitLabel(join);
        if (frames) {
            m.visitFrame(
                    Opcodes.F_FULL, 1, locals, 3, new Object[] {"java/lang/ArithmeticException", handler, handler});
        }
        m.visitLdcInsn("caught");
        m.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/String", "<init>", "(Ljava/lang/String;)V", false);
        m.visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "out", "Ljava/io/PrintStream;");
        m.visitInsn(Opcodes.SWAP);
        m.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/io/PrintStream", "println", "(Ljava/lang/String;)V", false);
        m.visitInsn(Opcodes.POP);
        m.visitInsn(Opcodes.RETURN);
        m.visitMaxs(0, 0);
        m.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
