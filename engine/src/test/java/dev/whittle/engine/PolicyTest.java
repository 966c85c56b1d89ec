package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.FactValue;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where hot code is left because a fact does not hold, the store says which facts those may be, and a policy can tell. */
class PolicyTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "app.Hw", """
            package app;
            import dev.whittle.annotations.HwBranch;
            public final class Hw {
                @HwBranch("net.width") final int width;
                @HwBranch("net.speed") int speed;
                Hw(int width, int speed) { this.width = width; this.speed = speed; }
            }
            """,
            "app.Driver", """
            package app;
            public class Driver {
                private final Hw hw;
                Driver(Hw hw) { this.hw = hw; }
                int wide(int x) { Hw hw = this.hw; if (hw.width != 64) { return x - 1; } return x * 3; }
                int fast(int x) { Hw hw = this.hw; if (hw.speed != 9) { return x - 2; } return x * 5; }
                int other(int x) { return x * 7; }
                public static void main(String[] args) {
                    Hw hw = new Hw(Integer.parseInt(args[0]), 9);
                    hw.speed = Integer.parseInt(args[1]);
                    Driver driver = new Driver(hw);
                    System.out.println(driver.wide(7));
                    System.out.println(driver.fast(7));
                    if (args.length > 2) { System.out.println(driver.other(7)); }
                }
            }
            """));

    @TempDir
    Path folder;

    private Path whittled() throws IOException {
        Path app = JarBuilder.write(folder.resolve("app.jar"), CLASSES, Map.of(), "app.Driver");
        Path file = folder.resolve("app.wprof");
        Profile taken = Profiles.taken(
                CLASSES, Map.of("app/Hw.width", new FactValue.OfInt(64), "app/Hw.speed", new FactValue.OfInt(9)));
        ProfileFile.write(
                file,
                new Profile(taken.provenance(), Profiles.eachMethod(taken, PolicyTest::neverOther), taken.facts()));
        Request request = Request.of(app, file);
        new Whittle(Progress.silent()).transform(request, null, false);
        return request.output();
    }

    private static Profile.MethodProfile neverOther(Profile.MethodProfile m) {
        return m.name().equals("other")
                ? new Profile.MethodProfile(m.name(), m.descriptor(), 0, List.of(), List.of(), List.of(), List.of())
                : m;
    }

    private JvmFork.Result run(Path jar, String policy, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.txt"), policy);
        List<String> words = new java.util.ArrayList<>(List.of("-Dwhittle.policy=" + file, "-jar", jar.toString()));
        words.addAll(List.of(arguments));
        return JvmFork.run(words.toArray(String[]::new));
    }

    @Test
    void eachFactIsToldWhereItMayNotHold() throws IOException {
        Path jar = whittled();
        JvmFork.Result width = run(jar, "deny fact net.width", "32", "9", "other");
        assertThat(width.exit()).isEqualTo(1);
        assertThat(width.out()).isEmpty();
        assertThat(width.err())
                .contains("ColdDeniedException", "app.Driver.wide", "line 1: deny fact net.width")
                .doesNotContain("net.speed");
        JvmFork.Result speed = run(jar, "report fact net.speed", "32", "8", "other");
        assertThat(speed.out().lines()).containsExactly("6", "5", "49");
        assertThat(speed.err())
                .contains("app.Driver.fast", "one of these facts may not hold: net.speed")
                .doesNotContain("app.Driver.wide", "app.Driver.other");
        JvmFork.Result all = run(jar, "report all", "64", "9", "other");
        assertThat(all.out().lines()).containsExactly("21", "35", "49");
        assertThat(all.err())
                .contains("app.Driver.other", "which the recorded run never needed")
                .doesNotContain("app.Driver.wide", "app.Driver.fast");
    }
}
