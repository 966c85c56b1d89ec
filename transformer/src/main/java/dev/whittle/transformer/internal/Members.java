package dev.whittle.transformer.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.TypeCheck;
import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Looks up classes and members of the input, of what it runs with and of the platform. Not thread-safe. */
public final class Members {
    private final Map<String, byte[]> classes;
    private final Map<String, byte[]> library;
    private final Map<String, Optional<ClassNode>> cache = new HashMap<>();
    private final Map<String, Optional<ClassNode>> bodies = new HashMap<>();
    private final Map<String, Boolean> complete = new HashMap<>();
    private final QuietObjects quiet = new QuietObjects(this);
    private @Nullable Raising raising;
    private @Nullable Map<String, Set<String>> implementers;

    public Members(Map<String, byte[]> classes) {
        this(classes, Map.of());
    }

    /** @param library what the program runs with, by internal name */
    public Members(Map<String, byte[]> classes, Map<String, byte[]> library) {
        this.classes = classes;
        this.library = library;
    }

    /** Returns what decides which class files may be written with a later version. */
    public Raising raising() {
        Raising known = raising == null ? new Raising(this, new TypeCheck(this::bytes)) : raising;
        raising = known;
        return known;
    }

    /** Returns what knows which objects may be made once more than the original does. */
    QuietObjects quiet() {
        return quiet;
    }

    private byte @Nullable [] bytes(String name) {
        byte[] own = classes.get(name);
        return own != null ? own : library.get(name);
    }

    /** @param owner internal name of the class that declares it */
    public record Member(String owner, int access) {}

    @Nullable
    public ClassNode find(String name) {
        return cache.computeIfAbsent(name, this::load).orElse(null);
    }

