package dev.whittle.engine;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.report.Verification.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Where in the source the classes and methods of a program stand, as far as its class files say. */
final class Places {
    private final Map<String, byte[]> classes;
    private final Map<String, Optional<ClassNode>> parsed = new HashMap<>();

    Places(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    @Nullable
    Place of(MethodId id) {
        ClassNode node = find(id.owner());
        if (node == null) {
            return null;
        }
        int line = node.methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .mapToInt(Places::first)
                .findFirst()
                .orElse(0);
        return place(node, line);
    }

    /** Returns the place of a class by its internal name; class files do not say in which line it begins. */
    @Nullable
    Place of(String name) {
        ClassNode node = find(name);
        return node == null ? null : place(node, 0);
    }

    private @Nullable ClassNode find(String name) {
        return parsed.computeIfAbsent(name, this::parse).orElse(null);
    }

    private Optional<ClassNode> parse(String name) {
        byte[] bytes = classes.get(name);
        try {
            return bytes == null ? Optional.empty() : Optional.of(ClassFiles.parse(bytes));
        } catch (BadInputException e) {
            return Optional.empty();
        }
    }

    private static int first(MethodNode method) {
        Instructions code = Instructions.of(method);
        return code.size() == 0 ? 0 : Math.max(0, code.line(0));
    }

    private static @Nullable Place place(ClassNode node, int line) {
        if (node.sourceFile == null) {
            return null;
        }
        return new Place(node.name.substring(0, node.name.lastIndexOf('/') + 1) + node.sourceFile, line);
    }
}
