package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.TypeCheck;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactSite;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;

/** Finds classes and members: in the original program, beside it, and in the platform. What is not found is unknown, never assumed. */
public final class World {
    private final Map<String, byte[]> originals;
    private final Map<String, byte[]> library;
    private final Map<String, Optional<ClassNode>> parsed = new HashMap<>();
    private final Map<String, String> judged = new HashMap<>();
    private final TypeCheck types;
    private final EnumConstants enums = new EnumConstants(this);
    private final Loadable loadable = new Loadable(this);
    private final Discarded discarded = new Discarded(this);

    public World(Map<String, byte[]> originals, Map<String, byte[]> library) {
        this.originals = originals;
        this.library = library;
        this.types = new TypeCheck(n -> originals.containsKey(n) ? originals.get(n) : library.get(n));
    }

    /** Returns what was found out under a key, and finds it out if nothing was yet. */
    String judged(String key, Supplier<String> finding) {
        return judged.computeIfAbsent(key, k -> finding.get());
    }

    /** Returns what knows whether stack maps of the original program are right. */
    TypeCheck typeCheck() {
        return types;
    }

    /** Returns what knows which static fields are enum constants. */
    EnumConstants enums() {
        return enums;
    }

    /** Returns what knows which types can be named without a chance of failing. */
    Loadable loadable() {
        return loadable;
    }

    /** Returns what knows which steps leave no trace once the object that they make is dropped. */
    Discarded discarded() {
        return discarded;
    }

    /** Returns true if each object of a class is one of a class or interface; false also where a class on the way is not known. */
    boolean isSubtype(String name, String above) {
        Deque<String> work = new ArrayDeque<>(List.of(name));
        Set<String> seen = new HashSet<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            if (at.equals(above)) {
                return true;
            }
            ClassNode node = seen.add(at) ? find(at) : null;
            if (node != null) {
                work.addAll(node.interfaces);
                if (node.superName != null) {
                    work.add(node.superName);
                }
            }
        }
        return false;
    }

    @Nullable
    ClassNode find(String name) {
        return parsed.computeIfAbsent(name, n -> Optional.ofNullable(read(n))).orElse(null);
    }

    /** Returns true if the class is one of the original program's own. */
    boolean isProgram(String name) {
        return originals.containsKey(name);
    }

    private @Nullable ClassNode read(String name) {
        byte[] bytes = originals.containsKey(name) ? originals.get(name) : library.get(name);
        try {
            if (bytes == null) {
                bytes = platform(name);
            }
            return bytes == null ? null : ClassFiles.parse(bytes);
        } catch (IOException | BadInputException e) {
            return null;
        }
    }

    private static byte @Nullable [] platform(String name) throws IOException {
        try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /**
     * @param owner internal name of the class that declares it
     * @param known false if it was not found: then everything is possible
     */
    record Field(String owner, int access, boolean known) {
        /** True if an access orders memory, or may. */
        boolean fence() {
            return !known || (access & Opcodes.ACC_VOLATILE) != 0;
        }

        boolean isFinal() {
            return known && (access & Opcodes.ACC_FINAL) != 0;
        }
    }

    /** Returns true if an instruction stores to a field, or might because it is not known which one it finds. */
    boolean mayStore(FieldInsnNode n, FactSite.Field field) {
        if (n.getOpcode() != Opcodes.PUTFIELD || !n.name.equals(field.name()) || !n.desc.equals(field.descriptor())) {
            return false;
        }
        Field found = field(n.owner, n.name, n.desc);
        return !found.known() || found.owner().equals(field.owner());
    }

    /** Finds a field as JVMS 5.4.3.2 says. */
    Field field(String owner, String name, String descriptor) {
        Deque<String> work = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        work.push(owner);
        while (!work.isEmpty()) {
            String next = work.pop();
            ClassNode node = seen.add(next) ? find(next) : null;
            if (node == null) {
                if (!seen.contains(next) || !parsedAs(next)) {
                    return new Field(owner, 0, false);
                }
                continue;
            }
            for (FieldNode field : node.fields) {
                if (field.name.equals(name) && field.desc.equals(descriptor)) {
                    return new Field(next, field.access, true);
                }
            }
            if (node.superName != null) {
                work.push(node.superName);
            }
            node.interfaces.forEach(work::push);
        }
        return new Field(owner, 0, false);
    }

    private boolean parsedAs(String name) {
        Optional<ClassNode> node = parsed.get(name);
        return node != null && node.isPresent();
    }

    /** Returns those of some classes that extend a class, directly or not. */
    static List<ClassNode> subclasses(String name, Collection<ClassNode> among) {
        Set<String> family = new HashSet<>(Set.of(name));
        boolean grew = true;
        while (grew) {
            grew = false;
            for (ClassNode node : among) {
                grew |= family.contains(node.superName) && family.add(node.name);
            }
        }
        family.remove(name);
        return among.stream().filter(node -> family.contains(node.name)).toList();
    }

    static String packageOf(String internalName) {
        int slash = internalName.lastIndexOf('/');
        return slash < 0 ? "" : internalName.substring(0, slash);
    }
}
