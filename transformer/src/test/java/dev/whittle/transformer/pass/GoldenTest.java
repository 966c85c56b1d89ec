package dev.whittle.transformer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Fragment;
import dev.whittle.model.TransformedClass;
import dev.whittle.testkit.ByteLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** Each golden is whittled, compared as text, checked by ASM's verifier, and run before and after. */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    static Stream<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void isAsItWas(Path file) throws Exception {
        String text = Files.readString(file);
        GoldenCase golden = new GoldenCase(text);
        Whittled w = golden.whittle();
        String now = text.substring(0, text.indexOf(GoldenCase.MARK)) + GoldenCase.describe(w);
        if (Boolean.getBoolean("golden.update")) {
            assertThat(System.getenv("CI"))
                    .as("no golden is rewritten on a build server")
                    .isNotEqualTo("true");
            Files.writeString(file, now);
        }
        assertThat(now).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void runsAsTheOriginalDoes(Path file) throws Exception {
        GoldenCase golden = new GoldenCase(Files.readString(file));
        Whittled w = golden.whittle();
        for (TransformedClass c : w.transformed) {
            check(c.bytes(), w.original());
            for (Fragment f : c.fragments()) {
                check(f.classBytes(), w.original());
            }
        }
        assertThat(golden.calls).isNotEmpty();
        ByteLoader before = w.original();
        ByteLoader after = w.whittled();
        for (String call : golden.calls) {
            assertThat(run(after, call)).as(call).isEqualTo(run(before, call));
        }
    }

    /** A golden called {@code ...-unchanged} shows why nothing was done; its twin shows what would have been. */
    @ParameterizedTest
    @MethodSource("goldens")
    void unchangedMeansUnchanged(Path file) throws Exception {
        Whittled w = new GoldenCase(Files.readString(file)).whittle();
        boolean changed = w.transformed.stream().anyMatch(c -> !Arrays.equals(c.bytes(), w.classes.get(c.name())));
        assertThat(changed).isEqualTo(!file.toString().contains("unchanged"));
        Path twin = Path.of(
                file.toString().replace("-unchanged", "").replace(".txt", "") + (changed ? "-unchanged.txt" : ".txt"));
        assertThat(twin).exists();
    }

    @Test
    void correlationAndNotFrequencyPicksTheGuard() throws Exception {
        Whittled w = new GoldenCase(Files.readString(FOLDER.resolve("hoist.txt"))).whittle();
        assertThat(w.plan.toString()).contains("HoistPath[predicates=[Predicate[ordinal=");
        // The most frequent outcome is the one that goes with nothing else; it is not what the guard asks.
        assertThat(GoldenCase.describe(w)).contains("HoistPath[predicates=[Predicate[ordinal=4, outcome=0]]");
    }

    private static String run(ByteLoader loader, String call) throws Exception {
        String[] words = call.split(" +");
        int dot = words[0].lastIndexOf('.');
        Object[] arguments = Arrays.stream(words).skip(1).map(Integer::valueOf).toArray();
        return Whittled.outcome(loader, words[0].substring(0, dot), words[0].substring(dot + 1), arguments);
    }

    private static void check(byte[] classFile, ClassLoader loader) {
        StringWriter problems = new StringWriter();
        CheckClassAdapter.verify(new ClassReader(classFile), loader, false, new PrintWriter(problems));
        assertThat(problems.toString()).as(ClassFiles.parse(classFile).name).isEmpty();
    }
}
