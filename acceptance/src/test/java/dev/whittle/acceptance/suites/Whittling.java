package dev.whittle.acceptance.suites;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.acceptance.Tools;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.engine.Profiles;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;

/** Whittles a library with each kind of profile, as users do: by the command line. */
final class Whittling {
    /** {@code -Dwhittle.seed} is that of the random profile. */
    private static final long SEED = Long.getLong("whittle.seed", 1);

    private static final int TENTH = 10;
    private static final int HALF = 2;

    private final Library library;
    private final Suite suite;
    private final Path folder;
    private final Map<String, byte[]> classes;
    private final int withCode;

    /**
     * What became of a library.
     *
     * @param jar the whittled one
     * @param withCode methods of the library that have code
     * @param changed methods that were rewritten or moved whole, all of them proved
     * @param putBack methods that were not proved, and are as they were
     */
    record Whittled(Path jar, int withCode, int changed, int putBack) {
        double share() {
            return (double) changed / withCode;
        }
    }

    Whittling(Library library, Suite suite, Path folder) {
        this.library = library;
        this.suite = suite;
        this.folder = folder;
        this.classes = classes(library.jar());
        this.withCode = (int) classes.values().stream()
                .flatMap(bytes -> ClassFiles.parse(bytes).methods.stream())
                .filter(m -> (m.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0)
                .count();
    }

    Whittled whittle(ProfileKind kind) throws IOException {
        Path profile = profile(kind);
        Path jar = folder.resolve("whittled-" + kind + ".jar");
        Path json = folder.resolve(kind + ".json");
        List<Object> words = new ArrayList<>(List.of("transform", library.jar(), "--profile", profile, "-o", jar));
        // Exits that count as nothing: as much is rewritten as can be.
        words.addAll(List.of("--force", "--exit-bytes", 0, "--json", json, "--class-path", path(library.beside())));
        if (kind == ProfileKind.BESIDE) {
            words.addAll(List.of("--cold-classes", "beside"));
        }
        if (kind == ProfileKind.RESIDENT) {
            words.addAll(List.of("--store", "resident"));
        }
        ok(Tools.whittle(words.toArray()));
        JsonNode totals = Tools.json(json).path("totals");
        return new Whittled(
                jar,
                withCode,
                totals.path("proved").asInt(),
                totals.path("reverted").asInt());
    }

    private Path profile(ProfileKind kind) throws IOException {
        Path file = folder.resolve(kind + ".wprof");
        if (!Files.exists(file)) {
            switch (kind) {
                case NONE -> ProfileFile.write(file, Profile.empty());
                case SMALL -> recordSmall(library.jar(), file);
                case STALE -> recordSmall(library.older(), file);
                case BESIDE -> Files.copy(profile(ProfileKind.SMALL), file);
                case TENTH -> recordSuite(TENTH, file);
                case RANDOM ->
                    ProfileFile.write(
                            file, Profiles.withReceivers(Profiles.random(classes, SEED, HALF), classes, SEED));
                case RESIDENT -> Files.copy(profile(ProfileKind.RANDOM), file);
                case INVERTED -> {
                    Path whole = folder.resolve("whole.wprof");
                    recordSuite(1, whole);
                    // What never ran is called hot, and its calls find what they never found.
                    ProfileFile.write(
                            file, Profiles.withReceivers(Profiles.inverted(ProfileFile.read(whole)), classes, SEED));
                }
            }
        }
        return file;
    }

    private void recordSuite(int every, Path file) throws IOException {
        suite.run(Tools.command("record", "--force", "-o", file, "--"), library.jar(), every);
    }

    private void recordSmall(Path jar, Path file) throws IOException {
        List<Path> path = new ArrayList<>(library.beside());
        path.add(0, jar);
        Path program = folder.resolve("program");
        Files.createDirectories(program);
        String name = library.workload();
        for (Map.Entry<String, byte[]> c : InMemoryCompiler.compile(
                        Map.of(name, library.source()), "-classpath", path(path))
                .entrySet()) {
            Files.write(program.resolve(c.getKey() + ".class"), c.getValue());
        }
        path.add(program);
        ok(Tools.whittle("record", "--force", "-o", file, "--", JvmFork.java(), "-cp", path(path), name));
    }

    private static void ok(JvmFork.Result result) {
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    private static String path(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }

    private static Map<String, byte[]> classes(Path jar) {
        Map<String, byte[]> classes = new TreeMap<>();
        for (JarContents.Entry entry : JarContents.read(jar).entries()) {
            if (entry.isClass()
                    && !entry.name().startsWith("META-INF/")
                    && !entry.name().equals("module-info.class")) {
                classes.put(entry.name().replaceFirst("\\.class$", ""), entry.bytes());
            }
        }
        return classes;
    }
}
