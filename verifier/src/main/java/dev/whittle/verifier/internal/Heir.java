package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ThisValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What an instruction that only the heir of a class may have has to be in a nest member of the heir: a call site that the runtime links with a
 * lookup of the heir. Such a handle does what the instruction does (JVMS 5.4.3.5, and what {@code Lookup} says of itself). Where that
 * is not certain there is none, and the instruction may not move.
 */
final class Heir {
    /** What the JVM links has to leave room for the handle and the receiver. */
    private static final int MAX_SLOTS = 253;

    private static final Handle LINK = new Handle(
            Opcodes.H_INVOKESTATIC,
            "dev/whittle/runtime/Inherited",
            "link",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;ILjava/lang/Class;Ljava/lang/Class;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    private final World world;
    private final ClassNode heir;
    private final MethodNode method;
    private @Nullable ThisValues values;

    Heir(World world, ClassNode heir, MethodNode method) {
        this.world = world;
        this.heir = heir;
        this.method = method;
    }

    /** Returns the call site that has to stand in place of an instruction, or null if it stays. */
    @Nullable
    InvokeDynamicInsnNode site(AbstractInsnNode insn) {
        if (insn instanceof FieldInsnNode field) {
            return field(field);
        }
        return insn instanceof MethodInsnNode call && !call.owner.startsWith("[") && !call.name.startsWith("<")
                ? call(call)
                : null;
    }

    private @Nullable InvokeDynamicInsnNode field(FieldInsnNode n) {
        World.Field found = world.field(n.owner, n.name, n.desc);
        boolean isStatic = n.getOpcode() == Opcodes.GETSTATIC || n.getOpcode() == Opcodes.PUTSTATIC;
        boolean write = n.getOpcode() == Opcodes.PUTFIELD || n.getOpcode() == Opcodes.PUTSTATIC;
        boolean good = found.known()
                && guarded(found.owner(), found.access())
                && isStatic == ((found.access() & Opcodes.ACC_STATIC) != 0)
                && isAbove(n.owner, heir.name)
                // Code of another package writes it already, so that no fact rests on it; final ones are not written
                // there.
                && !(write && found.isFinal());
        int kind = switch (n.getOpcode()) {
            case Opcodes.GETFIELD -> Opcodes.H_GETFIELD;
            case Opcodes.GETSTATIC -> Opcodes.H_GETSTATIC;
            case Opcodes.PUTFIELD -> Opcodes.H_PUTFIELD;
            default -> Opcodes.H_PUTSTATIC;
        };
        Type type = Type.getType(n.desc);
        return good
                ? linked(
                        n,
                        kind,
                        n.owner,
                        n.name,
                        isStatic,
                        write ? List.of(type) : List.of(),
                        write ? Type.VOID_TYPE : type)
                : null;
    }

    private @Nullable InvokeDynamicInsnNode call(MethodInsnNode n) {
        boolean isStatic = n.getOpcode() == Opcodes.INVOKESTATIC;
        boolean special = n.getOpcode() == Opcodes.INVOKESPECIAL;
        Declared found = n.getOpcode() == Opcodes.INVOKEINTERFACE ? null : resolved(n.owner, n.name, n.desc);
        if (found == null
                || isStatic == ((found.method().access & Opcodes.ACC_STATIC) == 0)
                || looksAtCallers(found.method())
                || !(special ? isRightAbove(n, found.method()) : isGuarded(n, found))) {
            return null;
        }
        int kind = special ? Opcodes.H_INVOKESPECIAL : isStatic ? Opcodes.H_INVOKESTATIC : Opcodes.H_INVOKEVIRTUAL;
        List<Type> arguments = List.of(Type.getArgumentTypes(n.desc));
        return linked(n, kind, n.owner, n.name, isStatic, arguments, Type.getReturnType(n.desc));
    }

    private boolean isGuarded(MethodInsnNode n, Declared found) {
        return !n.itf && guarded(found.owner(), found.method().access) && isAbove(n.owner, heir.name);
    }

    /** Only subclasses may use it, and the heir is one from another package. */
    private boolean guarded(String declaring, int access) {
        return (access & Opcodes.ACC_PROTECTED) != 0
                && !World.packageOf(declaring).equals(World.packageOf(heir.name));
    }

    /** A call through super of something that can be called so, which is what it finds. */
    private boolean isRightAbove(MethodInsnNode n, MethodNode found) {
        int refused = Opcodes.ACC_PRIVATE | Opcodes.ACC_ABSTRACT;
        if ((found.access & refused) != 0 || n.itf) {
            return (found.access & refused) == 0 && heir.interfaces.contains(n.owner);
        }
        // Whatever class it names, the search begins right above the heir (JVMS 6.5, invokespecial).
        Declared selected = heir.superName == null ? null : resolved(heir.superName, n.name, n.desc);
        return isAbove(n.owner, heir.superName)
                && selected != null
                && (selected.method().access & (refused | Opcodes.ACC_STATIC)) == 0
                && !looksAtCallers(selected.method());
    }

    /** True if a class is the one that is given, or above it. */
    private boolean isAbove(String owner, @Nullable String from) {
        String at = from;
        while (at != null && !at.equals(owner)) {
            ClassNode node = world.find(at);
            at = node == null ? null : node.superName;
        }
        return at != null;
    }

    /** Fragments are no frames that an exception leaves out of its trace while that is filled in. */
    private static boolean looksAtCallers(MethodNode method) {
        return method.name.equals("fillInStackTrace")
                || method.name.equals("getCallerClass")
                || method.visibleAnnotations != null
                        && method.visibleAnnotations.stream().anyMatch(a -> a.desc.endsWith("/CallerSensitive;"));
    }

    private @Nullable InvokeDynamicInsnNode linked(
            AbstractInsnNode insn,
            int kind,
            String owner,
            String name,
            boolean isStatic,
            List<Type> arguments,
            Type result) {
        List<Type> taken = new ArrayList<>(arguments);
        if (!isStatic) {
            taken.add(0, Type.getObjectType(heir.name));
        }
        boolean fits = taken.stream().mapToInt(Type::getSize).sum() <= MAX_SLOTS - (isStatic ? 1 : 0)
                && name.chars().noneMatch(c -> c == '<' || c == '>')
                && Stream.concat(taken.stream(), Stream.of(result, Type.getObjectType(owner)))
                        .allMatch(type -> world.loadable().isThere(type, heir.name));
        if (!fits || !isStatic && !values().isThis(insn, arguments.size())) {
            return null;
        }
        return new InvokeDynamicInsnNode(
                name,
                Type.getMethodDescriptor(result, taken.toArray(Type[]::new)),
                LINK,
                kind,
                Type.getObjectType(heir.name),
                Type.getObjectType(owner));
    }

    private ThisValues values() {
        ThisValues known = values == null ? ThisValues.of(heir.name, method) : values;
        values = known;
        return known;
    }

    private record Declared(String owner, MethodNode method) {}

    /** Finds a method in a class and what is above it, or else the one default method that it has; null where it is not certain which is found. */
    private @Nullable Declared resolved(String owner, String name, String descriptor) {
        List<ClassNode> faces = new ArrayList<>();
        for (String at = owner; at != null; ) {
            ClassNode node = world.find(at);
            if (node == null) {
                return null;
            }
            Optional<MethodNode> found = declared(node, name, descriptor);
            if (found.isPresent()) {
                return new Declared(at, found.get());
            }
            faces.add(node);
            at = node.superName;
        }
        List<Declared> inherited = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            for (String above : faces.get(i).interfaces) {
                ClassNode face = world.find(above);
                if (face == null) {
                    return null;
                }
                declared(face, name, descriptor).ifPresent(m -> inherited.add(new Declared(above, m)));
                faces.add(face);
            }
        }
        return inherited.stream().map(Declared::owner).distinct().count() == 1 ? inherited.get(0) : null;
    }

    private static Optional<MethodNode> declared(ClassNode node, String name, String descriptor) {
        return node.methods.stream()
                .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
                .findFirst();
    }
}
