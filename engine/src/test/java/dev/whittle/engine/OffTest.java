package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.model.FactValue;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Switched off, a program runs on its original code, also where it asks objects for their marks and not the switch. */
class OffTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "app.Hw", """
            package app;
            import dev.whittle.annotations.HwBranch;
            public final class Hw { @HwBranch("net.width") final int width; Hw(int width) { this.width = width; } }
            """,
            "app.Driver", """
            package app;
            public class Driver {
                static int count;
                private final Hw hw;
                Driver(Hw hw) { this.hw = hw; }
                int first(int x) { Hw hw = this.hw; if (hw.width != 64) { return x - 1; } return x * 3; }
                int later(int x) { count += x; Hw hw = this.hw; if (hw.width != 64) { return x - 1; } return count; }
                public static void main(String[] args) {
                    Driver driver = new Driver(new Hw(64));
                    System.out.println(driver.first(7) + " " + driver.later(7));
                }
            }
            """));

    @TempDir
    Path folder;

    private Path whittled() throws IOException {
        Path app = JarBuilder.write(folder.resolve("app.jar"), CLASSES, Map.of(), "app.Driver");
        Path file = folder.resolve("app.wprof");
        Profile random = Profiles.random(CLASSES, 1);
        TreeMap<String, List<Profile.FactObservation>> facts = new TreeMap<>();
        facts.put("app/Hw.width", List.of(new Profile.FactObservation(new FactValue.OfInt(64), 1)));
        List<Profile.ClassProfile> classes = random.classes().stream()
                .map(c -> new Profile.ClassProfile(
                        c.name(),
                        c.digest(),
                        true,
                        c.methods().stream().map(OffTest::taken).toList()))
                .toList();
        ProfileFile.write(file, new Profile(List.of("test"), classes, facts));
        Request request = Request.of(app, file);
        Outcome outcome = new Whittle(Progress.silent()).transform(request, null, false);
        assertThat(outcome.certificate().verdicts()).hasSizeGreaterThanOrEqualTo(2);
        return request.output();
    }

    /** Entered once, and each conditional jump taken. */
    private static Profile.MethodProfile taken(Profile.MethodProfile m) {
        return new Profile.MethodProfile(
                m.name(),
                m.descriptor(),
                1,
                m.edges().stream()
                        .map(e -> new Profile.EdgeCount(e.ordinal(), e.outcome(), e.outcome()))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void offNoObjectHasMarks() throws IOException {
        Path jar = whittled();
        byte[] driver = JarContents.read(jar).find("app/Driver.class");
        long asksSwitch = ClassFiles.parse(driver).methods.stream()
                .filter(m -> List.of("first", "later").contains(m.name))
                .filter(m -> java.util.Arrays.stream(m.instructions.toArray())
                        .anyMatch(n -> n instanceof org.objectweb.asm.tree.FieldInsnNode f
                                && f.owner.equals("dev/whittle/runtime/Switch")))
                .count();
        // The one that begins with something visible asks the switch, the one that asks the object first does not.
        assertThat(asksSwitch).isEqualTo(1);
        Path report = folder.resolve("loads.json");
        JvmFork.Result on = JvmFork.run("-Dwhittle.report=" + report, "-jar", jar.toString());
        assertThat(on.out().strip()).isEqualTo("21 7");
        assertThat(Files.readString(report, StandardCharsets.UTF_8)).contains("\"coldLoads\": 0");
        JvmFork.Result off = JvmFork.run("-Dwhittle.off=true", "-Dwhittle.report=" + report, "-jar", jar.toString());
        assertThat(off.out().strip()).isEqualTo("21 7");
        assertThat(Files.readString(report, StandardCharsets.UTF_8)).contains("app.Driver.first", "app.Driver.later");
    }
}
