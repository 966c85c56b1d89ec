package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What inputs of a program are made of.
 *
 * @param names of its classes
 * @param concrete names of the classes whose objects fit a type, by its name
 * @param stateful names of the classes with static fields that are not final
 * @param numbers that its code mentions
 * @param texts that its code mentions
 */
record Cast(
        Set<String> names,
        List<String> list,
        Map<String, List<String>> concrete,
        List<String> stateful,
        List<Number> numbers,
        List<String> texts) {
    static Cast of(Map<String, byte[]> classes) {
        Map<String, ClassNode> nodes = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            if (!name.endsWith("-info")) {
                nodes.put(name, ClassFiles.parse(bytes));
            }
        });
        Map<String, List<String>> concrete = new TreeMap<>();
        Set<Number> numbers = new LinkedHashSet<>();
        Set<String> texts = new TreeSet<>();
        List<String> stateful = new ArrayList<>();
        nodes.forEach((name, node) -> {
            if ((node.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE)) == 0) {
                supers(nodes, name, new TreeSet<>())
                        .forEach(s -> concrete.computeIfAbsent(s, k -> new ArrayList<>())
                                .add(name));
            }
            if (node.fields.stream()
                    .anyMatch(f -> (f.access & Opcodes.ACC_STATIC) != 0 && (f.access & Opcodes.ACC_FINAL) == 0)) {
                stateful.add(name);
            }
            constants(node, numbers, texts);
        });
        return new Cast(
                nodes.keySet(),
                List.copyOf(nodes.keySet()),
                concrete,
                stateful,
                List.copyOf(numbers),
                List.copyOf(texts));
    }

    private static Set<String> supers(Map<String, ClassNode> nodes, String name, Set<String> into) {
        ClassNode node = nodes.get(name);
        if (node != null && into.add(name)) {
            supers(nodes, node.superName, into);
            node.interfaces.forEach(i -> supers(nodes, i, into));
        }
        return into;
    }

    private static void constants(ClassNode node, Set<Number> numbers, Set<String> texts) {
        for (MethodNode m : node.methods) {
            for (AbstractInsnNode n : m.instructions) {
                Number number = Code.constant(n);
                if (number != null) {
                    numbers.add(number);
                } else if (n instanceof LdcInsnNode l && l.cst instanceof String s) {
                    texts.add(s);
                }
            }
        }
    }

    boolean has(Class<?> type) {
        return names.contains(type.getName().replace('.', '/'));
    }
}
