package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.formats.WhittleFile.Judged;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import dev.whittle.model.Profile;
import dev.whittle.model.Staging;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IntInsnNode;

/** The real Jazzer, asked for by the engine, where a difference stands behind comparisons that neither solver nor replay gets past. */
class FuzzingTest {
    private static final int RUNS = 2_000_000;
    private static final String SOURCE = """
            package lib;
            public class Main {
                @dev.whittle.annotations.HwBranch("net.width") int width;
                int seen;
                Main(int width) { this.width = width; }
                int rx(byte[] frame) {
                    if (width == 64) { seen = seen * 31 + frame.length; return seen; }
                    if (frame == null || frame.length < 5) { return 0; }
                    if (frame[0] != 'w') { return 1; }
                    if (frame[1] != -7) { return 2; }
                    if (frame[2] != 'i') { return 3; }
                    if (frame[3] != 117) { return 4; }
                    return frame[4] == 33 ? 117 : 6;
                }
            }
            """;

    @TempDir
    Path folder;

    private static Path jar(String type) throws Exception {
        Class<?> found = Class.forName(type, false, FuzzingTest.class.getClassLoader());
        return Path.of(found.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static Fuzzing fuzzing() throws Exception {
        return new Fuzzing(
                RUNS,
                List.of(jar("com.code_intelligence.jazzer.Jazzer"), jar("com.code_intelligence.jazzer.api.Jazzer")));
    }

    private Path program(String name, String source) throws IOException {
        List<JarContents.Entry> entries = new ArrayList<>();
        InMemoryCompiler.compile(Map.of("lib.Main", source))
                .forEach((type, bytes) -> entries.add(new JarContents.Entry(type.replace('.', '/') + ".class", bytes)));
        Path jar = folder.resolve(name);
        Staging.write(jar, new JarContents(entries).toJar());
        return jar;
    }

    private static Verdict only(Judgement judgement) {
        List<Judged> judged = judgement.verdicts().stream()
                .filter(j -> j.method().name().equals("rx"))
                .toList();
        assertThat(judged).hasSize(1);
        return judged.get(0).verdict();
    }

    private static void shown(Verdict verdict) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Counterexample.class, c -> {
            assertThat(c.input()).contains("found by fuzzing").contains("frame = [119, -7, 105, 117, 33]");
            assertThat(c.expected()).isEqualTo("returns 117");
            assertThat(c.actual()).isEqualTo("returns 118");
            assertThat(c.reproducer()).isNotNull();
        });
    }

    @Test
    void twoProgramsDifferWhereOnlyCoverageLeadsAndDoSoEachTime() throws Exception {
        Path first = program("first.jar", SOURCE);
        Path second = program("second.jar", SOURCE.replace("? 117", "? 118"));
        Whittle plain = new Whittle(Progress.silent());
        assertThat(only(plain.compare(first, second, "lib.Main", "rx", List.of(), Require.TESTED)))
                .as("without a fuzzer")
                .isNotInstanceOf(Verdict.Counterexample.class)
                .isNotInstanceOf(Verdict.Proved.class);
        Whittle whittle = plain.with(fuzzing());
        Judgement judgement = whittle.compare(first, second, "lib.Main", "rx", List.of(), Require.TESTED);
        assertThat(judgement.accepted()).isFalse();
        shown(only(judgement));
        assertThat(only(whittle.compare(first, second, "lib.Main", "rx", List.of(), Require.TESTED)))
                .isEqualTo(only(judgement));
    }

