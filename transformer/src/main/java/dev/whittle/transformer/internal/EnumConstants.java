package dev.whittle.transformer.internal;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.BadInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Knows the enum constants of a program whose field is called as {@link Enum#name()} says. Renaming tools rename the field alone; facts
 * are recorded by name, so that such a field says nothing about them. Not thread-safe.
 */
public final class EnumConstants implements Predicate<String> {
    private static final int CONSTANT = Opcodes.ACC_ENUM | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

    private final Map<String, byte[]> classes;
    private final Map<String, Set<String>> known = new HashMap<>();

    public EnumConstants(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /** @param field {@code owner.name}, the owner's internal name */
    @Override
    public boolean test(String field) {
        int dot = field.lastIndexOf('.');
        return known.computeIfAbsent(field.substring(0, dot), this::load).contains(field.substring(dot + 1));
    }

    private Set<String> load(String owner) {
        byte[] bytes = classes.get(owner);
        try {
            return bytes == null ? Set.of() : constants(ClassFiles.parse(bytes));
        } catch (BadInputException e) {
            return Set.of();
        }
    }

    private static Set<String> constants(ClassNode node) {
        Set<String> declared = new TreeSet<>();
        if ((node.access & Opcodes.ACC_ENUM) != 0 && "java/lang/Enum".equals(node.superName)) {
            for (FieldNode field : node.fields) {
                if ((field.access & CONSTANT) == CONSTANT && field.desc.equals("L" + node.name + ";")) {
                    declared.add(field.name);
                }
            }
        }
        Set<String> named = new TreeSet<>();
        for (MethodNode method : node.methods) {
            if (method.name.equals("<clinit>")) {
                named.addAll(named(node, method, declared));
            }
        }
        return named;
    }

    /** The compiler makes each constant in a row: new, dup, its name, the rest of its arguments, the constructor, the field. */
    private static Set<String> named(ClassNode node, MethodNode initialiser, Set<String> declared) {
        Set<String> named = new TreeSet<>();
        Set<String> odd = new TreeSet<>();
        List<AbstractInsnNode> row = new ArrayList<>();
        for (AbstractInsnNode insn : initialiser.instructions) {
            if (insn.getOpcode() < 0) {
                continue;
            }
            row.add(insn);
            if (insn instanceof FieldInsnNode f
                    && insn.getOpcode() == Opcodes.PUTSTATIC
                    && f.owner.equals(node.name)
                    && declared.contains(f.name)) {
                boolean good = f.name.equals(nameIn(row)) && !named.contains(f.name);
                (good ? named : odd).add(f.name);
                row.clear();
            }
        }
        named.removeAll(odd);
        return named;
    }

    private static @Nullable String nameIn(List<AbstractInsnNode> row) {
        return row.size() > 3
                        && row.get(0).getOpcode() == Opcodes.NEW
                        && row.get(1).getOpcode() == Opcodes.DUP
                        && row.get(2) instanceof LdcInsnNode ldc
                        && ldc.cst instanceof String name
                ? name
                : null;
    }
}
