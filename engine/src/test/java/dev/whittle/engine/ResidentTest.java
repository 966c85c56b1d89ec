package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Profile;
import dev.whittle.model.Staging;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.verifier.VerificationSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Cold code that stays among the program's classes: hot code calls it without the runtime, and all of it is proved from the jar. */
class ResidentTest {
    private static final Set<String> COLD = Set.of("twice", "name", "area");

    private static final Map<String, byte[]> PROGRAM = new TreeMap<>(InMemoryCompiler.compile(Map.of("app.Tool", """
            package app;
            public class Tool {
                private int base = 5;
                private int twice(int a) { return a + base + a; }
                static String name(String unused) { return "tool"; }
                static class Inner {
                    private long area(long a, Object unused, int b) { return a * b + new Tool().base; }
                }
                static int steps(int n) {
                    int sum = 0;
                    for (int i = 0; i < n; i++) {
                        if (i == 7) {
                            java.util.function.IntUnaryOperator more = x -> x + n;
                            sum = more.applyAsInt(sum);
                        }
                        sum += i;
                    }
                    return sum;
                }
                public static void main(String[] arguments) throws Exception {
                    System.out.println(steps(3));
                    for (String word : arguments) {
                        switch (word) {
                            case "twice" -> System.out.println(new Tool().twice(4));
                            case "name" -> System.out.println(name(null));
                            case "area" -> System.out.println(new Inner().area(3, null, 9));
                            case "steps" -> System.out.println(steps(9));
                            case "wait" -> {
                                for (Thread each : Thread.getAllStackTraces().keySet()) {
                                    if (each.getName().equals("whittle-rehearsal")) { each.join(); }
                                }
                            }
                            default -> throw new IllegalArgumentException(word);
                        }
                    }
                }
            }
            """)));

    @TempDir
    Path folder;

    private Path jar;
    private Path out;

    @BeforeEach
    void jar() throws IOException {
        jar = folder.resolve("tool.jar");
        out = folder.resolve("out.jar");
        JarBuilder.write(jar, PROGRAM, Map.of(), null);
    }

    private static Profile.MethodProfile counted(Profile.MethodProfile m) {
        boolean cold = COLD.contains(m.name());
        return new Profile.MethodProfile(
                m.name(), m.descriptor(), cold ? 0 : 1, cold ? List.of() : m.edges(), List.of(), List.of(), List.of());
    }

    private Outcome transform() throws IOException {
        Path profile = folder.resolve("tool.wprof");
        ProfileFile.write(
                profile,
                new Profile(
                        List.of("test"),
                        Profiles.eachMethod(Profiles.taken(PROGRAM, Map.of()), ResidentTest::counted),
                        new TreeMap<>()));
        Request request =
                new Request(jar, List.of(), profile, null, Filter.all(), out, true, Require.PROVED, StoreMode.RESIDENT);
        return new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(request, null, false);
    }

    private Judgement verify() {
        return new Whittle(Progress.silent()).verify(List.of(jar), List.of(out), List.of(), Require.PROVED);
    }

