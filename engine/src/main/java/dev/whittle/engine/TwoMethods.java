package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.verifier.PairVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds a method in two class files, jars or directories. */
final class TwoMethods {
    /** @param owner internal name of the class that has the method */
    private record Side(String owner, Map<String, byte[]> classes) {}

    private TwoMethods() {}

    /**
     * @param className of the class, where the two are no class files
     * @param method its name, and its descriptor where there are several of that name
     */
    static PairVerifier.Pair find(
            Path first, Path second, @Nullable String className, String method, List<Path> library) {
        Side a = side(first, className);
        Side b = side(second, className);
        return new PairVerifier.Pair(
                named(a, method, first), a.classes(), b.owner(), b.classes(), ProgramInput.library(library));
    }

    private static Side side(Path path, @Nullable String className) {
        if (path.toString().endsWith(".class") && Files.isRegularFile(path)) {
            String owner = ClassFiles.parse(bytes(path)).name;
            return new Side(owner, nested(path));
        }
        if (className == null) {
            throw new BadInputException(path + " is no class file: say with --class which of its classes is meant.");
        }
        Map<String, byte[]> classes = ProgramInput.library(List.of(path));
        String owner = className.replace('.', '/');
        if (!classes.containsKey(owner)) {
            throw new BadInputException("There is no class " + className + " in " + path + ": check its name.");
        }
        return new Side(owner, classes);
    }

    /** The class file and those of its nested classes, which lie beside it. */
    private static Map<String, byte[]> nested(Path file) {
        String head = file.getFileName().toString().replaceFirst("\\.class$", "");
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent())) {
            for (Path each : all.sorted().toList()) {
                String name = each.getFileName().toString();
                if (name.equals(head + ".class") || name.startsWith(head + "$") && name.endsWith(".class")) {
                    byte[] bytes = bytes(each);
                    found.put(ClassFiles.parse(bytes).name, bytes);
                }
            }
        } catch (IOException e) {
            throw new BadInputException("The folder of " + file + " cannot be read; check its permissions.", e);
        }
        return found;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException("The class file " + file + " cannot be read; check its permissions.", e);
        }
    }

    private static MethodId named(Side side, String method, Path path) {
        List<MethodId> found =
                ClassFiles.parse(java.util.Objects.requireNonNull(side.classes().get(side.owner()))).methods.stream()
                        .filter(m -> method.equals(m.name) || method.equals(m.name + m.desc))
                        .map(m -> new MethodId(side.owner(), m.name, m.desc))
                        .toList();
        if (found.isEmpty()) {
            throw new BadInputException("There is no method " + method + " in " + path + ": check its name.");
        }
        if (found.size() > 1) {
            throw new BadInputException("There are " + found.size() + " methods " + method + " in " + path
                    + ": add the descriptor, as in --method '" + method
                    + found.get(0).descriptor() + "'.");
        }
        return found.get(0);
    }
}
