package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.model.FactValue;
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
        ProfileFile.write(file, Profiles.taken(CLASSES, Map.of("app/Hw.width", new FactValue.OfInt(64))));
        Request request = Request.of(app, file);
        Outcome outcome = new Whittle(Progress.silent()).transform(request, null, false);
        assertThat(outcome.certificate().verdicts()).hasSizeGreaterThanOrEqualTo(2);
        return request.output();
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
