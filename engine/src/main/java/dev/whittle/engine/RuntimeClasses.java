package dev.whittle.engine;

import dev.whittle.bytecode.JarContents;
import dev.whittle.runtime.Switch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The runtime's own class files, which go into each whittled jar. */
final class RuntimeClasses {
    private static final String PACKAGE = "dev/whittle/runtime/";

    private RuntimeClasses() {}

    /** Returns true if an entry of that name is the runtime's, or would be. */
    static boolean holds(String name) {
        return name.startsWith(PACKAGE);
    }

    /** Returns true if a program has all of them, byte for byte. */
    static boolean isWholeIn(JarContents contents) {
        Map<String, byte[]> there = contents.byName();
        return entries().stream().allMatch(e -> Arrays.equals(e.bytes(), there.get(e.name())));
    }

    /** Reads them from wherever this process loaded the runtime: a directory of classes or a jar. */
    static List<JarContents.Entry> entries() {
        try {
            Path source = Path.of(Switch.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(source)) {
                return read(source);
            }
            try (FileSystem jar = FileSystems.newFileSystem(source)) {
                return read(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Whittle's own runtime cannot be read; install Whittle again.", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a code source is a URI", e);
        }
    }

    private static List<JarContents.Entry> read(Path root) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(PACKAGE))) {
            List<Path> classes = files.filter(p -> p.toString().endsWith(".class")
                            && !p.getFileName().toString().equals("package-info.class"))
                    .sorted((a, b) ->
                            a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList();
            List<JarContents.Entry> result = new java.util.ArrayList<>();
            for (Path path : classes) {
                result.add(new JarContents.Entry(PACKAGE + path.getFileName(), Files.readAllBytes(path)));
            }
            return List.copyOf(result);
        }
    }
}