    private static JvmFork.Result run(Path jar, String option, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(option, "-cp", jar.toString(), "app.Tool"));
        words.addAll(List.of(arguments));
        return JvmFork.run(words.toArray(String[]::new));
    }

    @Test
    void hotCodeCallsItsColdCodeItself() throws IOException {
        Outcome outcome = transform();
        assertThat(outcome.report().totals().reverted()).isZero();
        assertThat(outcome.certificate().certificates())
                .extracting(c -> c.method().name())
                .contains("twice", "name", "area", "steps");
        assertThat(outcome.written()).noneMatch(p -> p.toString().endsWith(".wcs"));
        JarContents whittled = JarContents.read(out);
        List<String> companions = whittled.entries().stream()
                .map(Entry::name)
                .filter(n -> n.contains("$whittle$"))
                .toList();
        assertThat(companions).hasSizeGreaterThan(2);
        assertThat(new String(whittled.find("META-INF/whittle/companions"), StandardCharsets.UTF_8).lines())
                .containsExactlyElementsOf(companions.stream()
                        .map(n -> n.replace('/', '.').replace(".class", ""))
                        .toList());
        for (Entry entry : whittled.entries()) {
            if (entry.isClass() && entry.name().startsWith("app/")) {
                assertThat(sites(ClassFiles.parse(entry.bytes()))).isEmpty();
            }
        }
        Judgement judgement = verify();
        assertThat(judgement.findings()).isEmpty();
        assertThat(judgement.accepted()).isTrue();
        assertThat(judgement.verdicts()).hasSameSizeAs(outcome.certificate().verdicts());
    }

    /** Names of what call sites of the runtime link. */
    private static List<String> sites(ClassNode node) {
        return node.methods.stream()
                .flatMap(m -> Stream.of(m.instructions.toArray()))
                .filter(i ->
                        i instanceof InvokeDynamicInsnNode n && n.bsm.getOwner().startsWith("dev/whittle"))
                .map(i -> ((InvokeDynamicInsnNode) i).bsm.getName())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dwhittle.off=false", "-Dwhittle.off=true", "-Dwhittle.rehearse=true"})
    void itDoesWhatTheOriginalDoes(String option) throws IOException {
        transform();
        String[] arguments = {"wait", "twice", "name", "area", "steps", "twice"};
        String original = run(jar, option, arguments).out();
        assertThat(original.lines()).containsExactly("3", "13", "tool", "32", "45", "13");
        JvmFork.Result result = run(out, option, arguments);
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(original);
    }

    @Test
    void whatIsRehearsedIsLoadedBeforeItIsCalled() throws IOException {
        transform();
        for (boolean rehearse : new boolean[] {true, false}) {
            String loaded = JvmFork.run(
                            "-Dwhittle.rehearse=" + rehearse,
                            "-Xlog:class+load",
                            "-cp",
                            out.toString(),
                            "app.Tool",
                            "wait")
                    .out();
            assertThat(loaded.contains("app.Tool$Inner$whittle$")).isEqualTo(rehearse);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "other code",
                "an initialiser",
                "a companion more",
                "a companion less",
                "another list",
                "no list",
                "another companion is called",
                "a companion of another class"
            })
    void aJarThatWasChangedIsNotAccepted(String what) throws IOException {
        transform();
        Map<String, byte[]> entries = new TreeMap<>();
        JarContents.read(out).entries().forEach(e -> entries.put(e.name(), e.bytes()));
        List<String> companions = entries.keySet().stream()
                .filter(n -> n.contains("app/Tool$whittle$"))
                .toList();
        String first = companions.get(0);
        switch (what) {
            case "other code" -> edit(entries, first, ResidentTest::otherCode);
            case "an initialiser" -> edit(entries, first, ResidentTest::initialiser);
            case "a companion more" -> {
                edit(entries, first, n -> n.name = "app/Tool$whittle$99");
                entries.put("app/Tool$whittle$99.class", entries.remove(first));
                entries.put(first, ClassFiles.write(renamed(entries.get("app/Tool$whittle$99.class"), first)));
            }
            case "a companion less" -> entries.remove(first);
            case "another list" ->
                entries.put("META-INF/whittle/companions", "app.Tool\n".getBytes(StandardCharsets.UTF_8));
            case "no list" -> entries.remove("META-INF/whittle/companions");
            case "another companion is called" ->
                edit(entries, "app/Tool.class", n -> call(n, companions.get(1).replace(".class", "")));
            case "a companion of another class" ->
                edit(entries, "app/Tool.class", n -> call(n, "app/Tool$Inner$whittle$0"));
            default -> throw new IllegalArgumentException(what);
        }
        Staging.write(
                out,
                new JarContents(entries.entrySet().stream()
                                .map(e -> new Entry(e.getKey(), e.getValue()))
                                .toList())
                        .toJar());
        Judgement judgement = verify();
        assertThat(judgement.accepted()).isFalse();
    }

    private static ClassNode renamed(byte[] bytes, String file) {
        ClassNode node = ClassFiles.parse(bytes);
        node.name = file.replace(".class", "");
        return node;
    }

    private static void edit(Map<String, byte[]> entries, String file, Consumer<ClassNode> change) {
        ClassNode node = ClassFiles.parse(entries.get(file));
        change.accept(node);
        entries.put(file, ClassFiles.write(node));
    }

    private static void otherCode(ClassNode node) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn.getOpcode() == Opcodes.IADD) {
                    method.instructions.set(insn, new InsnNode(Opcodes.ISUB));
                } else if (insn.getOpcode() == Opcodes.ARETURN) {
                    method.instructions.insertBefore(insn, new InsnNode(Opcodes.POP));
                    method.instructions.insertBefore(insn, new InsnNode(Opcodes.ACONST_NULL));
                }
            }
        }
    }

    private static void initialiser(ClassNode node) {
        MethodNode method = new MethodNode(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, "<clinit>", "()V", null, null);
        method.instructions.add(new InsnNode(Opcodes.RETURN));
        node.methods.add(method);
    }

    private static void call(ClassNode node, String companion) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions) {
                if (insn instanceof MethodInsnNode n && n.owner.contains("$whittle$")) {
                    n.owner = companion;
                }
            }
        }
    }

    /** As compilers make of a switch on an enum of a package that is called so. */
    @Test
    void aNameThatOnlyLooksAlikeIsNoMatter() throws IOException {
        Map<String, byte[]> more = new TreeMap<>(PROGRAM);
        more.putAll(InMemoryCompiler.compile(
                Map.of("app.Other", "package app; public class Other { static int $Map$app$whittle$Other$Kind; }")));
        JarBuilder.write(jar, more, Map.of(), null);
        assertThat(transform().report().totals().reverted()).isZero();
        assertThat(verify().accepted()).isTrue();
    }

    @Test
    void aProgramThatKnowsSuchANameIsRefused() throws IOException {
        Map<String, byte[]> more = new TreeMap<>(PROGRAM);
        more.putAll(InMemoryCompiler.compile(Map.of("app.Other", """
                package app;
                public class Other {
                    static Object found() throws Exception { return Class.forName("app.Tool$whittle$0"); }
                }
                """)));
        JarBuilder.write(jar, more, Map.of(), null);
        assertThatThrownBy(this::transform)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("$whittle$")
                .hasMessageContaining("--store");
        assertThat(out).doesNotExist();
    }
}
