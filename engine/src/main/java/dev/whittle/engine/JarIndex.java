package dev.whittle.engine;

import dev.whittle.bytecode.JarContents.Entry;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The index of a jar, which class loaders heed in place of a {@code Class-Path} up to JDK 21 (the JAR File Specification of these releases, "JAR
 * Index"). Maven's jar plugins write one into each jar that asks for it, and most name nothing but the jar itself. Stateless.
 */
final class JarIndex {
    static final String NAME = "META-INF/INDEX.LIST";

    private JarIndex() {}

    /**
     * Returns true if a program does the same without the index: it has none, or the only jar that it names is the one that holds it, with folders that
     * are there. Then a class loader finds by the index what it finds without, unless the manifest names further jars.
     */
    static boolean isIdle(ProgramInput input) {
        byte[] bytes = input.contents().find(NAME);
        if (bytes == null) {
            return true;
        }
        String own = String.valueOf(input.path().getFileName());
        Set<String> folders =
                input.contents().entries().stream().map(JarIndex::folder).collect(Collectors.toSet());
        boolean named = false;
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\\R")) {
            // What comes before the first jar is not read; a folder that is not there is an error of class loaders.
            boolean isJar = line.endsWith(".jar");
            if (isJar && !line.equals(own) || !isJar && named && !line.isEmpty() && !folders.contains(line)) {
                return false;
            }
            named |= isJar;
        }
        return true;
    }

    private static String folder(Entry entry) {
        int slash = entry.name().lastIndexOf('/');
        return slash < 0 ? entry.name() : entry.name().substring(0, slash);
    }
}
