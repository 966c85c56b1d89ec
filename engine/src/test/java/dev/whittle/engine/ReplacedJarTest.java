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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar of a running program is replaced, as an upgrade does: by another file of its name, or byte by byte in the same file. */
class ReplacedJarTest {
    private static final String SOURCE = """
            package app;
            import java.nio.file.*;
            public class Main {
                static String cold(int x) {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < x; i++) { text.append(i).append(','); }
                    return text.toString();
                }
                static int hot(int x) { return x * 3 + 1; }
                static String tried(int x) {
                    try { return cold(x); } catch (Throwable e) { return e.getClass().getName() + ": " + e.getMessage(); }
                }
                static void replace(String how, Path jar, Path other) throws Exception {
                    switch (how) {
                        case "moved over" -> Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                        case "deleted" -> Files.delete(jar);
                        case "written over" -> Files.write(jar, Files.readAllBytes(other));
                        default -> Files.write(jar, new byte[5000]);
                    }
                }
                public static void main(String[] words) throws Exception {
                    System.out.println(hot(1));
                    if (words.length > 0) {
                        Path jar = Path.of(words[1]);
                        byte[] whole = Files.readAllBytes(jar);
                        if (words[3].equals("read before")) { System.out.println(tried(2)); }
                        replace(words[0], jar, Path.of(words[2]));
                        System.out.println(tried(3));
                        System.out.println(hot(2));
                        Files.write(jar, whole);
                        System.out.println(tried(4));
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private Path jar;
    private Path other;

    @BeforeEach
    void whittle() throws IOException {
        jar = whittle("app", SOURCE);
        other = whittle("other", SOURCE.replace("* 3", "* 5"));
    }

    private Path whittle(String name, String source) throws IOException {
        Map<String, byte[]> program = InMemoryCompiler.compile(Map.of("app.Main", source));
        Path original = folder.resolve(name + "-original.jar");
        JarBuilder.write(original, program, Map.of(), null);
        Path profile = folder.resolve(name + ".wprof");
        ProfileFile.write(
                profile,
                new Profile(
                        List.of("test"),
                        Profiles.eachMethod(
                                Profiles.taken(program, Map.of()),
                                m -> new Profile.MethodProfile(
                                        m.name(),
                                        m.descriptor(),
                                        m.name().equals("cold") ? 0 : 1,
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        List.of())),
                        new TreeMap<>()));
        Path out = folder.resolve(name + ".jar");
        Outcome outcome = new Whittle(Progress.silent(), new PlanSettings(0.99, 0), VerificationSession::new)
                .transform(
                        new Request(
                                original,
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
        assertThat(outcome.certificate().certificates())
                .anySatisfy(c -> assertThat(c.method().name()).isEqualTo("cold"));
        return out;
    }

    private List<String> run(String how, String when) {
        JvmFork.Result result =
                JvmFork.run("-cp", jar.toString(), "app.Main", how, jar.toString(), other.toString(), when);
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        return result.out().lines().toList();
    }

    /** Nothing of another build is run, the rest goes on, and the call works once the jar is back. */
    @ParameterizedTest
    @ValueSource(strings = {"moved over", "deleted"})
    void coldCodeThatWasNotReadIsToldToBeMissing(String how) {
        List<String> said = run(how, "not read");
        assertThat(said).hasSize(4);
        assertThat(said.get(0)).isEqualTo("4");
        assertThat(said.get(1))
                .startsWith("dev.whittle.runtime.ColdStoreException: The cold code of app.Main.cold, fragment ")
                .contains(" cannot be brought back from jar:file:" + jar + "!/META-INF/whittle/")
                .endsWith("put the store back, or give -Dwhittle.store=FILE.");
        assertThat(said.get(2)).isEqualTo("7");
        assertThat(said.get(3)).isEqualTo("0,1,2,3,");
    }

    /** In the same file the JVM itself finds no class any more, the runtime's as little as the program's. */
    @ParameterizedTest
    @ValueSource(strings = {"written over", "destroyed"})
    void aJarThatIsWrittenToIsAsForTheOriginal(String how) {
        List<String> said = run(how, "not read");
        assertThat(said).hasSize(4);
        assertThat(said.get(0)).isEqualTo("4");
        assertThat(said.get(1)).startsWith("java.lang.NoClassDefFoundError: dev/whittle/runtime/");
        assertThat(said.get(2)).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"moved over", "deleted", "written over", "destroyed"})
    void whatWasReadStays(String how) {
        assertThat(run(how, "read before")).containsExactly("4", "0,1,", "0,1,2,", "7", "0,1,2,3,");
    }

    @Test
    void theOtherBuildIsAnother() {
        assertThat(JvmFork.run("-cp", other.toString(), "app.Main").out()).isEqualToIgnoringNewLines("6");
    }
}
