package dev.whittle.profiler.agent;

import static dev.whittle.profiler.agent.Recording.method;
import static dev.whittle.profiler.agent.Recording.type;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Profile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths are counted in methods that turn hot, and nothing else of the recording changes when they do. */
class HotPathsTest {
    /** Runs until it is told to end, and says how often its hot method ran. */
    private static final String PROGRAM = """
            package app;
            public class Main {
                static long calls;
                static int hot(int x) { calls++; int s = 0; for (int i = 0; i < 5; i++) { if ((x + i) % 3 == 0) s += i; } return s; }
                static int seldom(int x) { return x > 0 ? 1 : 2; }
                static Runnable lambda = () -> calls += 0;
                public static void main(String[] args) throws Exception {
                    int sum = seldom(1);
                    synchronized (Main.class) {
                        while (System.in.available() == 0) for (int i = 0; i < 1000; i++) sum += hot(i);
                    }
                    lambda.run();
                    System.out.println(calls);
                }
            }
            """;

    @TempDir
    Path directory;

    private Recording recording;

    @BeforeEach
    void prepare() throws IOException {
        recording = new Recording(directory);
    }

    /** Lets the program run until its profile shows paths of a method, and checks all that holds whatever chose them. */
    private Profile record(String awaited, String options, String... jvm) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(jvm));
        arguments.addAll(List.of("-jar", recording.program(PROGRAM).toString()));
        Path err = directory.resolve("err.txt");
        Process process = new ProcessBuilder(
                        recording.command(options + ",interval=1", arguments.toArray(String[]::new)))
                .redirectError(err.toFile())
                .start();
        String out;
        try {
            while (process.isAlive() && !counts(awaited)) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            process.outputWriter().write("\n");
            process.outputWriter().close();
            out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        // Newer JVMs warn of a folder for temporary files that is not there, which one test asks for.
        assertThat(Files.readAllLines(err)).allMatch(line -> line.contains("java.io.tmpdir"));
        Profile profile = recording.profile();
        long calls = Long.parseLong(out.strip());
        Profile.MethodProfile hot = method(profile, "app/Main", "hot");
        // One thread: nothing is lost and nothing counted twice, whatever was instrumented again on the way.
        assertThat(hot.entries()).isEqualTo(calls);
        assertThat(hot.edges().stream().mapToLong(EdgeCount::count).sum()).isEqualTo(calls * (6 + 5));
        assertThat(type(profile, "app/Main").complete()).isTrue();
        assertThat(method(profile, "app/Main", "seldom").edges())
                .extracting(EdgeCount::count)
                .containsExactly(1L, 0L);
        return profile;
    }

    private boolean counts(String method) {
        return Files.exists(recording.output())
                && recording.profile().classes().stream()
                        .flatMap(c -> c.methods().stream())
                        .anyMatch(m -> m.name().equals(method) && !m.paths().isEmpty());
    }

    @Test
    void aMethodThatTurnsHotByItsCountersCountsPathsFromThen() throws Exception {
        Profile profile = record("hot", "hot=1000,hot-by=counters");
        Profile.MethodProfile hot = method(profile, "app/Main", "hot");
        assertThat(hot.paths()).isNotEmpty();
        assertThat(hot.paths().stream()
                        .filter(p -> p.start() == 0)
                        .mapToLong(Profile.PathCount::count)
                        .sum())
                .isBetween(1L, hot.entries());
        assertThat(method(profile, "app/Main", "seldom").paths()).isEmpty();
        assertThat(profile.provenance()).contains("paths: chosen by counters (threshold 1000)");
    }

    @Test
    void asyncProfilerChoosesWhereItCanRunAndTheProfileSaysWhoDid() throws Exception {
        Profile profile = record("hot", "hot-by=async");
        assertThat(method(profile, "app/Main", "hot").paths()).isNotEmpty();
        assertThat(method(profile, "app/Main", "seldom").paths()).isEmpty();
        String line = profile.provenance().get(1);
        if (!line.equals("paths: chosen by async-profiler (ctimer, 1 ms)")) {
            assertThat(line)
                    .startsWith("paths: chosen by counters (threshold 2000); async-profiler could not run: ")
                    .hasSizeGreaterThan(80);
        }
    }

    @Test
    void whereAsyncProfilerCannotRunCountersDecideAndTheProfileSaysWhy() throws Exception {
        // It unpacks its library into the folder for temporary files.
        Profile profile = record("hot", "hot=2000", "-Djava.io.tmpdir=" + directory.resolve("none"));
        assertThat(profile.provenance().get(1))
                .startsWith("paths: chosen by counters (threshold 2000); async-profiler could not run: ");
        assertThat(method(profile, "app/Main", "hot").paths()).isNotEmpty();
    }

    @Test
    void aListOfHotMethodsDecidesFromTheStart() throws Exception {
        Path list = Files.writeString(directory.resolve("app.collapsed"), "app/Main.main;app/Main.seldom(I)I 7\n");
        Profile profile = record("seldom", "hot-methods=" + list);
        assertThat(method(profile, "app/Main", "seldom").paths()).hasSize(1);
        assertThat(method(profile, "app/Main", "hot").paths()).isEmpty();
        assertThat(profile.provenance()).contains("paths: of 1 methods that " + list + " found hot");
    }

    @Test
    void aListThatIsNoneEndsWithOneSentence() throws IOException {
        Path list = Files.writeString(directory.resolve("bad.collapsed"), "nothing\n");
        JvmFork.Result result = recording.run(
                "hot-methods=" + list, "-jar", recording.program(PROGRAM).toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("Samples of " + list + ", line 1,").hasLineCount(1);
        assertThat(recording.run("hot-methods=/no/such", "-version").err())
                .startsWith("The hot methods /no/such cannot be read");
    }

    @Test
    void whereClassesCannotChangeAgainAllMethodsCountPathsAndTheProfileSaysSo() throws Exception {
        recording = new Recording(directory, Recording.agentJar(directory.resolve("fixed.jar"), false));
        Profile profile = record("seldom", "hot-by=counters");
        assertThat(method(profile, "app/Main", "seldom").paths()).hasSize(1);
        assertThat(profile.provenance().get(1))
                .isEqualTo("paths: of all methods from the start; classes cannot be changed again in this JVM");
    }
}
