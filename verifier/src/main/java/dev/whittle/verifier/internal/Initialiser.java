package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Finds which classes' code can run while an enum is initialised: what its initialiser calls, and what these calls initialise in turn. Calls
 * that may lead anywhere make that unknown. Platform code is let pass where it can come back to no other code than {@code hashCode} and
 * {@code equals} of values that can be there: enum constants, texts, numbers and their collections, in which nobody can override them.
 */
final class Initialiser {
    private static final Set<String> VALUES = Set.of(
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Character",
            "java/lang/Boolean",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Math",
            "java/lang/String");

    private static final Set<String> COLLECTIONS = Set.of(
            "java/util/Map",
            "java/util/HashMap",
            "java/util/LinkedHashMap",
            "java/util/List",
            "java/util/ArrayList",
            "java/util/Set",
            "java/util/HashSet",
            "java/util/Arrays",
            "java/util/Collections");

    /** Of these, the ones that call nothing of an element but {@code hashCode} and {@code equals}. */
    private static final Set<String> HARMLESS = Set.of(
            "<init>",
            "put",
            "add",
            "get",
            "of",
            "entry",
            "asList",
            "size",
            "isEmpty",
            "unmodifiableMap",
            "unmodifiableList",
            "unmodifiableSet");

    private static final Map<String, Set<String>> OTHERS = Map.of(
            "java/lang/Enum", Set.of("<init>", "ordinal", "name", "hashCode", "equals"),
            "java/lang/Object", Set.of("<init>"),
            "java/lang/Class", Set.of("desiredAssertionStatus"),
            "java/lang/System", Set.of("arraycopy"),
            "java/lang/IllegalArgumentException", Set.of("<init>"),
            "java/lang/IllegalStateException", Set.of("<init>"),
            "java/lang/AssertionError", Set.of("<init>"));

    private final World world;
    private final ClassNode enumeration;
    private final Set<String> runs = new TreeSet<>();
    private final Set<String> initialised = new HashSet<>();
    private final Set<MethodNode> seen = new HashSet<>();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private boolean open;

    Initialiser(World world, ClassNode enumeration) {
        this.world = world;
        this.enumeration = enumeration;
    }

    /** Returns the classes of which code may run; null if any may. */
    @Nullable
    Set<String> runs() {
        initialise(enumeration.name);
        while (!open && !work.isEmpty()) {
            work.pop().run();
        }
        return open ? null : runs;
    }

    private static boolean platform(String name) {
        return name.startsWith("java/") || name.startsWith("[");
    }

    private void initialise(String name) {
        if (platform(name) || !initialised.add(name)) {
            return;
        }
        ClassNode node = world.find(name);
        if (node == null) {
            open = true;
            return;
        }
        if (node.superName != null) {
            initialise(node.superName);
        }
        node.interfaces.forEach(this::initialise);
        node.methods.stream().filter(m -> m.name.equals("<clinit>")).forEach(m -> enter(node, m));
    }

    private void enter(ClassNode node, MethodNode method) {
        runs.add(node.name);
        if (seen.add(method)) {
            open |= (method.access & (Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT)) != 0;
            work.push(() -> method.instructions.forEach(this::follow));
        }
    }

    private void follow(AbstractInsnNode insn) {
        if (insn instanceof MethodInsnNode n) {
            call(n);
        } else if (insn instanceof FieldInsnNode n) {
            field(n);
        } else if (insn instanceof TypeInsnNode n && n.getOpcode() == Opcodes.NEW) {
            // Of other objects nobody knows here what their hashCode does.
            open |= !isEnum(n.desc) && !platform(n.desc);
            initialise(n.desc);
        } else if (insn instanceof InvokeDynamicInsnNode) {
            open = true;
        } else if (insn instanceof LdcInsnNode n && n.cst instanceof ConstantDynamic) {
            open = true;
        }
    }

    /** True for an enum and for the body of a constant: nobody overrides their {@code hashCode}. */
    private boolean isEnum(@Nullable String name) {
        ClassNode node = name == null ? null : world.find(name);
        if (node == null || node.superName == null) {
            return false;
        }
        ClassNode above = world.find(node.superName);
        return node.superName.equals("java/lang/Enum") || above != null && "java/lang/Enum".equals(above.superName);
    }

    private void field(FieldInsnNode n) {
        if (n.getOpcode() == Opcodes.GETSTATIC || n.getOpcode() == Opcodes.PUTSTATIC) {
            Type type = Type.getType(n.desc);
            Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
            boolean value = element.getSort() < Type.ARRAY
                    || element.getDescriptor().equals("Ljava/lang/String;")
                    || isEnum(element.getInternalName());
            // What others left in a field may be an object with a hashCode of its own.
            open |= n.getOpcode() == Opcodes.GETSTATIC && !value && !n.owner.equals(enumeration.name);
            initialise(world.field(n.owner, n.name, n.desc).owner());
            initialise(n.owner);
        }
    }

    private void call(MethodInsnNode n) {
        if (platform(n.owner)) {
            open |= !harmless(n);
            return;
        }
        ClassNode node = world.find(n.owner);
        MethodNode target = node == null ? null : declared(node, n);
        boolean direct = n.getOpcode() == Opcodes.INVOKESTATIC
                || n.getOpcode() == Opcodes.INVOKESPECIAL
                || target != null && (target.access & (Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE)) != 0
                || node != null && (node.access & Opcodes.ACC_FINAL) != 0;
        if (node != null && target == null && finalInEnum(node, n)) {
            return;
        }
        if (node == null || target == null || !direct) {
            open = true;
            return;
        }
        if (n.getOpcode() == Opcodes.INVOKESTATIC) {
            initialise(n.owner);
        }
        enter(node, target);
    }

    private static boolean finalInEnum(ClassNode node, MethodInsnNode n) {
        return "java/lang/Enum".equals(node.superName)
                && (n.name + n.desc).matches("ordinal\\(\\)I|name\\(\\)Ljava/lang/String;|hashCode\\(\\)I");
    }

    private static @Nullable MethodNode declared(ClassNode node, MethodInsnNode n) {
        for (MethodNode method : node.methods) {
            if (method.name.equals(n.name) && method.desc.equals(n.desc)) {
                return method;
            }
        }
        return null;
    }

    private static boolean harmless(MethodInsnNode n) {
        if (n.owner.startsWith("[")) {
            return n.name.equals("clone");
        }
        if (VALUES.contains(n.owner)) {
            for (Type argument : Type.getArgumentTypes(n.desc)) {
                boolean plain = argument.getSort() < Type.ARRAY
                        || argument.getDescriptor().equals("[C")
                        || argument.getDescriptor().equals("Ljava/lang/String;");
                if (!plain) {
                    return false;
                }
            }
            return true;
        }
        if (COLLECTIONS.contains(n.owner)) {
            return HARMLESS.contains(n.name);
        }
        return OTHERS.getOrDefault(n.owner, Set.of()).contains(n.name)
                && (!n.name.equals("<init>") || n.desc.matches("\\((Ljava/lang/String;I?)?\\)V"));
    }
}
