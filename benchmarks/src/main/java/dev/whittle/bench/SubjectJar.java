package dev.whittle.bench;

import dev.whittle.bench.subject.models.Poller;
import dev.whittle.demo.device.DeviceAccess;
import dev.whittle.demo.nic.RxWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a subject into a jar of its own, from the classes that this program runs with. Stateless; equal classes give equal bytes. */
final class SubjectJar {
    private SubjectJar() {}

    static void write(Subject subject, Path jar) {
        Map<String, byte[]> entries = new TreeMap<>();
        for (Class<?> anchor : new Class<?>[] {Poller.class, RxWork.class, DeviceAccess.class}) {
            Path source = source(anchor);
            if (Files.isDirectory(source)) {
                collect(subject, source, entries);
            } else {
                try (FileSystem inside = FileSystems.newFileSystem(source)) {
                    collect(subject, inside.getPath("/"), entries);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        subject.generated().forEach((name, bytes) -> entries.put(name + ".class", bytes));
        String manifest = "Manifest-Version: 1.0\r\nMain-Class: " + subject.main() + "\r\n\r\n";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(out, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                put(out, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path source(Class<?> type) {
        try {
            URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Subject subject, Path root, Map<String, byte[]> entries) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(".class")
                        && !name.endsWith("package-info.class")
                        && subject.prefixes().stream().anyMatch(name::startsWith)) {
                    entries.put(name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }
}
