package dev.whittle.transformer.pass;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.MethodId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What does not change with the plan: which classes form a nest, which fields they touch, and which numbers the fragments of each method
 * have. A fragment's number is its method's first number and the ordinal where it goes on, so that one method says nothing about the
 * numbers of others.
 */
final class ProgramIndex {
    private final Map<String, String> hosts = new HashMap<>();
    private final Map<String, Set<String>> fields = new HashMap<>();
    private final Map<MethodId, Integer> numbers = new HashMap<>();
    private final Map<String, List<String>> nests = new TreeMap<>();

    ProgramIndex(Map<String, byte[]> classes) {
        int next = 0;
        for (Map.Entry<String, byte[]> entry : new TreeMap<>(classes).entrySet()) {
            ClassNode node = ClassFiles.parse(entry.getValue());
            String host = node.nestHostClass == null ? entry.getKey() : node.nestHostClass;
            hosts.put(entry.getKey(), host);
            nests.computeIfAbsent(host, h -> new java.util.ArrayList<>()).add(entry.getKey());
            Set<String> touched = new HashSet<>();
            for (MethodNode method : node.methods) {
                for (AbstractInsnNode insn : method.instructions) {
                    if (insn instanceof FieldInsnNode f) {
                        touched.add(f.name + ':' + f.desc);
                    }
                }
                numbers.put(new MethodId(entry.getKey(), method.name, method.desc), next);
                next = Math.addExact(next, Instructions.of(method).size());
            }
            fields.put(entry.getKey(), Set.copyOf(touched));
        }
    }

    /** Returns the classes of each nest, sorted, by the name of its host, which need not be in the program. */
    Map<String, List<String>> nests() {
        return nests;
    }

    String host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    /** Returns true if code of the class reads or writes a field of this name and type, of whatever class. */
    boolean touches(String name, String field, String descriptor) {
        return Objects.requireNonNull(fields.get(name), name).contains(field + ':' + descriptor);
    }

    int firstFragment(MethodId method) {
        return Objects.requireNonNull(numbers.get(method), method::toString);
    }
}
