package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;

/** Which types can be named without a chance that this throws: looking one up may fail for a class that is missing, malformed or hidden. */
final class Loadable {
    private final World world;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Map<String, Boolean> there = new HashMap<>();

    Loadable(World world) {
        this.world = world;
    }

    /**
     * @param type internal name, or the descriptor of an array
     * @param from internal name of the class that names it
     */
    boolean certain(String type, String from) {
        String name = type;
        if (type.startsWith("[")) {
            Type element = Type.getType(type).getElementType();
            if (element.getSort() != Type.OBJECT) {
                return true;
            }
            name = element.getInternalName();
        }
        ClassNode node = world.find(name);
        ClassNode caller = world.find(from);
        int major = caller == null ? Opcodes.V17 : Math.max(ClassFiles.major(caller), Opcodes.V17);
        String loaded = name;
        return node != null
                && seen(node, from)
                && known.computeIfAbsent(major + name, k -> isBase(loaded) || loads(loaded, major));
    }

    /**
     * Returns true if a type and all that it extends can be seen to be there, in the program, beside it or in the platform. What links a
     * call site looks its types up, which a call of a method does not.
     *
     * @param from internal name of the class that names it
     */
    boolean isThere(Type type, String from) {
        Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
        if (element.getSort() != Type.OBJECT) {
            return true;
        }
        ClassNode node = world.find(element.getInternalName());
        return node != null
                && seen(node, from)
                && there.computeIfAbsent(node.name, k -> ancestors(k).stream().allMatch(n -> world.find(n) != null));
    }

    private Set<String> ancestors(String name) {
        Deque<String> work = new ArrayDeque<>(List.of(name));
        Set<String> met = new HashSet<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            ClassNode node = met.add(at) ? world.find(at) : null;
            if (node != null) {
                work.addAll(node.interfaces);
                if (node.superName != null) {
                    work.add(node.superName);
                }
            }
        }
        return met;
    }

    private boolean seen(ClassNode node, String from) {
        return (node.access & Opcodes.ACC_PUBLIC) != 0
                || World.packageOf(node.name).equals(World.packageOf(from));
    }

    /** True for what each Java platform has. */
    private static boolean isBase(String name) {
        if (!name.startsWith("java/")) {
            return false;
        }
        try {
            Class<?> type = Class.forName(name.replace('/', '.'), false, null);
            return type.getModule().equals(Object.class.getModule());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private boolean loads(String name, int major) {
        Deque<String> work = new ArrayDeque<>(List.of(name));
        Set<String> met = new HashSet<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            if (!met.add(at) || isBase(at)) {
                continue;
            }
            ClassNode node = world.isProgram(at) ? world.find(at) : null;
            if (node == null || !wellFormed(node, major) || !fits(node)) {
                return false;
            }
            work.add(node.superName);
            work.addAll(node.interfaces);
        }
        return true;
    }

    private static boolean wellFormed(ClassNode node, int major) {
        Set<String> declared = new HashSet<>();
        return ClassFiles.major(node) <= major
                && node.version >>> 16 == 0
                && node.fields.stream().allMatch(f -> declared.add(f.name + ":" + f.desc))
                && node.methods.stream().allMatch(m -> declared.add(m.name + m.desc));
    }

    /** It extends what may be extended: no interface, nothing final or sealed against it, not itself. */
    private boolean fits(ClassNode node) {
        ClassNode parent = node.superName == null ? null : world.find(node.superName);
        if (parent == null
                || (parent.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_FINAL)) != 0
                || world.isSubtype(parent.name, node.name)
                || !admits(parent, node)) {
            return false;
        }
        return node.interfaces.stream().allMatch(face -> {
            ClassNode found = world.find(face);
            return found != null && (found.access & Opcodes.ACC_INTERFACE) != 0 && admits(found, node);
        });
    }

    private boolean admits(ClassNode above, ClassNode node) {
        boolean listed = above.permittedSubclasses == null || above.permittedSubclasses.contains(node.name);
        return listed && seen(above, node.name);
    }
}
