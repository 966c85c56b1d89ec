package dev.whittle.cfg.internal;

import dev.whittle.model.FactSite;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Decides whether one fact field may be folded. */
public final class FieldAssessment {
    /** The first version with invokedynamic: older classes cannot guard what they write. */
    private static final int INVOKEDYNAMIC = 51;

    private final ProgramScan program;
    private final FactSite.Field field;

    public FieldAssessment(ProgramScan program, FactSite.Field field) {
        this.program = program;
        this.field = field;
    }

    /** Returns the first reason against folding, if there is one. */
    public Optional<String> objection() {
        ClassNode owner = program.classes().get(field.owner());
        if (owner == null) {
            return Optional.of("its class is not part of the input");
        }
        FieldNode node = declared(owner);
        if (node == null) {
            return Optional.of("its class declares no such field");
        }
        return shape(node)
                .or(() -> visibility(owner, node))
                .or(() -> lifecycle(owner))
                .or(() -> writers())
                .or(() -> program.hiddenWrites(field.owner(), field.name(), field.descriptor()).stream()
                        .findFirst())
                .or(() -> new ConstructorAssignment(program, field).objection(owner));
    }

    private @Nullable FieldNode declared(ClassNode owner) {
        return owner.fields.stream()
                .filter(f -> f.name.equals(field.name()) && f.desc.equals(field.descriptor()))
                .findFirst()
                .orElse(null);
    }

    private Optional<String> shape(FieldNode node) {
        if ((node.access & Opcodes.ACC_STATIC) != 0) {
            return Optional.of("it is static");
        }
        if ((node.access & Opcodes.ACC_VOLATILE) != 0) {
            return Optional.of("it is volatile, so each read of it also synchronises");
        }
        Type type = Type.getType(node.desc);
        return switch (type.getSort()) {
            case Type.BOOLEAN, Type.BYTE, Type.SHORT, Type.CHAR, Type.INT, Type.LONG -> Optional.empty();
            case Type.OBJECT -> enumObjection(type.getInternalName());
            default -> Optional.of("its type " + type.getClassName() + " cannot be folded");
        };
    }

    private Optional<String> enumObjection(String name) {
        ClassNode type = program.classes().get(name);
        boolean isEnum =
                type != null && (type.access & Opcodes.ACC_ENUM) != 0 && "java/lang/Enum".equals(type.superName);
        return isEnum
                ? Optional.empty()
                : Optional.of("its type " + name.replace('/', '.') + " is not an enum of the input");
    }

    /** Code outside the input can write a field that it can name; it carries no guard. */
    private Optional<String> visibility(ClassNode owner, FieldNode node) {
        int open = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED;
        if ((node.access & open) == 0 || (node.access & Opcodes.ACC_FINAL) != 0) {
            return Optional.empty();
        }
        return withSubclasses(owner).stream()
                .filter(c -> (c.access & Opcodes.ACC_PUBLIC) != 0)
                .findFirst()
                .map(c -> "code outside the input may write it: it is neither final nor private, and "
                        + c.name.replace('/', '.') + " is public");
    }

    private List<ClassNode> withSubclasses(ClassNode owner) {
        Set<String> family = new HashSet<>(Set.of(owner.name));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (ClassNode c : program.classes().values()) {
                grown |= family.contains(c.superName) && family.add(c.name);
            }
        }
        return program.classes().values().stream()
                .filter(c -> family.contains(c.name))
                .toList();
    }

    /** Ways in which an object of the class comes to be, or is seen, without its constructor having ended. */
    private Optional<String> lifecycle(ClassNode owner) {
        Deque<String> work = new ArrayDeque<>(List.of(owner.name));
        Set<String> seen = new HashSet<>();
        while (!work.isEmpty()) {
            String name = work.pop();
            if (name.equals("java/io/Serializable") || name.equals("java/io/Externalizable")) {
                return Optional.of("its class is serializable, so it may be set without a constructor");
            }
            if (!seen.add(name) || name.equals("java/lang/Object")) {
                continue;
            }
            ClassNode node = PlatformClasses.find(program, name);
            if (node == null) {
                return Optional.of("the supertype " + name.replace('/', '.') + " of its class is not in the input");
            }
            work.addAll(node.interfaces);
            if (node.superName != null) {
                work.add(node.superName);
            }
        }
        for (ClassNode c : withSubclasses(owner)) {
            for (MethodNode m : c.methods) {
                if (m.name.equals("finalize") && m.desc.equals("()V")) {
                    return Optional.of("a finalizer may see it before it is assigned");
                }
            }
        }
        return withSubclasses(owner).stream()
                .flatMap(c -> c.methods.stream())
                .filter(m -> (m.access & Opcodes.ACC_NATIVE) != 0)
                .findFirst()
                .map(m -> "native code may write it: " + m.name + " of its class or a subclass is native");
    }

    private Optional<String> writers() {
        for (String name : program.writers(field.name(), field.descriptor())) {
            ClassNode writer = program.classes().get(name);
            if (writer != null && (writer.version & 0xffff) < INVOKEDYNAMIC) {
                return Optional.of("it may be written in " + name.replace('/', '.')
                        + ", whose class file is too old to carry a guard");
            }
        }
        return Optional.empty();
    }
}
