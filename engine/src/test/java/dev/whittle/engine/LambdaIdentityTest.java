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
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lambda that captures nothing is one object for each place in the code: listeners are added by one call and removed by another. */
class LambdaIdentityTest {
    private static final String SOURCE = """
            package app;
            import java.util.*;
            import java.util.function.*;
            public class Main {
                static int seen;
                static Runnable after(int x) {
                    if (x > 3) { seen += x; seen ^= seen << 3; seen += seen >>> 5; }
                    return () -> seen++;
                }
                static Runnable instead(int x) {
                    seen += 2;
                    if (x > 3) { seen += x; return () -> seen--; }
                    return () -> seen++;
                }
                static Supplier<String> capturing(int x) {
                    if (x > 3) { seen += x; seen ^= seen << 3; seen += seen >>> 5; }
                    return () -> "x" + x;
                }
                static String text(int x) {
                    if (x > 3) { seen += x; seen ^= seen << 3; seen += seen >>> 5; }
                    return "n" + x + seen;
                }
                static Runnable never() { seen += 3; return () -> seen++; }
                public static void main(String[] words) {
                    Set<Runnable> all = Collections.newSetFromMap(new IdentityHashMap<>());
                    all.add(after(1)); all.add(after(9)); all.add(after(2));
                    System.out.println(all.size());
                    all.add(instead(1)); all.add(instead(9)); all.add(instead(10));
                    System.out.println(all.size());
                    all.add(never()); all.add(never());
                    System.out.println(all.size() + capturing(1).get() + capturing(9).get() + text(1) + text(9));
                }
            }
            """;

    @TempDir
    Path folder;

    private static Profile.MethodProfile counted(Profile.MethodProfile m) {
        return m.name().equals("never")
                ? new Profile.MethodProfile(m.name(), m.descriptor(), 0, List.of(), List.of(), List.of(), List.of())
                : m;
    }

    @Test
    void itStaysOneObject() throws IOException {
        Map<String, byte[]> program = InMemoryCompiler.compile(Map.of("app.Main", SOURCE));
        Path jar = folder.resolve("app.jar");
        JarBuilder.write(jar, program, Map.of(), null);
        Path profile = folder.resolve("app.wprof");
        Profile taken = Profiles.taken(program, Map.of());
        ProfileFile.write(
                profile,
                new Profile(
                        taken.provenance(), Profiles.eachMethod(taken, LambdaIdentityTest::counted), taken.facts()));
        Path out = folder.resolve("out.jar");
        Outcome outcome = new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(
                        new Request(
                                jar,
                                List.of(),
                                profile,
                                null,
                                Filter.all(),
                                out,
                                false,
                                Require.PROVED,
                                StoreMode.EMBEDDED),
                        null,
                        false);
        JvmFork.Result before = JvmFork.run("-cp", jar.toString(), "app.Main");
        assertThat(before.out().lines().map(l -> l.substring(0, 1))).containsExactly("1", "3", "4");
        assertThat(JvmFork.run("-cp", out.toString(), "app.Main")).isEqualTo(before);
        assertThat(outcome.certificate().certificates().stream()
                        .map(c -> c.method().name())
                        .collect(Collectors.toSet()))
                .as(outcome.report().toString())
                .isEqualTo(Set.of("capturing", "text", "never"));
    }
}