    private Optional<ClassNode> load(String name) {
        byte[] bytes = bytes(name);
        try (InputStream in =
                bytes != null ? null : ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
            if (bytes == null) {
                if (in == null) {
                    return Optional.empty();
                }
                bytes = in.readAllBytes();
            }
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
            return Optional.of(node);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Resolves a field as the JVM does (JVMS 5.4.3.2), or returns null where a class on the way is not known. */
    @Nullable
    public Member field(String owner, String name, String descriptor) {
        ClassNode node = find(owner);
        if (node == null) {
            return null;
        }
        for (var field : node.fields) {
            if (field.name.equals(name) && field.desc.equals(descriptor)) {
                return new Member(owner, field.access);
            }
        }
        for (String face : node.interfaces) {
            Member found = field(face, name, descriptor);
            if (found != null) {
                return found;
            }
        }
        return node.superName == null ? null : field(node.superName, name, descriptor);
    }

    /** Returns the code of a method that a class of the program declares itself, or null. */
    @Nullable
    MethodNode body(String owner, String name, String descriptor) {
        Optional<ClassNode> parsed = bodies.computeIfAbsent(owner, o -> {
            byte[] bytes = classes.get(o);
            try {
                return bytes == null ? Optional.empty() : Optional.of(ClassFiles.parse(bytes));
            } catch (BadInputException e) {
                return Optional.empty();
            }
        });
        return parsed.stream()
                .flatMap(node -> node.methods.stream())
                .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
                .findFirst()
                .orElse(null);
    }

    /** Returns true if a field is there, belongs to objects and is not volatile. */
    boolean isPlain(FieldInsnNode access) {
        Member member = field(access.owner, access.name, access.desc);
        return member != null && (member.access() & (Opcodes.ACC_VOLATILE | Opcodes.ACC_STATIC)) == 0;
    }

    /** Returns the key of the fact that a field is, if it is one: the class that declares it, and its name. */
    public String key(FieldInsnNode access) {
        Member member = field(access.owner, access.name, access.desc);
        return (member == null ? access.owner : member.owner()) + "." + access.name;
    }

    /** Returns the internal name of the class that declares a fact, by its key. */
    public static String declaring(String key) {
        return key.substring(0, key.lastIndexOf('.'));
    }

    /** Returns the name of the field that is a fact, by its key. */
    public static String fieldName(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** @param key {@code owner.field} of a declared field; one that is not found is not final */
    boolean isFinal(String key) {
        ClassNode owner = find(declaring(key));
        return owner != null
                && owner.fields.stream()
                        .filter(f -> f.name.equals(fieldName(key)))
                        .allMatch(f -> (f.access & Opcodes.ACC_FINAL) != 0);
    }

    /** Resolves a method, classes before interfaces (JVMS 5.4.3.3), or returns null where it is not found. */
    @Nullable
    public Member method(String owner, String name, String descriptor) {
        ClassNode node = find(owner.startsWith("[") ? "java/lang/Object" : owner);
        if (node == null) {
            return null;
        }
        for (var method : node.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                return new Member(node.name, method.access);
            }
        }
        Member above = node.superName == null ? null : method(node.superName, name, descriptor);
        for (String face : node.interfaces) {
            above = above != null ? above : method(face, name, descriptor);
        }
        return above;
    }

    /**
     * Returns true if a method that is named is a private one of the given class itself, so that it is the one that is called whatever the
     * instruction: a nest member may call it as it calls any other.
     */
    boolean isOwn(String type, String owner, String name, String descriptor, boolean itf) {
        ClassNode node = itf || !owner.equals(type) ? null : find(type);
        return node != null
                && (node.access & Opcodes.ACC_INTERFACE) == 0
                && node.methods.stream()
                        .anyMatch(m -> m.name.equals(name)
                                && m.desc.equals(descriptor)
                                && (m.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) == Opcodes.ACC_PRIVATE);
    }

    /** Returns true if the class is one of the input's own. */
    boolean isProgram(String name) {
        return classes.containsKey(name);
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

    /**
     * Returns why naming a class may fail when the program runs, or an empty string.
     *
     * @param major version of class files that is known to load
     */
    String loads(String name, int major) {
        return Loading.refusal(this, name, major);
    }

    /** Returns the types of the input that extend or implement a type and can have objects of their own. */
    public Set<String> implementers(String type) {
        if (implementers == null) {
            implementers = new HashMap<>();
        }
        return implementers.computeIfAbsent(type, t -> {
            Set<String> found = new TreeSet<>();
            for (String name : classes.keySet()) {
                ClassNode node = find(name);
                boolean made = node != null && (node.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT)) == 0;
                if (made && isSubtype(name, t)) {
                    found.add(name);
                }
            }
            return found;
        });
    }

    /** Returns true if the class can be named from the package: in it, or public, also as the element of an array. */
    public boolean visible(String type, String fromClass) {
        String name = type;
        if (type.startsWith("[")) {
            Type element = Type.getType(type).getElementType();
            if (element.getSort() != Type.OBJECT) {
                return true;
            }
            name = element.getInternalName();
        }
        if (packageOf(name).equals(packageOf(fromClass))) {
            return true;
        }
        ClassNode node = find(name);
        return node != null && (node.access & Opcodes.ACC_PUBLIC) != 0;
    }

    /**
     * Returns true if a call site in a class can name a type: it can be seen there, and all that it extends is found. What links a call
     * site looks its types up, which a call of a method does not.
     */
    boolean nameable(Type type, String fromClass) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        return element.getSort() != Type.OBJECT
                || visible(element.getInternalName(), fromClass)
                        && complete.computeIfAbsent(element.getInternalName(), this::isComplete);
    }

    private boolean isComplete(String name) {
        Deque<String> work = new ArrayDeque<>(List.of(name));
        Set<String> seen = new HashSet<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            ClassNode node = find(at);
            if (node == null) {
                return false;
            }
            Stream.concat(node.interfaces.stream(), Stream.ofNullable(node.superName))
                    .filter(seen::add)
                    .forEach(work::add);
        }
        return true;
    }

    public static String packageOf(String internalName) {
        return internalName.substring(0, Math.max(0, internalName.lastIndexOf('/')));
    }
}
