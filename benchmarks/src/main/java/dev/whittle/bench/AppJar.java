package dev.whittle.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A program and all that it needs in one jar, as many are shipped. */
final class AppJar {
    private static final String SERVICES = "META-INF/services/";
    private static final String VERSIONS = "META-INF/versions/";

    private final Map<String, byte[]> entries = new TreeMap<>();

    private AppJar() {}

    /**
     * Writes the jar. Of several entries of one name the first stays, and files that name services are put together. Signatures, indexes and
     * descriptions of modules are those of the jars that were, and are left out.
     *
     * @param program folder of the program's own classes
     * @param jars what it needs
     */
    static void write(Path program, List<Path> jars, String main, Path output) {
        AppJar all = new AppJar();
        try {
            try (Stream<Path> files = Files.walk(program)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    all.add(program.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
            }
            for (Path jar : jars) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                        ZipEntry entry = e.nextElement();
                        if (!entry.isDirectory()) {
                            all.add(entry.getName(), zip.getInputStream(entry).readAllBytes());
                        }
                    }
                }
            }
            all.write(main, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String name, byte[] bytes) {
        if (name.startsWith(SERVICES)) {
            entries.merge(name, bytes, AppJar::together);
        } else if (!name.endsWith("module-info.class")
                && !name.matches("META-INF/(MANIFEST\\.MF|INDEX\\.LIST|[^/]*\\.(SF|RSA|DSA|EC))")) {
            entries.putIfAbsent(name, bytes);
        }
    }

    private static byte[] together(byte[] a, byte[] b) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(a);
        both.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
        both.writeBytes(b);
        return both.toByteArray();
    }

    private void write(String main, Path output) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
        if (entries.keySet().stream().anyMatch(n -> n.startsWith(VERSIONS))) {
            manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        }
        try (OutputStream file = Files.newOutputStream(output);
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                JarEntry named = new JarEntry(entry.getKey());
                named.setTime(0);
                jar.putNextEntry(named);
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        }
    }
}
