package dev.whittle.profiler.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import dev.whittle.model.Profile;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

class JacocoImportTest {
    private static final String SOURCE = """
            package app;
            public class Main implements Runnable {
                public void run() { used(3); }
                int used(int x) { return x > 0 ? 1 : 2; }
                int never(int x) { return x > 0 ? 1 : 2; }
            }
            """;

    @TempDir
    Path directory;

    private Path exec;
    private Map<String, byte[]> classes;

    @BeforeEach
    void record() throws Exception {
        classes = InMemoryCompiler.compile(Map.of("app.Main", SOURCE));
        exec = directory.resolve("jacoco.exec");
        LoggerRuntime runtime = new LoggerRuntime();
        RuntimeData data = new RuntimeData();
        byte[] probed = new Instrumenter(runtime).instrument(classes.get("app/Main"), "app/Main");
        runtime.startup(data);
        Class<?> main = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass("app.Main", probed, 0, probed.length);
            }
        }.define();
        ((Runnable) main.getConstructor().newInstance()).run();
        ExecutionDataStore store = new ExecutionDataStore();
        data.collect(store, new SessionInfoStore(), false);
        runtime.shutdown();
        try (OutputStream out = Files.newOutputStream(exec)) {
            store.accept(new ExecutionDataWriter(out));
        }
    }

    @Test
    void coverageShowsWhatRanAndIsNeverComplete() {
        Profile profile = JacocoImport.coverage(exec, classes);
        assertThat(profile.provenance()).containsExactly("jacoco jacoco.exec: 1 classes used");
        Profile.ClassProfile main = profile.classes().get(0);
        assertThat(main.complete()).isFalse();
        assertThat(main.find("used", "(I)I").orElseThrow().entries()).isEqualTo(1);
        assertThat(main.find("never", "(I)I").orElseThrow().entries()).isZero();
    }

    @Test
    void wideningLeavesNothingColdInAMethodThatRan() {
        Profile coverage = JacocoImport.coverage(exec, classes);
        Profile.ClassProfile seen = coverage.classes().get(0);
        List<Profile.MethodProfile> cold = List.of(method("used"), method("never"), method("unlisted"));
        Profile recorded = new Profile(
                List.of("agent"),
                List.of(new Profile.ClassProfile(seen.name(), seen.digest(), true, cold)),
                new TreeMap<>());
        Profile wide = JacocoImport.widen(recorded, coverage);
        assertThat(wide.provenance()).containsExactly("agent", "widened by jacoco jacoco.exec: 1 classes used");
        Profile.ClassProfile main = wide.find(seen.name(), seen.digest()).orElseThrow();
        assertThat(main.complete()).isTrue();
        for (String used : List.of("used", "unlisted")) {
            Profile.MethodProfile method = main.find(used, "(I)I").orElseThrow();
            assertThat(method.entries()).isEqualTo(1);
            assertThat(method.edges()).extracting(Profile.EdgeCount::count).containsExactly(1L, 7L);
            assertThat(method.handlers())
                    .extracting(Profile.HandlerCount::count)
                    .containsExactly(1L);
        }
        assertThat(main.find("never", "(I)I")).contains(method("never"));
    }

    @Test
    void aClassThatOnlyCoverageSawIsAdded() {
        Profile coverage = JacocoImport.coverage(exec, classes);
        Profile wide = JacocoImport.widen(Profile.empty(), coverage);
        assertThat(wide.classes()).isEqualTo(coverage.classes());
    }

    @Test
    void anotherBuildIsIgnoredAndSaid() {
        Map<String, byte[]> other = InMemoryCompiler.compile(Map.of("app.Main", SOURCE.replace("x > 0", "x > 1")));
        Profile profile = JacocoImport.coverage(exec, other);
        assertThat(profile.classes()).isEmpty();
        assertThat(profile.provenance())
                .containsExactly("jacoco jacoco.exec: 0 classes used, 1 of another build ignored");
    }

    @Test
    void damageIsOneSentence() throws IOException {
        byte[] whole = Files.readAllBytes(exec);
        for (byte[] bad : List.of(new byte[0], Arrays.copyOf(whole, whole.length - 1), new byte[] {1, 2, 3})) {
            Files.write(exec, bad);
            assertThatThrownBy(() -> JacocoImport.coverage(exec, classes))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(exec.toString());
        }
        for (int i = 0; i < whole.length * 8; i++) {
            byte[] flipped = whole.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            Files.write(exec, flipped);
            // JaCoCo's file has no checksum: what is not refused must still be read without a fault of ours.
            try {
                assertThat(JacocoImport.coverage(exec, classes).classes()).allMatch(c -> !c.complete());
            } catch (BadInputException refused) {
                assertThat(refused).hasMessageContaining("jacoco.exec");
            }
        }
        Path absent = directory.resolve("absent.exec");
        assertThatThrownBy(() -> JacocoImport.coverage(absent, classes)).isInstanceOf(BadInputException.class);
    }

    private static Profile.MethodProfile method(String name) {
        return new Profile.MethodProfile(
                name,
                "(I)I",
                0,
                List.of(new Profile.EdgeCount(1, 0, 0), new Profile.EdgeCount(1, 1, 7)),
                List.of(new Profile.HandlerCount(9, 0)),
                List.of(),
                List.of());
    }
}
