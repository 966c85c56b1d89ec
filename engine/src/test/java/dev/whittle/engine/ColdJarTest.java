package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents;
import dev.whittle.bytecode.JarContents.Entry;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes that were never loaded, in a jar beside, for a program that reaches them in every way there is. */
class ColdJarTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "app.Main", """
            package app;
            import java.io.*;
            import java.util.*;
            public class Main {
                public static void premain(String args) throws Exception {
                    System.out.println("premain " + Class.forName("app.ByName").getDeclaredConstructor().newInstance());
                }
                static int hot(int x, int[] rare) { if (x == 7) { rare[0]++; rare[1] += x; x = rare.length * 31; } return x + 1; }
                public static void main(String[] args) throws Exception {
                    System.out.println(hot(args.length, new int[2]));
                    if (args.length == 0) { return; }
                    System.out.println(new Rare(4).times(3));
                    System.out.println(Class.forName("app.ByName").getDeclaredConstructor().newInstance());
                    for (Runnable r : ServiceLoader.load(Runnable.class)) { r.run(); }
                    var bytes = new ByteArrayOutputStream();
                    new ObjectOutputStream(bytes).writeObject(new Rare(5));
                    System.out.println(((Rare) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject()).times(1));
                    System.out.println(Rare.class.getPackage().getImplementationVersion());
                    System.out.println(Main.class.getResource("Rare.class") != null);
                    System.out.println(Collections.list(Main.class.getClassLoader().getResources("app/Rare.class")).size());
                    System.out.println(Main.class.getClassLoader().getResource("app/") != null);
                    System.out.println(Rare.class.getClassLoader() == Main.class.getClassLoader());
                    try { Class.forName("app.None"); } catch (ClassNotFoundException e) { System.out.println(e.getMessage()); }
                    System.out.println(other.Twice.from());
                }
            }
            """,
            "app.Rare", """
            package app;
            class Rare implements java.io.Serializable {
                private final int n;
                Rare(int n) { this.n = n; }
                int times(int m) { return new Inner().go(m); }
                private class Inner { private int go(int m) { return n * m; } }
            }
            """,
            "app.ByName", """
            package app; public class ByName { public String toString() { return "by name"; } }
            """,
            "app.Service", """
            package app; public class Service implements Runnable { public void run() { System.out.println(5); } }
            """,
            "other.Twice", """
            package other; public class Twice { public static String from() { return "first"; } }
            """));

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    Path folder;

    /** A jar as the tool of that name makes them: with folders, a manifest and a jar that it names, which has a class twice. */
    private Path original(String manifest) throws IOException {
        Files.write(
                folder.resolve("dep.jar"),
                jar(List.of(new Entry(
                        "other/Twice.class",
                        InMemoryCompiler.compile(Map.of("other.Twice", """
                        package other; public class Twice { public static String from() { return "second"; } }
                        """)).get("other/Twice")))));
        List<Entry> entries = new ArrayList<>();
        entries.add(text(MANIFEST, manifest));
        for (String name : List.of("app/", "other/", "META-INF/services/")) {
            entries.add(new Entry(name, new byte[0]));
        }
        CLASSES.forEach((name, bytes) -> entries.add(new Entry(name + ".class", bytes)));
        entries.add(text("META-INF/services/java.lang.Runnable", "app.Service\n"));
        Path jar = folder.resolve("app.jar");
        Files.write(jar, jar(entries));
        return jar;
    }

    private static Entry text(String name, String text) {
        return new Entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] jar(List<Entry> entries) {
        return new JarContents(entries).toJar();
    }

    private static String usual() {
        return "Manifest-Version: 1.0\nMain-Class: app.Main\nClass-Path: dep.jar\nImplementation-Version: 7\n\n";
    }

    private Path profile(String... loaded) {
        Path file = folder.resolve("app.wprof");
        Profile random = Profiles.random(CLASSES, 3);
        ProfileFile.write(
                file,
                new Profile(
                        List.of("test"),
                        random.classes().stream()
                                .filter(c -> Set.of(loaded).contains(c.name()))
                                .toList(),
                        random.facts()));
        return file;
    }

    private Request request(Path input, Path profile) {
        return new Request(
                        input,
                        List.of(),
                        profile,
                        null,
                        Filter.all(),
                        Request.besides(input),
                        true,
                        Require.PROVED,
                        StoreMode.EMBEDDED)
                .with(ClassMode.BESIDE);
    }

    private static Outcome transform(Request request) {
        return new Whittle(
                        Progress.silent(), Solving.defaults(), Profit.defaults().withExitBytes(0))
                .transform(request, null, false);
    }

    private static Path beside(Outcome outcome) {
        return outcome.written().stream()
                .filter(p -> p.toString().contains("-cold-"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> verified(Path original, Path whittled) {
        return new Whittle(Progress.silent())
                .verify(List.of(original), List.of(whittled), List.of(), Require.PROVED).findings().stream()
                        .map(Object::toString)
                        .toList();
    }

    private static String run(Path jar, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of("-jar", jar.toString()));
        words.addAll(List.of(arguments));
        JvmFork.Result result = JvmFork.run(words.toArray(String[]::new));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    /** With nothing in the profile, all classes leave, and the program still does the same. */
    @Test
    void aProgramThatNeedsThemAfterAllDoesTheSame() throws IOException {
        Path app = original(usual());
        for (String[] loaded : new String[][] {{"app/Main"}, {}, {"app/Rare", "other/Twice"}}) {
            Outcome outcome = transform(request(app, profile(loaded)));
            Path whittled = Request.besides(app);
            assertThat(outcome.warnings()).isEmpty();
            assertThat(names(beside(outcome))).contains("app/ByName.class").doesNotContain("META-INF/services/");
            assertThat(names(whittled)).contains("app/").doesNotContain("app/ByName.class");
            assertThat(outcome.report().totals().hotBytesAfter())
                    .isLessThan(outcome.report().totals().hotBytesBefore());
            assertThat(verified(app, whittled)).isEmpty();
            assertThat(run(whittled)).isEqualTo(run(app));
            assertThat(run(whittled, "rare")).isEqualTo(run(app, "rare")).contains("by name", "first", "7");
            Files.delete(beside(outcome));
        }
    }

    private static List<String> names(Path jar) {
        return JarContents.read(jar).entries().stream().map(Entry::name).toList();
    }

    @Test
    void aNameMayHoldWhatDividesClassPathsAndUrls() throws IOException {
        Path app = original(usual());
        Path odd = Files.move(app, folder.resolve("my app#1 50%25?ü.jar"));
        Outcome outcome = transform(request(odd, profile("app/Main")));
        assertThat(outcome.report().kept()).noneMatch(k -> k.reason().contains("does not know the class"));
        assertThat(verified(odd, Request.besides(odd))).isEmpty();
        assertThat(run(Request.besides(odd), "rare")).isEqualTo(run(odd, "rare"));
    }

    @Test
    void whatAClassIsMissingForIsNamed() throws IOException {
        Path app = original(usual());
        Outcome outcome = transform(request(app, profile("app/Main")));
        Files.delete(beside(outcome));
        assertThatThrownBy(() -> verified(app, Request.besides(app)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(beside(outcome).getFileName().toString());
    }

    @Test
    void whatNoSplitWouldHaveMadeIsFound() throws IOException {
        Path app = original(usual());
        Outcome outcome = transform(request(app, profile("app/Main")));
        Path hot = Request.besides(app);
        Path cold = beside(outcome);
        byte[] foreign = InMemoryCompiler.compile(Map.of("app.Rare", "package app; class Rare { }"))
                .get("app/Rare");
        attack(app, cold, e -> e.name().equals("app/Rare.class") ? e.with(foreign) : e, null, "app/Rare");
        attack(app, cold, e -> e.name().equals("app/Rare.class") ? null : e, null, "app/Rare.class is missing");
        attack(app, cold, e -> e, new Entry("app/New.class", foreign), "app/New.class is new");
        attack(app, cold, e -> e, text("readme", "x"), "readme of " + cold.getFileName() + " is no class");
        attack(app, cold, e -> e, new Entry("app/Main.class", foreign), "app/Main.class stands in");
        attack(app, cold, e -> e.name().equals(MANIFEST) ? text(MANIFEST, usual()) : e, null, "manifest of");
        attack(app, hot, e -> e.name().equals(MANIFEST) ? text(MANIFEST, usual()) : e, null, "first of its class path");
        attack(app, hot, e -> e.name().equals(MANIFEST) ? null : e, null, "first of its class path");
        attack(app, hot, e -> e.name().endsWith("/classes") ? null : e, null, MANIFEST + " differs");
        assertThat(verified(app, hot)).isEmpty();
    }

    /** Writes a jar with something changed, verifies, and puts it back. */
    private static void attack(Path app, Path jar, UnaryOperator<Entry> change, Entry more, String expected)
            throws IOException {
        byte[] good = Files.readAllBytes(jar);
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : JarContents.read(jar).entries()) {
            Entry changed = change.apply(entry);
            if (changed != null) {
                entries.add(changed);
            }
        }
        if (more != null) {
            entries.add(more);
        }
        Files.write(jar, jar(entries));
        assertThat(verified(app, Request.besides(app))).anyMatch(f -> f.contains(expected));
        Files.write(jar, good);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sealed: true\n", "\nName: other/\nSealed: true\n"})
    void aJarThatSealsPackagesKeepsItsClasses(String lines) throws IOException {
        Path app = original("Manifest-Version: 1.0\nMain-Class: app.Main\n" + lines + "\n");
        Outcome outcome = transform(request(app, profile("app/Main")));
        assertThat(outcome.warnings()).singleElement().asString().contains(app.toString(), "it seals packages");
        assertThat(outcome.written()).noneMatch(p -> p.toString().contains("-cold-"));
        assertThat(names(Request.besides(app))).contains("app/ByName.class");
    }

    /** With an index, class loaders of JDK 17 do not look at the class path of the manifest. */
    @ParameterizedTest
    @ValueSource(
            strings = {"app.jar\napp\nother\n\ndep.jar\nother\n", "elsewhere.jar\napp\n", "app.jar\napp\nmissing\n"})
    void aJarWithAnIndexThatDecidesSomethingKeepsItsClasses(String index) throws IOException {
        Path app = indexed("Manifest-Version: 1.0\nMain-Class: app.Main\n\n", index);
        assertThat(transform(request(app, profile("app/Main"))).warnings())
                .anyMatch(w -> w.contains("it has an index of other jars"));
        assertThat(names(Request.besides(app))).contains("app/ByName.class", "META-INF/INDEX.LIST");
    }

    @Test
    void aJarWithAnIndexAndAClassPathKeepsItsClasses() throws IOException {
        Path app = indexed(usual(), "app.jar\napp\nother\n");
        assertThat(transform(request(app, profile("app/Main"))).warnings())
                .anyMatch(w -> w.contains("it has an index"));
        assertThat(run(Request.besides(app), "rare")).isEqualTo(run(app, "rare"));
    }

    /** Such as Maven's plugins write: class loaders find the same without it, and the cold classes by the class path. */
    @Test
    void anIndexOfTheJarAloneGoes() throws IOException {
        Path app = indexed("Manifest-Version: 1.0\nMain-Class: app.Main\n\n", "app.jar\napp\nother\n");
        Outcome outcome = transform(request(app, profile("app/Main")));
        assertThat(outcome.warnings()).isEmpty();
        Path whittled = Request.besides(app);
        assertThat(names(whittled)).doesNotContain("app/ByName.class", "META-INF/INDEX.LIST");
        assertThat(run(whittled, "rare")).isEqualTo(run(app, "rare")).contains("by name", "first");
        assertThat(verified(app, whittled)).isEmpty();
        attack(app, whittled, e -> e, text("META-INF/INDEX.LIST", "elsewhere.jar\napp\n"), "INDEX.LIST differs");
    }

    private Path indexed(String manifest, String index) throws IOException {
        Path app = original(manifest);
        List<Entry> entries = new ArrayList<>(JarContents.read(app).entries());
        entries.add(text("META-INF/INDEX.LIST", "JarIndex-Version: 1.0\n\n" + index + "\n"));
        Files.write(app, jar(entries));
        return app;
    }

    @Test
    void anAgentFindsThemToo() throws IOException {
        Path app = original("Manifest-Version: 1.0\nMain-Class: app.Main\nPremain-Class: app.Main\n\n");
        transform(request(app, profile("app/Main")));
        for (Path jar : List.of(app, Request.besides(app))) {
            JvmFork.Result result = JvmFork.run("-javaagent:" + jar, "-version");
            assertThat(result.out()).as(result.err()).contains("premain by name");
        }
    }

    @Test
    void whatMayBeRunElsewhereIsSaidToBeForClassPathsAlone() throws IOException {
        Path app = original(usual());
        List<Entry> entries = new ArrayList<>(JarContents.read(app).entries());
        entries.add(new Entry("META-INF/versions/9/module-info.class", new byte[4]));
        Files.write(app, jar(entries));
        assertThat(transform(request(app, profile("app/Main"))).warnings())
                .singleElement()
                .asString()
                .contains("from a class path only: a module path does not find");
        for (String header : List.of("Bundle-SymbolicName", "Automatic-Module-Name")) {
            original(usual().strip() + "\n" + header + ": x\n\n");
            assertThat(transform(request(app, profile("app/Main"))).warnings())
                    .singleElement()
                    .asString()
                    .contains("from a class path only");
            assertThat(run(Request.besides(app), "rare")).isEqualTo(run(app, "rare"));
        }
    }

    @Test
    void classesOfDirectoriesStay() throws IOException {
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve("app"));
        Files.write(classes.resolve("app/Main.class"), CLASSES.get("app/Main"));
        assertThat(transform(request(classes, profile())).warnings()).anyMatch(w -> w.contains("it is a directory"));
    }

    @Test
    void withoutAProfileNothingIsKnownOfClasses() throws IOException {
        Path app = original(usual());
        Request request = new Request(
                        app,
                        List.of(),
                        null,
                        null,
                        Filter.all(),
                        Request.besides(app),
                        true,
                        Require.PROVED,
                        StoreMode.EMBEDDED)
                .with(ClassMode.BESIDE);
        assertThatThrownBy(() -> transform(request))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--profile");
    }

    /** The name has the build in it, so that a jar of an older build is never taken for that of this one. */
    @Test
    void anotherBuildHasAnotherName() throws IOException {
        Path app = original(usual());
        Path first = beside(transform(request(app, profile("app/Main"))));
        Path second = beside(transform(request(app, profile("app/Main", "app/Rare"))));
        assertThat(second).isNotEqualTo(first);
        assertThat(beside(transform(request(app, profile("app/Main"))))).isEqualTo(first);
    }
}
