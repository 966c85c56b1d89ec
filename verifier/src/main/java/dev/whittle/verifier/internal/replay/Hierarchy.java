package dev.whittle.verifier.internal.replay;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The classes that a replay can load, in both versions: the program's, those beside it, and the fragments. */
final class Hierarchy {
    private final Program program;
    private final Map<String, Optional<ClassNode>> before = new HashMap<>();
    private final Map<String, List<ClassNode>> versions = new HashMap<>();
    /** By internal name. */
    private final Map<String, byte[]> fragments = new TreeMap<>();

    private final Map<Integer, String> fragmentNames = new TreeMap<>();
    /** Made up, by internal name. */
    private final Map<String, ClassNode> stubs = new TreeMap<>();

    private @Nullable Map<String, Set<String>> subtypes;

    Hierarchy(Program program) {
        this.program = program;
        program.fragments().forEach((id, bytes) -> {
            String name = new ClassReader(bytes).getClassName();
            fragments.put(name, bytes);
            fragmentNames.put(id, name);
        });
    }

    Map<String, byte[]> fragments() {
        return fragments;
    }

    boolean isProgram(String name) {
        return program.originals().containsKey(name)
                || program.library().containsKey(name)
                || fragments.containsKey(name)
                || stubs.containsKey(name);
    }

    /** Returns the name of a class that stands in for an interface of the program. */
    String standIn(ClassNode type) {
        String name = Stubs.name(type.name);
        if (!stubs.containsKey(name)) {
            stubs.put(name, Stubs.make(this, type));
        }
        return name;
    }

    byte @Nullable [] stub(String name) {
        ClassNode node = stubs.get(name);
        return node == null ? null : ClassFiles.write(node);
    }

    /** Finds a class of the program as it was. */
    @Nullable
    ClassNode find(String name) {
        if (stubs.containsKey(name)) {
            return stubs.get(name);
        }
        return before.computeIfAbsent(name, n -> {
                    byte[] bytes = program.originals().get(n);
                    bytes = bytes == null ? program.library().get(n) : bytes;
                    bytes = bytes == null ? fragments.get(n) : bytes;
                    return Optional.ofNullable(bytes).map(Hierarchy::parse);
                })
                .orElse(null);
    }

    private static ClassNode parse(byte[] bytes) {
        try {
            return ClassFiles.parse(bytes);
        } catch (BadInputException e) {
            throw new NotReplayable("a class cannot be read: " + e.getMessage());
        }
    }

    /** Returns the class as it was and, if it changed, as it will be. */
    private List<ClassNode> versions(String name) {
        return versions.computeIfAbsent(name, n -> {
            List<ClassNode> all = new ArrayList<>();
            ClassNode old = find(n);
            if (old != null) {
                all.add(old);
            }
            byte[] now = program.whittled().get(n);
            if (now != null && !Arrays.equals(now, program.originals().get(n))) {
                all.add(parse(now));
            }
            return all;
        });
    }

    /** Returns a method as it was and, if its class changed, as it will be. */
    List<MethodNode> methods(String owner, String name, String descriptor) {
        return versions(owner).stream()
                .map(c -> method(c, name, descriptor))
                .flatMap(Optional::stream)
                .toList();
    }

    static Optional<MethodNode> method(ClassNode node, String name, String descriptor) {
        return node.methods.stream()
                .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
                .findFirst();
    }

    /** Returns the class and its superclasses and interfaces in the program: classes first, nearest first. */
    List<String> supers(String name) {
        Set<String> all = new LinkedHashSet<>();
        for (ClassNode at = find(name); at != null; at = at.superName == null ? null : find(at.superName)) {
            if (!all.add(at.name)) {
                break;
            }
        }
        List<String> open = new ArrayList<>(all);
        for (int i = 0; i < open.size(); i++) {
            ClassNode node = find(open.get(i));
            if (node != null) {
                for (String next : node.interfaces) {
                    if (find(next) != null && all.add(next)) {
                        open.add(next);
                    }
                }
            }
        }
        return List.copyOf(all);
    }

