package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.bench.StartTimes.Sharing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {
    private static final Jdk JDK = new Jdk(25, "25.0.3", Path.of("jdk"));
    private static final Conditions CONDITIONS =
            new Conditions(Instant.parse("2026-01-02T03:04:05Z"), 12, List.of(JDK), "a machine", 0.1, 1.1, false);

    @TempDir
    Path folder;

    private Path jar(String name, Map<String, String> entries) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    /** Reads the jar as the JVM does: of a class in several versions that of now. */
    private static Map<String, String> read(Path jar) throws IOException {
        Map<String, String> read = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile(), true, JarFile.OPEN_READ, Runtime.version())) {
            for (JarEntry entry : file.stream().toList()) {
                byte[] bytes =
                        file.getInputStream(file.getJarEntry(entry.getName())).readAllBytes();
                read.put(entry.getName(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return read;
    }

    private Path program() throws IOException {
        Path program = Files.createDirectories(folder.resolve("program/app"));
        Files.writeString(program.resolve("Main.class"), "main");
        return folder.resolve("program");
    }

    @Test
    void aProgramAndWhatItNeedsAreOneJar() throws IOException {
        Path first = jar(
                "a.jar",
                Map.of(
                        "META-INF/MANIFEST.MF", "Main-Class: other.Main\n",
                        "META-INF/A.SF", "signed",
                        "META-INF/INDEX.LIST", "index",
                        "META-INF/services/x.Face", "a.One",
                        "module-info.class", "module",
                        "a/One.class", "one",
                        "both.txt", "of the first"));
        Path second = jar(
                "b.jar",
                Map.of(
                        "META-INF/services/x.Face", "b.Two",
                        "META-INF/versions/9/module-info.class", "module",
                        "META-INF/notes/A.SF", "no signature",
                        "b/Two.class", "two",
                        "both.txt", "of the second"));
        Path output = folder.resolve("all.jar");
        AppJar.write(program(), List.of(first, second), "app.Main", output);
        Map<String, String> read = read(output);
        assertThat(read.remove("META-INF/MANIFEST.MF"))
                .contains("Main-Class: app.Main")
                .doesNotContain("other", "Multi-Release");
        assertThat(read)
                .isEqualTo(Map.of(
                        "META-INF/services/x.Face", "a.One\nb.Two",
                        "META-INF/notes/A.SF", "no signature",
                        "a/One.class", "one",
                        "app/Main.class", "main",
                        "b/Two.class", "two",
                        "both.txt", "of the first"));
    }

    @Test
    void classesOfNewerJvmsStayThose() throws IOException {
        Path library = jar("a.jar", Map.of("a/One.class", "old", "META-INF/versions/11/a/One.class", "new"));
        Path output = folder.resolve("all.jar");
        AppJar.write(program(), List.of(library), "app.Main", output);
        assertThat(read(output)).containsEntry("a/One.class", "new");
    }

    private AppTimes.Variant variant(AppTimes.Made made, double millis, long classes) {
        return new AppTimes.Variant(
                made, new Samples(List.of(millis, millis, millis)), 2 * millis, classes, 5, 3 << 20);
    }

    @Test
    void thePageHasEachJarAndWhatWasMeasured() throws IOException {
        Path original = Files.write(folder.resolve("original.jar"), new byte[4_000]);
        Path whittled = Files.write(folder.resolve("whittled.jar"), new byte[1_600]);
        AppTimes.Made first = new AppTimes.Made("original", original, 0, true, true);
        AppTimes.Made second = new AppTimes.Made("Whittle", whittled, 900, true, true);
        AppTimes.Made third = new AppTimes.Made("R8", whittled, 0, false, true);
        AppTimes.Made fourth = new AppTimes.Made("ProGuard", null, 0, false, false);
        AppTimes times =
                new AppTimes("demo", JDK, Sharing.OFF, List.of(variant(first, 300, 500), variant(second, 200, 400)));
        Map<String, List<AppTimes.Made>> made = Map.of("demo", List.of(first, second, third, fourth));
        assertThat(AppPage.text(CONDITIONS, made, List.of(times)).lines())
                .contains(
                        "| demo | original | 4 |  | both |",
                        "| demo | Whittle | 2 | 1 | both |",
                        "| demo | R8 | 2 |  | the other |",
                        "| demo | ProGuard | none |  |  |",
                        "## demo, JDK 25, no class data sharing (`-Xshare:off`)",
                        "| original | 300 | 1.00 (1.00 to 1.00) | 600 | 500 | 5 | 3,072 |",
                        "| Whittle | 200 | 1.50 (1.50 to 1.50) | 400 | 400 | 5 | 3,072 |");
        JsonNode json = new ObjectMapper().readTree(AppPage.json(CONDITIONS, made, List.of(times)));
        assertThat(json.path("jars")).hasSize(4);
        assertThat(json.path("jars").get(1).path("elsewhereBytes").asLong()).isEqualTo(900);
        assertThat(json.path("rows")).hasSize(2);
        assertThat(json.path("rows").get(1).path("timesOriginal").asDouble()).isEqualTo(1.5);
    }
}