    @Test
    void aWhittledProgramThatIsWrongIsFoundOutAndOneThatIsRightIsProvedStill() throws Exception {
        Path app = program("app.jar", SOURCE);
        Path profile = folder.resolve("app.wprof");
        ProfileFile.write(profile, everywhere(app));
        Request request = Request.of(app, profile);
        Whittle whittle = new Whittle(Progress.silent()).with(fuzzing());
        whittle.transform(request, null, false);
        Path wrong = folder.resolve("wrong.jar");
        Files.copy(Request.certificate(request.output()), Request.certificate(wrong));
        tampered(request.output(), wrong);
        assertThat(only(new Whittle(Progress.silent()).verify(List.of(app), List.of(wrong), List.of(), Require.TESTED)))
                .as("without a fuzzer")
                .isNotInstanceOf(Verdict.Counterexample.class)
                .isNotInstanceOf(Verdict.Proved.class);
        shown(only(whittle.verify(List.of(app), List.of(wrong), List.of(), Require.TESTED)));
        assertThat(only(whittle.verify(List.of(app), List.of(request.output()), List.of(), Require.PROVED)))
                .isInstanceOf(Verdict.Proved.class);
    }

    /** All that does not ask for another width ran. */
    private static Profile everywhere(Path app) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        JarContents.read(app).entries().forEach(e -> classes.put(e.name().replace(".class", ""), e.bytes()));
        TreeMap<String, List<Profile.FactObservation>> facts = new TreeMap<>();
        facts.put("lib/Main.width", List.of(new Profile.FactObservation(new FactValue.OfInt(32), 1)));
        return new Profile(List.of("test"), Profiles.eachMethod(Profiles.random(classes, 1), FuzzingTest::ran), facts);
    }

    private static Profile.MethodProfile ran(Profile.MethodProfile m) {
        int first = m.edges().isEmpty() ? 0 : m.edges().get(0).ordinal();
        return new Profile.MethodProfile(
                m.name(),
                m.descriptor(),
                9,
                m.edges().stream()
                        .map(e -> new Profile.EdgeCount(
                                e.ordinal(), e.outcome(), e.ordinal() == first && e.outcome() == 0 ? 0 : 9))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    /** What is returned at the end of all comparisons is one more; the comparison with the same number stays. */
    private static void tampered(Path whittled, Path to) throws IOException {
        List<JarContents.Entry> entries = new ArrayList<>();
        int changed = 0;
        for (JarContents.Entry each : JarContents.read(whittled).entries()) {
            byte[] bytes = each.bytes();
            if (each.name().equals("lib/Main.class")) {
                ClassNode node = ClassFiles.parse(bytes);
                for (var method : node.methods) {
                    for (AbstractInsnNode n : method.instructions) {
                        if (n instanceof IntInsnNode push && push.operand == 117 && !compared(n)) {
                            push.operand = 118;
                            changed++;
                        }
                    }
                }
                bytes = ClassFiles.write(node);
            }
            entries.add(new JarContents.Entry(each.name(), bytes));
        }
        assertThat(changed).isEqualTo(1);
        Staging.write(to, new JarContents(entries).toJar());
    }

    private static boolean compared(AbstractInsnNode push) {
        int next = push.getNext().getOpcode();
        return next == Opcodes.IF_ICMPEQ || next == Opcodes.IF_ICMPNE;
    }

    @Test
    void withoutJazzerItIsSaidWhereToGetIt() throws Exception {
        assertThatThrownBy(() -> new Fuzzing(500, List.of()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no jars of it are named")
                .hasMessageContaining("com.code-intelligence:jazzer:0.30.0");
        Path api = jar("com.code_intelligence.jazzer.api.Jazzer");
        assertThatThrownBy(() -> new Fuzzing(500, List.of(api)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("it is not in [" + api + "]");
        assertThatThrownBy(() -> new Fuzzing(500, List.of(folder.resolve("nothing.jar"))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("nothing.jar is no jar");
        assertThatThrownBy(() -> new Fuzzing(0, List.of(api))).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> new Fuzzing(-1, List.of())).isInstanceOf(BadInputException.class);
    }

    @Test
    void aFolderMayHoldTheJars() throws Exception {
        Path both = Files.createDirectory(folder.resolve("jazzer"));
        for (Path each : fuzzing().jars()) {
            Files.copy(each, both.resolve(each.getFileName()));
        }
        Files.writeString(both.resolve("notes.txt"), "not a jar");
        assertThat(new Fuzzing(500, List.of(both)).jars())
                .hasSize(2)
                .allSatisfy(f -> assertThat(f.toString()).endsWith(".jar"));
    }
}
