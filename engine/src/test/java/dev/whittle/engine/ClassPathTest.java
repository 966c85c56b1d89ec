package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import dev.whittle.model.Staging;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program of two jars that share a package: one declares a fact, the other writes it and folds on it. */
class ClassPathTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "lib.Card", """
            package lib;
            import dev.whittle.annotations.HwBranch;
            public final class Card {
                @HwBranch("net.width") int width;
                public Card(int width) { this.width = width; }
                public String name() { if (width == 64) { return "wide" + width; } return "narrow" + width; }
            }
            """,
            "lib.Main", """
            package lib;
            public class Main {
                static int rx(Card c, int word) { if (c.width == 64) { word = word * 31 + 64; } return word + 1; }
                public static void main(String[] args) {
                    Card card = new Card(32);
                    System.out.println(card.name() + rx(card, 7));
                    if (args.length > 0) {
                        card.width = 64;
                        System.out.println(card.name() + rx(card, 7));
                    }
                }
            }
            """));

    @TempDir
    Path folder;

    private Path app;
    private Path lib;
    private Path profile;

    @BeforeEach
    void jars() throws IOException {
        app = jar("app.jar", n -> n.equals("lib/Main"));
        lib = jar("lib.jar", n -> n.equals("lib/Card"));
        profile = folder.resolve("app.wprof");
        // The run was of the 32 bit card and without arguments.
        ProfileFile.write(profile, Profiles.taken(CLASSES, Map.of("lib/Card.width", new FactValue.OfInt(32))));
    }

    private Path jar(String name, Predicate<String> which) throws IOException {
        Path path = folder.resolve(name);
        List<Entry> entries = CLASSES.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .map(e -> new Entry(e.getKey() + ".class", e.getValue()))
                .toList();
        Staging.write(path, new JarContents(entries).toJar());
        return path;
    }

    private Request request(List<Path> inputs, List<Path> classPath, StoreMode store) {
        List<Path> outputs = inputs.stream()
                .map(i -> folder.resolve("out").resolve(Request.besides(i).getFileName()))
                .toList();
        return new Request(inputs, classPath, profile, null, Filter.all(), outputs, true, Require.PROVED, store);
    }

    private static String run(List<Path> classPath, String... arguments) throws IOException {
        String path = String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList());
        List<String> words = new java.util.ArrayList<>(List.of("-cp", path, "lib.Main"));
        words.addAll(List.of(arguments));
        JvmFork.Result result = JvmFork.run(words.toArray(String[]::new));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    @Test
    void aFactOfOneJarIsGuardedWhereAnotherWritesIt() throws IOException {
        for (StoreMode store : List.of(StoreMode.EMBEDDED, StoreMode.SIDECAR, StoreMode.RESIDENT)) {
            Request request = request(List.of(app, lib), List.of(), store);
            Whittle whittle = new Whittle(Progress.silent());
            Outcome outcome = whittle.transform(request, null, false);
            assertThat(outcome.plan().facts())
                    .singleElement()
                    .satisfies(f -> assertThat(f.use()).isEqualTo(new Plan.FactUse.Folded()));
            assertThat(outcome.plan().input()).isEqualTo("app.jar:lib.jar");
            assertThat(outcome.certificate().verdicts())
                    .extracting(v -> v.method().owner() + "." + v.method().name())
                    .contains("lib/Main.rx", "lib/Card.name");
            assertThat(outcome.certificate().verdicts()).allMatch(v -> v.verdict() instanceof Verdict.Proved);
            assertThat(request.outputs()).allMatch(Files::exists);
            for (String[] arguments : new String[][] {{}, {"exchange"}}) {
                assertThat(run(request.outputs(), arguments)).isEqualTo(run(List.of(app, lib), arguments));
            }
            Judgement judgement = whittle.verify(List.of(app, lib), request.outputs(), List.of(), Require.PROVED);
            assertThat(judgement.findings()).isEmpty();
            assertThat(judgement.accepted()).isTrue();
            assertThat(judgement.verdicts()).hasSameSizeAs(outcome.certificate().verdicts());
            assertThat(whittle.report(request.outputs().get(1))).isEqualTo(outcome.report());
        }
    }

    /** A part that was whittled with another is not accepted beside the original of that other: its writes are not guarded. */
    @Test
    void oneWhittledPartBesideAnOriginalIsNotAccepted() {
        Request request = request(List.of(app, lib), List.of(), StoreMode.EMBEDDED);
        Whittle whittle = new Whittle(Progress.silent());
        whittle.transform(request, null, false);
        Judgement judgement =
                whittle.verify(List.of(lib), List.of(request.outputs().get(1)), List.of(app), Require.PROVED);
        assertThat(judgement.accepted()).isFalse();
        assertThat(judgement.findings()).anyMatch(f -> f.contains("lib/Card.width") && f.contains("not guarded"));
        assertThatThrownBy(() -> whittle.verify(
                        List.of(app, lib), List.of(request.outputs().get(1)), List.of(), Require.PROVED))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("same order");
    }

    /** What is only read is not changed; a fact that it writes is not folded. */
    @Test
    void aDependencyThatWritesAFactKeepsItFromBeingFolded() throws IOException {
        Request request = request(List.of(lib), List.of(app), StoreMode.EMBEDDED);
        Outcome outcome = new Whittle(Progress.silent()).transform(request, null, false);
        assertThat(outcome.plan().facts())
                .singleElement()
                .satisfies(f -> assertThat(f.use()).isInstanceOf(Plan.FactUse.NotFolded.class));
        List<Path> classPath = List.of(app, request.output());
        assertThat(run(classPath, "exchange")).isEqualTo(run(List.of(app, lib), "exchange"));
    }

    @Test
    void aClassThatTwoEntriesHoldIsThatOfTheFirst() throws IOException {
        Path both = jar("both.jar", n -> true);
        Request request = request(List.of(app, both), List.of(), StoreMode.EMBEDDED);
        Outcome outcome = new Whittle(Progress.silent()).transform(request, null, false);
        assertThat(outcome.warnings()).anyMatch(w -> w.contains("both.jar holds 1 class that an entry before it"));
        assertThat(run(request.outputs(), "exchange")).isEqualTo(run(List.of(app, lib), "exchange"));
        assertThat(new Whittle(Progress.silent())
                        .verify(request.inputs(), request.outputs(), List.of(), Require.PROVED)
                        .accepted())
                .isTrue();
    }
}
