package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.MethodDigests;
import dev.whittle.model.Plan.MethodPlan;
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
import org.objectweb.asm.tree.MethodNode;

/** A profile of the version before whittles what did not change since, and says what did. */
class OtherBuildTest {
    private static final String BEFORE = """
            package app;
            public class Main {
                static String same(int n) { return n > 5 ? "much" : "little"; }
                static String constant(int n) { return n > 5 ? "many" : "few"; }
                static String changed(int n) { return n > 5 ? "high" : "low"; }
                static String cold(int n) { return "cold" + n; }
                public static void main(String[] arguments) {
                    for (int n = 0; n < 9; n++) { System.out.println(same(n) + constant(n) + changed(n)); }
                    System.out.println(cold(arguments.length));
                }
            }
            """;
    private static final String AFTER = BEFORE.replace("\"many\" : \"few\"", "\"lots\" : \"some\"")
            .replace("changed(int n) { return n > 5", "changed(int n) { return n + n >= 12")
            .replace(
                    "    static String cold",
                    "    static String added(int n) { return \"new\"; }\n    static String cold");

    @TempDir
    Path folder;

    private static Profile profile(Map<String, byte[]> classes) {
        Map<String, MethodNode> code = new TreeMap<>();
        ClassFiles.parse(classes.get("app/Main")).methods.forEach(m -> code.put(m.name + m.desc, m));
        return new Profile(
                List.of("test"),
                Profiles.eachMethod(
                        Profiles.taken(classes, Map.of()),
                        m -> new Profile.MethodProfile(
                                m.name(),
                                m.descriptor(),
                                m.name().equals("cold") ? 0 : 1,
                                m.edges(),
                                List.of(),
                                List.of(),
                                List.of(),
                                MethodDigests.of(code.get(m.name() + m.descriptor())))),
                new TreeMap<>());
    }

    @Test
    void whatDidNotChangeIsWhittledAndNothingElse() throws IOException {
        Map<String, byte[]> before = InMemoryCompiler.compile(Map.of("app.Main", BEFORE));
        Map<String, byte[]> after = InMemoryCompiler.compile(Map.of("app.Main", AFTER));
        Path jar = folder.resolve("app.jar");
        JarBuilder.write(jar, after, Map.of(), null);
        Path file = folder.resolve("app.wprof");
        ProfileFile.write(file, profile(before));
        Path out = folder.resolve("out.jar");
        Request request =
                new Request(jar, List.of(), file, null, Filter.all(), out, false, Require.PROVED, StoreMode.EMBEDDED);
        Outcome outcome = new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(request, null, false);
        assertThat(outcome.plan().methods())
                .filteredOn(m -> !m.directives().isEmpty())
                .extracting(m -> m.method().name())
                .contains("same", "constant", "cold")
                .doesNotContain("changed", "added");
        assertThat(outcome.plan().methods())
                .filteredOn(m -> m.method().name().equals("added"))
                .flatExtracting(MethodPlan::kept)
                .anyMatch(k -> k.reason().contains("no counters of it"));
        assertThat(outcome.warnings()).anyMatch(w -> w.startsWith("1 class is of another build than the profile"));
        JvmFork.Result original = JvmFork.run("-cp", jar.toString(), "app.Main", "x");
        JvmFork.Result whittled = JvmFork.run("-cp", out.toString(), "app.Main", "x");
        assertThat(whittled.out()).isEqualTo(original.out()).contains("cold1");
        assertThat(whittled.err()).isEmpty();
    }

    @Test
    void theVeryBuildIsNotWarnedOf() throws IOException {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("app.Main", BEFORE));
        Path jar = folder.resolve("app.jar");
        JarBuilder.write(jar, classes, Map.of(), null);
        Path file = folder.resolve("app.wprof");
        ProfileFile.write(file, profile(classes));
        assertThat(new Whittle(Progress.silent())
                        .transform(Request.of(jar, file), null, true)
                        .warnings())
                .isEmpty();
        assertThat(ProfileFiles.match(file, List.of(jar)))
                .contains("1 recorded classes with 6 methods match, 0 are of");
    }
}
