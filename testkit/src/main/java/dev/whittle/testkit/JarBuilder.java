package dev.whittle.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Builds jars for tests. Stateless. */
public final class JarBuilder {
    private JarBuilder() {}

    /**
     * Writes a jar.
     *
     * @param classes class files by internal name
     * @param resources by path
     * @param mainClass class name with dots for the manifest, or null
     */
    public static Path write(
            Path jar, Map<String, byte[]> classes, Map<String, byte[]> resources, @Nullable String mainClass) {
        Map<String, byte[]> entries = new TreeMap<>(resources);
        classes.forEach((name, bytes) -> entries.put(name + ".class", bytes));
        String manifest =
                "Manifest-Version: 1.0\r\n" + (mainClass == null ? "" : "Main-Class: " + mainClass + "\r\n") + "\r\n";
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(zip, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(zip, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
