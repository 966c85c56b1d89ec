package dev.whittle.verifier.internal.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;

/** Which classes of the program the inputs may have objects of. */
final class Candidates {
    /** Where a type has more subclasses, the rest are never made. */
    private static final int MAX_SUBTYPES = 4;

    static final int MAX_DEPTH = 4;

    private final Hierarchy classes;
    private final Map<String, List<String>> byType = new TreeMap<>();
    private final Set<String> made = new TreeSet<>();
    private final Set<String> enums = new TreeSet<>();
    private final Set<String> refused = new TreeSet<>();

    Candidates(Hierarchy classes) {
        this.classes = classes;
    }

    /** Adds the classes that a value of a type may bring along. */
    void add(Type type) {
        List<String> open = new ArrayList<>(types(type));
        for (int depth = 0; depth < MAX_DEPTH && !open.isEmpty(); depth++) {
            Set<String> next = new LinkedHashSet<>();
            for (String each : open) {
                if (made.add(each)) {
                    fields(each).forEach(f -> next.addAll(types(Type.getType(f.field().desc))));
                }
            }
            open = new ArrayList<>(next);
        }
    }

    void addReceiver(String type) {
        byType.put(type, List.of(type));
        made.remove(type);
        add(Type.getObjectType(type));
    }

    private List<String> types(Type type) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() != Type.OBJECT) {
            return List.of();
        }
        String name = element.getInternalName();
        if (isEnum(name)) {
            enums.add(name);
            return List.of();
        }
        return of(name);
    }

    boolean isEnum(String name) {
        ClassNode node = classes.find(name);
        return node != null && (node.access & Opcodes.ACC_ENUM) != 0 && "java/lang/Enum".equals(node.superName);
    }

    /** Returns the classes of the program that can be made for a type: its own first, last what stands in for an interface. */
    List<String> of(String type) {
        return byType.computeIfAbsent(type, this::find);
    }

    private List<String> find(String type) {
        Set<String> below = type.equals("java/lang/Object") ? Set.of() : classes.subtypes(type);
        List<String> found = new ArrayList<>(Stream.concat(Stream.of(type), below.stream())
                .filter(this::canBeMade)
                .limit(MAX_SUBTYPES)
                .toList());
        ClassNode node = classes.find(type);
        boolean open = node != null
                && (node.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ANNOTATION)) == Opcodes.ACC_INTERFACE
                && node.permittedSubclasses == null;
        if (node != null && open) {
            found.add(classes.standIn(node));
        }
        return List.copyOf(found);
    }

    /** True if an input may have an object or a constant of a class: its code was walked, and is harmless. */
    boolean mayMake(String name) {
        return (made.contains(name) || enums.contains(name)) && !refused.contains(name);
    }

    boolean canBeMade(String name) {
        ClassNode node = classes.find(name);
        if (node == null || (node.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM)) != 0) {
            return false;
        }
        boolean isRecord = (node.access & Opcodes.ACC_RECORD) != 0;
        ClassNode last = node;
        for (ClassNode at = node; at != null; at = at.superName == null ? null : classes.find(at.superName)) {
            last = at;
        }
        return isRecord || "java/lang/Object".equals(last.superName);
    }

    /** A field and the class that declares it. */
    record Declared(String owner, FieldNode field) {}

    /** Returns the instance fields of a class and its superclasses. */
    List<Declared> fields(String name) {
        List<Declared> all = new ArrayList<>();
        for (String each : classes.supers(name)) {
            ClassNode node = classes.find(each);
            if (node != null) {
                node.fields.stream()
                        .filter(f -> (f.access & Opcodes.ACC_STATIC) == 0)
                        .forEach(f -> all.add(new Declared(each, f)));
            }
        }
        return all;
    }

    Set<String> made() {
        Set<String> all = new TreeSet<>(made);
        all.removeAll(refused);
        return all;
    }

    Set<String> enums() {
        Set<String> all = new TreeSet<>(enums);
        all.removeAll(refused);
        return all;
    }

    /** No input has one of these. */
    void refuse(String name) {
        refused.add(name);
    }
}
