package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Certificate;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Methods that run, and of which parts have left, share what the off switch leaves for; each cold way from within keeps a fragment. */
class SwitchFragmentTest {
    private static final Map<String, byte[]> PROGRAM = InMemoryCompiler.compile(Map.of("app.Steps", """
            package app;
            public class Steps {
                static int seen;
                private int base = 7;
                int first(int x) {
                    if (x > 3) { seen += x; seen ^= seen << 3; seen += base >>> 1; }
                    return x + base;
                }
                static long later(int x, String unused) {
                    seen += x;
                    if (x > 3) { seen += x; seen ^= seen << 3; seen += seen >>> 5; }
                    return seen;
                }
                static int over(byte small, int x) {
                    // Written before it is read: a cold way would pass another int as a byte.
                    small = 9;
                    if (x > 3) { seen += x; seen ^= seen << 3; return seen + small; }
                    return x + small;
                }
                public static void main(String[] words) {
                    for (String word : words) {
                        int x = Integer.parseInt(word);
                        System.out.println(new Steps().first(x) + " " + later(x, null) + " " + over((byte) x, x) + " " + seen);
                    }
                }
            }
            """));

    @TempDir
    Path folder;

    private static TransformedClass whittle(Map<String, byte[]> program) {
        Plan plan = Planner.plan(
                "test",
                program,
                c -> true,
                Profiles.taken(program, Map.of()),
                m -> Optional.empty(),
                List.of(),
                Map.of(),
                new PlanSettings(0.99, 0));
        return Transformer.transform(program, plan, "b0").get(0);
    }

    @Test
    void whatTheSwitchLeavesForIsShared() {
        TransformedClass whittled = whittle(PROGRAM);
        List<Fragment> shared = whittled.fragments().stream()
                .filter(f -> f.origin().equals(Fragment.shared("app/Steps")))
                .toList();
        assertThat(shared).singleElement();
        assertThat(whittled.certificates())
                .extracting(c -> c.method().name())
                .contains("first", "later", "over")
                .doesNotHaveDuplicates();
        for (Certificate each : whittled.certificates()) {
            assertThat(each.movedWhole()).isFalse();
            boolean apart = each.method().name().equals("over");
            assertThat(each.exits())
                    .allSatisfy(e -> assertThat(e.fragment() == shared.get(0).id())
                            .as("%s: %s", each.method(), e)
                            .isEqualTo(e.resume() == 0 && !apart));
        }
        assertThat(whittled.fragments().stream().map(Fragment::resume).filter(r -> r > 0))
                .isNotEmpty();
    }

    /** One cold way that begins where its method does brings back what shares its fragment: not without a bound. */
    @Test
    void notTooMuchComesBackAtOnce() {
        String methods = IntStream.range(0, 300)
                .mapToObj(i -> "static int m" + i + "(int x) { if (x > 3) { seen += " + i
                        + "; seen ^= seen << 3; seen += seen >>> 5; seen *= 77; seen -= x; } return x; }")
                .collect(Collectors.joining("\n"));
        TransformedClass whittled = whittle(InMemoryCompiler.compile(
                Map.of("app.Many", "package app; public class Many { static int seen; " + methods + "}")));
        Set<MethodId> left = whittled.certificates().stream()
                .map(Certificate::method)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(left).hasSize(300);
        assertThat(whittled.fragments())
                .hasSizeBetween(2, 40)
                .allSatisfy(f -> assertThat(f.classBytes()).hasSizeLessThan(16 * 1024));
    }

    @ParameterizedTest
    @EnumSource(names = {"EMBEDDED", "SIDECAR", "RESIDENT"})
    void itRunsAsBeforeOnAndOff(StoreMode mode) throws IOException {
        Path jar = JarBuilder.write(folder.resolve("steps.jar"), PROGRAM, Map.of(), null);
        Path profile = folder.resolve("steps.wprof");
        ProfileFile.write(profile, Profiles.taken(PROGRAM, Map.of()));
        Path out = folder.resolve("out.jar");
        Request request = new Request(jar, List.of(), profile, null, Filter.all(), out, false, Require.PROVED, mode);
        Outcome outcome = new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(request, null, false);
        assertThat(outcome.report().totals().reverted()).isZero();
        List<String> words = List.of("1", "2", "9", "3", "12", "0");
        JvmFork.Result before = run(jar, words);
        assertThat(before.out().lines()).hasSize(words.size());
        Path learned = folder.resolve("learned");
        assertThat(run(out, words, "-Dwhittle.learn=" + learned)).isEqualTo(before);
        assertThat(run(out, words, "-Dwhittle.off=true")).isEqualTo(before);
        assertThat(run(out, List.of("1"), "-Dwhittle.off=true")).isEqualTo(run(jar, List.of("1")));
        if (mode != StoreMode.RESIDENT) {
            assertThat(Files.readString(learned))
                    .contains("\tfirst(I)I 0 ")
                    .containsPattern("\tlater\\(ILjava/lang/String;\\)J [1-9]")
                    .contains("\tover(BI)I 0 ");
        }
    }

    private static JvmFork.Result run(Path jar, List<String> words, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("-cp", jar.toString(), "app.Steps"));
        all.addAll(words);
        return JvmFork.run(all.toArray(String[]::new));
    }
}
