package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.ExecutionDataWriter;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.instr.Instrumenter;
import org.jacoco.core.runtime.LoggerRuntime;
import org.jacoco.core.runtime.RuntimeData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on profiles alone, with the real engine behind them. */
class ProfileCommandsTest {
    private static final String SOURCE = """
            package app;
            public class Main implements Runnable {
                public void run() { used(3); }
                int used(int x) { return x > 0 ? 1 : 2; }
                int never(int x) { return x > 0 ? 1 : 2; }
            }
            """;

    @TempDir
    Path folder;

    private final FakeHouse house = new FakeHouse();
    private Path app;
    private Path exec;
    private Path profile;
    private byte[] main;

    @BeforeEach
    void prepare() throws Exception {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("app.Main", SOURCE));
        main = classes.get("app/Main");
        app = JarBuilder.write(folder.resolve("app.jar"), classes, Map.of(), "app.Main");
        exec = covered(folder.resolve("jacoco.exec"));
        profile = folder.resolve("app.wprof");
        ProfileFile.write(profile, profile("agent", 0, 0));
    }

    /** Runs the class under JaCoCo's probes. */
    private Path covered(Path file) throws Exception {
        LoggerRuntime runtime = new LoggerRuntime();
        RuntimeData data = new RuntimeData();
        byte[] probed = new Instrumenter(runtime).instrument(main, "app/Main");
        runtime.startup(data);
        Class<?> type = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass("app.Main", probed, 0, probed.length);
            }
        }.define();
        ((Runnable) type.getConstructor().newInstance()).run();
        ExecutionDataStore store = new ExecutionDataStore();
        data.collect(store, new SessionInfoStore(), false);
        runtime.shutdown();
        try (OutputStream out = Files.newOutputStream(file)) {
            store.accept(new ExecutionDataWriter(out));
        }
        return file;
    }

    private Profile profile(String source, long used, long never) throws Exception {
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(main));
        ClassProfile type = new ClassProfile(
                "app/Main", new ClassDigest(digest), true, List.of(method("used", used), method("never", never)));
        return new Profile(List.of(source), List.of(type), new TreeMap<>());
    }

    private static MethodProfile method(String name, long entries) {
        List<EdgeCount> edges = List.of(new EdgeCount(1, 0, entries), new EdgeCount(1, 1, 0));
        return new MethodProfile(name, "(I)I", entries, edges, List.of(), List.of(), List.of());
    }

    private long entries(Path file, String method) {
        return ProfileFile.read(file)
                .classes()
                .get(0)
                .find(method, "(I)I")
                .orElseThrow()
                .entries();
    }

    @Test
    void whatJacocoSawRunIsNeverCold() {
        Path wide = folder.resolve("wide.wprof");
        String[] words = {
            "import", "--jacoco", exec.toString(), "-p", profile.toString(), "-o", wide.toString(), app.toString()
        };
        assertThat(house.run(words)).as(house.err()).isZero();
        assertThat(house.out()).contains("widened by jacoco jacoco.exec: 1 classes used", "wrote " + wide);
        assertThat(entries(wide, "used")).isEqualTo(1);
        assertThat(entries(wide, "never")).isZero();
        assertThat(ProfileFile.read(wide)
                        .classes()
                        .get(0)
                        .find("used", "(I)I")
                        .orElseThrow()
                        .edges())
                .allMatch(e -> e.count() == 1);
        assertThat(house.run(words)).isEqualTo(2);
        assertThat(house.err()).contains("--force").hasLineCount(1);
    }

    @Test
    void aDamagedExecEndsWithItsSentenceAndWritesNothing() throws Exception {
        Path bad = Files.write(folder.resolve("bad.exec"), new byte[] {1, 2, 3});
        Path wide = folder.resolve("wide.wprof");
        assertThat(house.run(
                        "import",
                        "--jacoco",
                        bad.toString(),
                        "-p",
                        profile.toString(),
                        "-o",
                        wide.toString(),
                        app.toString()))
                .isEqualTo(2);
        assertThat(house.err()).contains(bad.toString()).hasLineCount(1);
        assertThat(wide).doesNotExist();
        assertThat(house.run("import", "-p", profile.toString(), "-o", "x", app.toString()))
                .isEqualTo(2);
    }

    @Test
    void profilesAreMergedAndCompared() throws Exception {
        Path other = folder.resolve("other.wprof");
        ProfileFile.write(other, profile("second", 3, 4));
        Path all = folder.resolve("all.wprof");
        assertThat(house.run("merge", "-o", all.toString(), other.toString(), other.toString(), profile.toString()))
                .isZero();
        assertThat(entries(all, "used")).isEqualTo(6);
        assertThat(ProfileFile.read(all).provenance()).containsExactlyInAnyOrder("agent", "second");
        assertThat(house.run("merge", "-o", all.toString(), other.toString())).isEqualTo(2);
        assertThat(house.err()).contains("--force");
        assertThat(house.run("compare", profile.toString(), other.toString(), "--input", app.toString()))
                .isZero();
        assertThat(house.out())
                .contains(
                        "app.wprof: 1 recorded classes with 2 methods match, 0 are of another build",
                        "> app/Main [",
                        "] used(I)I @1:0\n");
        assertThat(house.run("compare", all.toString(), all.toString())).isZero();
        assertThat(house.out()).endsWith("Both saw the same.\n");
        assertThat(house.run("compare", all.toString(), folder + "/none")).isEqualTo(2);
    }
}