    /** Returns the nearest supertypes outside the program; {@code java/lang/Object} is always among them. */
    Set<String> platformSupers(String name) {
        Set<String> found = new TreeSet<>(Set.of("java/lang/Object"));
        for (String each : supers(name)) {
            ClassNode node = find(each);
            if (node != null) {
                List<String> next = new ArrayList<>(node.interfaces);
                if (node.superName != null) {
                    next.add(node.superName);
                }
                next.removeIf(this::isProgram);
                found.addAll(next);
            }
        }
        return found;
    }

    /** True if a class of the program is a subtype of another type, its own name included. */
    boolean isSubtype(String name, String of) {
        if (supers(name).contains(of)) {
            return true;
        }
        Class<?> type = isProgram(of) ? null : Harmless.platform(of);
        return type != null
                && platformSupers(name).stream()
                        .map(Harmless::platform)
                        .anyMatch(p -> p != null && type.isAssignableFrom(p));
    }

    /** Returns the names of the classes of the program that extend or implement a type, directly or not, sorted. */
    Set<String> subtypes(String of) {
        Map<String, Set<String>> known = subtypes;
        if (known == null) {
            known = direct();
            subtypes = known;
        }
        Set<String> all = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(of));
        while (!open.isEmpty()) {
            for (String next : known.getOrDefault(open.remove(open.size() - 1), Set.of())) {
                if (all.add(next)) {
                    open.add(next);
                }
            }
        }
        return all;
    }

    private Map<String, Set<String>> direct() {
        Map<String, Set<String>> result = new TreeMap<>();
        Map<String, byte[]> all = new TreeMap<>(program.library());
        all.putAll(program.originals());
        all.forEach((name, bytes) -> {
            ClassReader reader = new ClassReader(bytes);
            if (reader.getSuperName() != null) {
                result.computeIfAbsent(reader.getSuperName(), k -> new TreeSet<>())
                        .add(name);
            }
            for (String each : reader.getInterfaces()) {
                result.computeIfAbsent(each, k -> new TreeSet<>()).add(name);
            }
        });
        return result;
    }

    /** Returns the classes whose declaration of a method a call of a type may resolve to: the nearest class, or else interfaces. */
    List<String> declaring(String owner, String name, String descriptor) {
        List<String> interfaces = new ArrayList<>();
        for (String each : supers(owner)) {
            ClassNode node = find(each);
            if (node != null && !methods(each, name, descriptor).isEmpty()) {
                if ((node.access & Opcodes.ACC_INTERFACE) == 0) {
                    return List.of(each);
                }
                interfaces.add(each);
            }
        }
        return interfaces;
    }

    /** Finds a field from a class upwards. */
    @Nullable
    FieldNode field(String owner, String name, String descriptor) {
        for (String each : supers(owner)) {
            ClassNode node = find(each);
            if (node != null) {
                for (FieldNode field : node.fields) {
                    if (field.name.equals(name) && field.desc.equals(descriptor)) {
                        return field;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Returns the class of the fragment that an exit leaves for, or nothing where the runtime throws, as it finds no cold code that fits.
     *
     * @throws NotReplayable if what it leaves for may not be run
     */
    Optional<String> fragment(InvokeDynamicInsnNode exit) {
        String reference = String.valueOf(exit.bsmArgs[1]);
        int id = id(reference);
        if (program.unusable().contains(id)) {
            throw new NotReplayable("an exit leaves for a fragment that may not be run: " + reference);
        }
        byte[] bytes = program.fragments().get(id);
        String name = fragmentNames.get(id);
        boolean fits = name != null
                && bytes != null
                && program.build().equals(exit.bsmArgs[0])
                && reference.equals(id + "|" + Digests.base64(bytes))
                && methods(name, exit.name, exit.desc).stream().anyMatch(m -> (m.access & Opcodes.ACC_STATIC) != 0);
        return fits ? Optional.of(Objects.requireNonNull(name)) : Optional.empty();
    }

    private static int id(String reference) {
        try {
            return Integer.parseInt(reference.substring(0, Math.max(reference.indexOf('|'), 0)));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
