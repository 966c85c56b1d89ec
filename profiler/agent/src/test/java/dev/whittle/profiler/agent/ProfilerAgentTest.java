package dev.whittle.profiler.agent;

import static dev.whittle.profiler.agent.Recording.method;
import static dev.whittle.profiler.agent.Recording.type;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.bytecode.MethodDigests;
import dev.whittle.model.FactValue;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.testkit.JvmFork;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilerAgentTest {
    private static final String COUNTED = """
            package app;
            public class Main {
                static int loop(int n) { int s = 0; for (int i = 0; i < n; i++) { if (i % 3 == 0) s += i; } return s; }
                static int table(int k) { switch (k) { case 0: return 5; case 1: return 6; case 2: return 7; default: return 8; } }
                static int sparse(int k) { switch (k) { case 10: return 5; case 10000: return 6; default: return 8; } }
                static int caught(String s) {
                    try { return Integer.parseInt(s); } catch (NumberFormatException e) { return -1; } finally { seen++; }
                }
                static int seen;
                static int never(int x) { if (x > 0) return 1; return 2; }
                public static void main(String[] args) {
                    int r = loop(10) + loop(0);
                    for (int i = 0; i < 3; i++) r += table(i) + table(2) + table(99);
                    r += sparse(10000) + sparse(10000) + sparse(4);
                    r += caught("5") + caught("x") + caught("y");
                    System.out.println(r + " " + seen);
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

    @Test
    void countsAreExact() throws IOException {
        Path jar = recording.program(COUNTED);
        JvmFork.Result result = recording.run("", "-jar", jar.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("104 3\n");
        assertThat(result.exit()).isZero();
        Profile profile = recording.profile();
        assertThat(profile.provenance())
                .satisfiesExactly(
                        agent -> assertThat(agent).startsWith("agent "),
                        paths -> assertThat(paths).startsWith("paths: chosen by "));
        Profile.ClassProfile main = type(profile, "app/Main");
        assertThat(main.complete()).isTrue();
        try (JarFile file = new JarFile(jar.toFile())) {
            byte[] bytes = file.getInputStream(file.getEntry("app/Main.class")).readAllBytes();
            assertThat(main.digest()).isEqualTo(Digests.of(bytes));
            assertThat(main.methods())
                    .extracting(Profile.MethodProfile::digest)
                    .containsExactlyElementsOf(ClassFiles.parse(bytes).methods.stream()
                            .map(MethodDigests::of)
                            .toList());
        }
        assertThat(main.methods())
                .extracting(Profile.MethodProfile::name)
                .containsExactly("<init>", "loop", "table", "sparse", "caught", "never", "main");
        Profile.MethodProfile loop = method(profile, "app/Main", "loop");
        assertThat(loop.entries()).isEqualTo(2);
        assertThat(loop.edges()).extracting(EdgeCount::count).containsExactly(10L, 2L, 4L, 6L);
        assertThat(method(profile, "app/Main", "table").edges())
                .extracting(EdgeCount::count)
                .containsExactly(1L, 1L, 4L, 3L);
        assertThat(method(profile, "app/Main", "sparse").edges())
                .extracting(EdgeCount::count)
                .containsExactly(0L, 2L, 1L);
        Profile.MethodProfile caught = method(profile, "app/Main", "caught");
        assertThat(caught.handlers()).extracting(Profile.HandlerCount::count).containsExactly(2L, 0L);
        Profile.MethodProfile never = method(profile, "app/Main", "never");
        assertThat(never.entries()).isZero();
        assertThat(never.edges()).extracting(EdgeCount::count).containsExactly(0L, 0L);
    }

    @Test
    void pathsAgreeWithEdges() {
        recording.run("hot=0", "-jar", recording.program(COUNTED).toString());
        Profile.MethodProfile loop = method(recording.profile(), "app/Main", "loop");
        int test = loop.edges().get(0).ordinal();
        int inner = loop.edges().get(2).ordinal();
        // From the entry: one run enters the loop, one does not; from the header: nine more rounds and the end.
        assertThat(loop.paths()).extracting(Profile.PathCount::count).containsExactly(6L, 3L, 1L, 1L, 1L);
        assertThat(loop.paths().get(0).outcomes())
                .containsExactly(new Profile.Outcome(test, 0), new Profile.Outcome(inner, 1));
        for (EdgeCount edge : loop.edges()) {
            Profile.Outcome outcome = new Profile.Outcome(edge.ordinal(), edge.outcome());
            long sum = loop.paths().stream()
                    .filter(p -> p.outcomes().contains(outcome))
                    .mapToLong(Profile.PathCount::count)
                    .sum();
            assertThat(sum).as("%s", edge).isEqualTo(edge.count());
        }
    }

    @Test
    void valuesOfFactsAreRecorded() {
        Path jar = recording.program("""
                package app;
                import dev.whittle.annotations.HwBranch;
                public class Main {
                    enum Mac { A, B { @Override public String toString() { throw new IllegalStateException(); } } }
                    @HwBranch("mac") private final Mac mac;
                    @HwBranch("rev") private final byte rev;
                    @HwBranch("on") private boolean on;
                    @HwBranch("base") private long base;
                    @HwBranch("name") private Object name;
                    @HwBranch("none") private Mac none;
                    private char listed;
                    private int other;
                    Main(Mac mac, int rev) {
                        this.mac = mac; this.rev = (byte) rev; on = rev > 0; base = 1L << 40; name = "x"; none = null;
                        listed = 'c'; other = 9;
                    }
                    public static void main(String[] args) {
                        new Main(Mac.B, -3); new Main(Mac.B, 5); new Main(Mac.A, 5);
                    }
                }
                """);
        JvmFork.Result result = recording.run("facts=app.Main.listed", "-jar", jar.toString());
        assertThat(result.err()).isEmpty();
        var facts = recording.profile().facts();
        assertThat(facts.keySet())
                .containsExactly(
                        "app/Main.base",
                        "app/Main.listed",
                        "app/Main.mac",
                        "app/Main.name",
                        "app/Main.none",
                        "app/Main.on",
                        "app/Main.rev");
        assertThat(facts.get("app/Main.mac"))
                .containsExactly(
                        new FactObservation(new FactValue.OfEnum("A"), 1),
                        new FactObservation(new FactValue.OfEnum("B"), 2));
        assertThat(facts.get("app/Main.rev"))
                .containsExactlyInAnyOrder(
                        new FactObservation(new FactValue.OfInt(-3), 1),
                        new FactObservation(new FactValue.OfInt(5), 2));
        assertThat(facts.get("app/Main.on"))
                .containsExactlyInAnyOrder(
                        new FactObservation(new FactValue.OfInt(0), 1), new FactObservation(new FactValue.OfInt(1), 2));
        assertThat(facts.get("app/Main.base")).containsExactly(new FactObservation(new FactValue.OfLong(1L << 40), 3));
        assertThat(facts.get("app/Main.none")).containsExactly(new FactObservation(new FactValue.OfNull(), 3));
        assertThat(facts.get("app/Main.listed")).containsExactly(new FactObservation(new FactValue.OfInt('c'), 3));
        assertThat(facts.get("app/Main.name"))
                .containsExactly(new FactObservation(new FactValue.Other("java.lang.String"), 3));
    }

    @Test
    void aKilledProgramLeavesAWholeProfile() throws Exception {
        Path jar = recording.program("""
                package app;
                public class Main {
                    static volatile int n;
                    static void step() { n++; }
                    public static void main(String[] args) throws Exception {
                        step();
                        System.out.println("ready");
                        while (true) { Thread.sleep(1000); }
                    }
                }
                """);
        Process process = new ProcessBuilder(recording.command("interval=1", "-jar", jar.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            // The timer may need a while on a busy machine; each profile met on the way must be whole.
            while (recording.profile().classes().isEmpty() && process.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(method(recording.profile(), "app/Main", "step").entries()).isEqualTo(1);
    }

    @Test
    void onlyWantedClassesAreCounted() {
        Path jar = recording.program("""
                package app;
                public class Main {
                    static class Other {}
                    public static void main(String[] args) { new Other(); }
                }
                """);
        recording.run("include=app.*;b.*,exclude=*$Other", "-jar", jar.toString());
        assertThat(recording.profile().classes())
                .extracting(Profile.ClassProfile::name)
                .containsExactly("app/Main");
    }

    @Test
    void aWrongOptionEndsWithOneSentence() throws IOException {
        JvmFork.Result result = recording.run(
                "interval=soon", "-jar", recording.program(COUNTED).toString());
        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .isEqualTo("The agent's option interval is soon; give whole seconds, 0 for no timer.\n");
        assertThat(Files.exists(recording.output())).isFalse();
    }

    @Test
    void countsOfManyThreadsNeverFallBackToZero() {
        Path jar = recording.program("""
                package app;
                public class Main {
                    static int f(int x) { return x > 0 ? 1 : 2; }
                    public static void main(String[] args) throws Exception {
                        Thread[] t = new Thread[8];
                        for (int i = 0; i < t.length; i++) { t[i] = new Thread(() -> { for (int k = 0; k < 100000; k++) f(k & 1); }); t[i].start(); }
                        for (Thread x : t) x.join();
                    }
                }
                """);
        recording.run("hot=0", "-jar", jar.toString());
        Profile.MethodProfile f = method(recording.profile(), "app/Main", "f");
        assertThat(f.edges()).allSatisfy(e -> assertThat(e.count()).isBetween(1L, 400_000L));
        assertThat(f.entries()).isBetween(1L, 800_000L);
        assertThat(List.copyOf(f.paths())).hasSize(2);
    }
}
