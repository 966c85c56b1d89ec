package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.verifier.VerificationSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs run without classes that they only name: what is optional is often not there. */
class AbsentTypesTest {
    @TempDir
    Path folder;

    private static Profile.MethodProfile counted(Profile.MethodProfile m) {
        boolean hot = m.name().equals("main") || m.name().startsWith("<");
        return new Profile.MethodProfile(
                m.name(), m.descriptor(), hot ? 1 : 0, List.of(), List.of(), List.of(), List.of());
    }

    /** The exit would look the type up, and the original never does. */
    @Test
    void whatNamesAClassThatMayNotBeThereStays() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>(InMemoryCompiler.compile(Map.of(
                "app.Optional", "package app; class Optional extends Absent {}",
                "app.Absent", "package app; class Absent {}",
                "app.Main", """
                        package app;
                        public class Main {
                            static String taken(Absent a) { return "nothing " + (a == null); }
                            static String above(Optional a) { return "above " + (a == null); }
                            static Absent given() { return null; }
                            static String rows(Optional[] a) { return "rows " + (a == null); }
                            static String plain(String a) { return "plain " + (a == null); }
                            public static void main(String[] words) {
                                System.out.println(taken(null) + above(null) + given() + rows(null) + plain(null));
                            }
                        }
                        """)));
        classes.remove("app/Absent");
        Path jar = folder.resolve("app.jar");
        JarBuilder.write(jar, classes, Map.of(), null);
        Path profile = folder.resolve("app.wprof");
        ProfileFile.write(
                profile,
                new Profile(
                        List.of("test"),
                        Profiles.eachMethod(Profiles.taken(classes, Map.of()), AbsentTypesTest::counted),
                        new TreeMap<>()));
        Path out = folder.resolve("out.jar");
        Request request = new Request(
                jar, List.of(), profile, null, Filter.all(), out, false, Require.PROVED, StoreMode.EMBEDDED);
        Outcome outcome = new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(request, null, false);
        JvmFork.Result before = JvmFork.run("-cp", jar.toString(), "app.Main");
        assertThat(before.out()).contains("nothing true");
        assertThat(JvmFork.run("-cp", out.toString(), "app.Main")).isEqualTo(before);
        assertThat(outcome.report().totals().reverted()).isZero();
        assertThat(outcome.certificate().certificates())
                .extracting(c -> c.method().name())
                .containsExactly("plain");
    }
}
