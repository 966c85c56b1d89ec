package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodId;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line asks of the agent reaches it, and the profile says what chose the methods that count paths. */
class RecordingTest {
    private static final String SOURCE = """
            package app;
            public class Main {
                private final int mode;
                Main(int mode) { this.mode = mode; }
                static int hot(int x) { int s = 0; for (int i = 0; i < 5; i++) { if ((x + i) % 3 == 0) s += i; } return s; }
                static int seldom(int x) { return x > 0 ? 1 : 2; }
                public static void main(String[] args) {
                    int sum = seldom(7) + new Main(5).mode;
                    for (int i = 0; i < 60_000_000; i++) sum += hot(i);
                    System.out.println(sum == 0 ? "" : "done");
                }
            }
            """;

    @TempDir
    Path folder;

    private Profile record(String... options) {
        Path app = JarBuilder.write(
                folder.resolve("app.jar"), InMemoryCompiler.compile(Map.of("app.Main", SOURCE)), Map.of(), "app.Main");
        Path profile = folder.resolve("app.wprof");
        Object[] words = new Object[options.length + 8];
        words[0] = "record";
        words[1] = "--force";
        words[2] = "-o";
        words[3] = profile;
        System.arraycopy(options, 0, words, 4, options.length);
        words[options.length + 4] = "--";
        words[options.length + 5] = JvmFork.java();
        words[options.length + 6] = "-jar";
        words[options.length + 7] = app;
        JvmFork.Result result = Tools.whittle(words);
        Recorded.ok(result);
        assertThat(result.out()).contains("done");
        return ProfileFile.read(profile);
    }

    private static Profile.MethodProfile method(Profile profile, String name) {
        return profile.classes().get(0).find(name, "(I)I").orElseThrow();
    }

    @Test
    void samplesOrCountersChooseWhatCountsPathsAndTheProfileSaysWhich() {
        Profile profile = record("--hot-by", "async");
        assertThat(profile.provenance().get(1))
                .matches("paths: chosen by async-profiler .*"
                        + "|paths: chosen by counters \\(threshold 2000\\); async-profiler could not run: .+");
        assertThat(method(profile, "hot").paths()).isNotEmpty();
        assertThat(method(profile, "seldom").paths()).isEmpty();
    }

    @Test
    void rulesWithStarsAndArgumentsReachTheAgent() throws Exception {
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"),
                "format: whittle-rules\nversion: 1\nrules:\n  - {fact: app.mode, field: {class: '**.Main', name: mo*}}\n");
        Profile profile = record("--hot-by", "counters", "--hot", "100", "--inputs", "2", "--rules", rules.toString());
        assertThat(profile.facts()).containsOnlyKeys("app/Main.mode");
        assertThat(profile.inputs().get(new MethodId("app/Main", "seldom", "(I)I")))
                .hasSize(1);
        assertThat(profile.provenance()).contains("paths: chosen by counters (threshold 100)");
    }
}
