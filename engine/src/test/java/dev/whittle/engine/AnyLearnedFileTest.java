package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.MethodNode;

/** Whatever a learned file says, the program that is made with it does the same. */
class AnyLearnedFileTest {
    @TempDir
    Path folder;

    private Path jar;
    private Path profile;
    private Map<String, byte[]> classes;

    @BeforeEach
    void record() throws IOException {
        classes = new TreeMap<>(RewritingTest.CLASSES);
        classes.putAll(InMemoryCompiler.compile(Map.of("app.Main", """
                package app;
                public class Main {
                    static int f(int a, int b) {
                        int s = a;
                        for (int i = 0; i < b; i++) {
                            if (i % 7 == a) { s += i * 3; } else if (s > 1000) { s -= 900; }
                            try { s += 100 / (i - a); } catch (ArithmeticException e) { s ^= 77; }
                            switch (s & 3) { case 0: s++; break; case 1: s += 5; break; case 2: s = s * 3; break; default: s--; }
                        }
                        return s;
                    }
                    public static void main(String[] x) {
                        for (int a = -2; a < 9; a++) { System.out.println(f(a, 40)); }
                    }
                }
                """)));
        jar = JarBuilder.write(folder.resolve("app.jar"), classes, Map.of(), "app.Main");
        profile = folder.resolve("app.wprof");
    }

    private static String line(Object... fields) {
        StringBuilder text = new StringBuilder("whittle-learned-1");
        for (Object field : fields) {
            text.append('\t').append(field);
        }
        CRC32 crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        return text + "\t" + String.format("%08x", crc.getValue()) + "\n";
    }

    /** Places anywhere in any method, some of another build and some that no method has, in three builds. */
    private Path learned(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(line("begin"));
        List<String> names = List.copyOf(classes.keySet());
        for (int i = 0; i < 40; i++) {
            String owner = names.get(random.nextInt(names.size()));
            List<MethodNode> methods = ClassFiles.parse(classes.get(owner)).methods;
            MethodNode method = methods.get(random.nextInt(methods.size()));
            int at = random.nextInt(Instructions.of(method).size() + 2);
            String digest = random.nextInt(8) == 0
                    ? "0123456789abcdef"
                    : Digests.of(classes.get(owner)).hex().substring(0, 16);
            text.append(
                    line("cold", "b" + random.nextInt(3), owner, method.name + method.desc + ' ' + at + ' ' + digest));
        }
        text.append(line("cold", "b0", "app/Absent", "f()V 0 0123456789abcdef"));
        text.append(line("fact", "b" + random.nextInt(3), "app/Card.width", "I:0", "I:" + random.nextInt(100)));
        text.append(line("fact", "b1", "app/Absent.width", "I:0", "E:X"));
        Path file = folder.resolve("learned" + seed + ".txt");
        return Files.writeString(file, text);
    }

    private static Request request(Path jar, Path profile, Path output, List<Path> learned) {
        return new Request(
                        jar, List.of(), profile, null, Filter.all(), output, true, Require.PROVED, StoreMode.EMBEDDED)
                .refinedBy(learned);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theProgramDoesTheSame(long seed) throws IOException {
        ProfileFile.write(profile, Profiles.random(classes, seed));
        Path output = folder.resolve("whittled.jar");
        Outcome outcome = new Whittle(Progress.silent(), Solving.defaults(), new Profit(0, 0.99))
                .transform(request(jar, profile, output, List.of(learned(seed), learned(seed + 100))), null, false);
        assertThat(outcome.certificate().verdicts()).isNotEmpty().allMatch(v -> v.verdict() instanceof Verdict.Proved);
        assertThat(outcome.learned().get(0)).contains("of another build").contains("not here");
        JvmFork.Result original = JvmFork.run("-jar", jar.toString());
        JvmFork.Result whittled = JvmFork.run("-jar", output.toString());
        assertThat(original.exit()).as(original.err()).isZero();
        assertThat(whittled.out()).as(whittled.err()).isEqualTo(original.out());
    }

    @Test
    void equalFilesGiveAnEqualPlanAndWithoutOneNothingIsSaid() throws IOException {
        ProfileFile.write(profile, Profiles.random(classes, 9));
        Whittle whittle = new Whittle(Progress.silent());
        Path output = folder.resolve("whittled.jar");
        Planned once = whittle.planned(request(jar, profile, output, List.of(learned(9))));
        Planned again = whittle.planned(request(jar, profile, output, List.of(learned(9))));
        assertThat(once).isEqualTo(again);
        Planned plain = whittle.planned(request(jar, profile, output, List.of()));
        assertThat(plain.learned()).isEmpty();
        assertThat(plain.plan()).isNotEqualTo(once.plan());
        assertThat(reasons(plain.plan())).noneMatch(r -> r.contains("learned"));
        assertThat(reasons(once.plan())).anyMatch(r -> r.contains("learned"));
    }

    private static List<String> reasons(Plan plan) {
        List<String> reasons = new ArrayList<>();
        plan.methods().forEach(m -> m.kept().forEach(k -> reasons.add(k.reason())));
        return reasons;
    }

    @Test
    void withAnEmptyProfileNothingIsWhittled() throws IOException {
        ProfileFile.write(profile, Profile.empty());
        Planned planned = new Whittle(Progress.silent())
                .planned(request(jar, profile, folder.resolve("whittled.jar"), List.of(learned(4))));
        assertThat(planned.plan().methods()).allMatch(m -> m.directives().isEmpty());
    }

    @Test
    void aDamagedFileIsRefusedBeforeAnythingIsMade() throws IOException {
        ProfileFile.write(profile, Profiles.random(classes, 1));
        Path bad = Files.writeString(folder.resolve("bad.txt"), line("begin") + "x\n" + line("begin"));
        Path output = folder.resolve("whittled.jar");
        assertThatThrownBy(() -> new Whittle(Progress.silent())
                        .transform(request(jar, profile, output, List.of(bad)), null, false))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("bad.txt");
        assertThat(output).doesNotExist();
    }
}
