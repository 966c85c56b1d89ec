package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.JarContents;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program sees of its own jar or folder: scanners list folders, launchers want jars in jars uncompressed. */
class ResourcesTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of("app.Main", """
            package app;
            import java.util.*;
            public class Main {
                static int hot(int x, int[] rare) {
                    if (x == 7) { rare[0]++; rare[1] += x; x = rare.length * 31; }
                    return x + 1;
                }
                public static void main(String[] args) throws Exception {
                    System.out.println(hot(args.length, new int[2]));
                    for (String name : List.of("", "app", "app/", "app/plugins/", "app/plugins", "app/none/")) {
                        var found = Collections.list(Main.class.getClassLoader().getResources(name));
                        for (var url : found) {
                            System.out.println(name + " is a " + url.getProtocol());
                        }
                        System.out.println(name + ' ' + found.size());
                    }
                    var place = new java.io.File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
                    if (place.isFile()) {
                        try (var jar = new java.util.jar.JarFile(place)) {
                            System.out.println("nested: " + jar.getEntry("app/plugins/one.jar").getMethod());
                        }
                    }
                }
            }
            """));

    @TempDir
    Path folder;

    @Test
    void aProgramThatScansItsJarFindsTheSame() throws IOException {
        Path jar = folder.resolve("app.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("META-INF/", "app/", "app/plugins/")) {
                zip.putNextEntry(new ZipEntry(name));
            }
            zip.putNextEntry(new ZipEntry("app/Main.class"));
            zip.write(CLASSES.get("app/Main"));
            byte[] nested = {'P', 'K', 5, 6, 0, 0, 0, 0};
            CRC32 crc = new CRC32();
            crc.update(nested);
            ZipEntry entry = new ZipEntry("app/plugins/one.jar");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(nested.length);
            entry.setCrc(crc.getValue());
            zip.putNextEntry(entry);
            zip.write(nested);
        }
        Path whittled = folder.resolve("app-whittled.jar");
        check(jar, whittled, "app/plugins/ 1", "nested: 0");
        List<JarContents.Entry> before = JarContents.read(whittled).entries();
        Files.write(whittled, without(before, "app/plugins/"));
        assertThat(verified(jar, whittled).findings())
                .extracting(Object::toString)
                .containsExactly("The file app/plugins/ is missing in the whittled program.");
        Files.write(whittled, compressed(before));
        assertThat(verified(jar, whittled).findings())
                .extracting(Object::toString)
                .containsExactly(
                        "The file app/plugins/one.jar is compressed, and was not: a launcher may not find it.");
    }

    @Test
    void aProgramThatScansItsFolderFindsTheSame() throws IOException {
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve("app/plugins"));
        Files.write(classes.resolve("app/Main.class"), CLASSES.get("app/Main"));
        check(classes, folder.resolve("classes-whittled"), "app/plugins/ 1");
    }

    /** Whittled with a random profile, verified, and run before and after. */
    private void check(Path original, Path whittled, String... expected) throws IOException {
        Path profile = folder.resolve("app.wprof");
        ProfileFile.write(profile, Profiles.random(CLASSES, 3));
        Request request = new Request(
                original, List.of(), profile, null, Filter.all(), whittled, true, Require.PROVED, StoreMode.EMBEDDED);
        Outcome outcome = new Whittle(
                        Progress.silent(), Solving.defaults(), Profit.defaults().withExitBytes(0))
                .transform(request, null, false);
        assertThat(outcome.certificate().certificates()).isNotEmpty();
        assertThat(verified(original, whittled).findings()).isEmpty();
        String before = run(original);
        assertThat(before.lines()).contains(expected);
        assertThat(run(whittled)).isEqualTo(before);
    }

    private static Judgement verified(Path original, Path whittled) {
        return new Whittle(Progress.silent()).verify(List.of(original), List.of(whittled), List.of(), Require.PROVED);
    }

    private static String run(Path program) throws IOException {
        JvmFork.Result result = JvmFork.run("-cp", program.toString(), "app.Main");
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.out();
    }

    private static byte[] without(List<JarContents.Entry> entries, String name) {
        return new JarContents(
                        entries.stream().filter(e -> !e.name().equals(name)).toList())
                .toJar();
    }

    private static byte[] compressed(List<JarContents.Entry> entries) {
        return new JarContents(entries.stream()
                        .map(e -> new JarContents.Entry(e.name(), e.bytes()))
                        .toList())
                .toJar();
    }
}
