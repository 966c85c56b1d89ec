package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A program as it was read.
 *
 * @param path where from
 * @param contents all its files
 * @param classes class files that can be parsed, by internal name, sorted; without those of Whittle's own runtime
 * @param warnings class entries that are copied as they are, each with the reason, for a person
 */
record ProgramInput(Path path, JarContents contents, Map<String, byte[]> classes, List<String> warnings) {

    /** @throws BadInputException if it cannot be read, is signed, or was whittled before */
    static ProgramInput read(Path path) {
        JarContents contents = JarContents.read(path);
        signature(contents).ifPresent(entry -> {
            throw new BadInputException("The jar " + path + " is signed (" + entry
                    + "); a changed class would break the signature. Whittle the unsigned jar and sign the result.");
        });
        refuseWhittled(path, contents);
        Map<String, byte[]> classes = new TreeMap<>();
        List<String> warnings = classify(contents, classes);
        // What brings cold code back is not brought back by itself.
        classes.keySet().removeIf(RuntimeClasses::holds);
        return new ProgramInput(path, contents, Collections.unmodifiableMap(classes), List.copyOf(warnings));
    }

    /** A tool that is built on Whittle holds its runtime, and may be whittled if that is the one that would be added. */
    private static void refuseWhittled(Path path, JarContents contents) {
        if (contents.entries().stream().anyMatch(e -> e.name().startsWith("META-INF/whittle/"))) {
            throw new BadInputException("The jar " + path + " was whittled before. Give the original jar.");
        }
        if (contents.entries().stream().anyMatch(e -> RuntimeClasses.holds(e.name()))
                && !RuntimeClasses.isWholeIn(contents)) {
            throw new BadInputException("The jar " + path
                    + " holds another runtime of Whittle than this one's: it was whittled before, or is built on another"
                    + " version. Give the original jar, or use the Whittle of that version.");
        }
    }

    /**
     * Returns the classes of a class path that is not changed, and may be signed: of several of a name the first.
     *
     * @throws BadInputException if an entry cannot be read
     */
    static Map<String, byte[]> library(List<Path> classPath) {
        Map<String, byte[]> classes = new TreeMap<>();
        for (Path path : classPath) {
            Map<String, byte[]> part = new TreeMap<>();
            classify(JarContents.read(path), part);
            part.forEach(classes::putIfAbsent);
        }
        return classes;
    }

    private static List<String> classify(JarContents contents, Map<String, byte[]> classes) {
        List<String> warnings = new ArrayList<>();
        for (JarContents.Entry entry : contents.entries()) {
            if (entry.isClass()) {
                classify(entry, classes, warnings);
            }
        }
        return warnings;
    }

    private static void classify(JarContents.Entry entry, Map<String, byte[]> classes, List<String> warnings) {
        try {
            String name = ClassFiles.parse(entry.bytes()).name;
            if (entry.name().equals(name + ".class")) {
                classes.put(name, entry.bytes());
            } else {
                warnings.add(entry.name() + " holds the class " + name
                        + ", which is not where it belongs; it is copied as it is.");
            }
        } catch (BadInputException e) {
            warnings.add(entry.name() + " is copied as it is: " + e.getMessage());
        }
    }

    private static Optional<String> signature(JarContents contents) {
        return contents.entries().stream()
                .map(JarContents.Entry::name)
                .filter(n -> n.matches("(?i)META-INF/[^/]+\\.(SF|RSA|DSA|EC)"))
                .findFirst();
    }

    /** Returns the classes of which the jar holds variants for later Java versions: they stay as they are. */
    Set<String> multiRelease() {
        Set<String> result = new TreeSet<>();
        for (JarContents.Entry entry : contents.entries()) {
            if (entry.name().startsWith("META-INF/versions/") && entry.name().endsWith(".class")) {
                String rest = entry.name().substring("META-INF/versions/".length());
                result.add(rest.substring(rest.indexOf('/') + 1, rest.length() - ".class".length()));
            }
        }
        return result;
    }
}
