package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes the classes of two programs comparable: without lines, and with one name for the class that is compared. */
final class PairClasses {
    private PairClasses() {}

    /** Returns the classes without line numbers, and with {@code from} and what is nested in it under the name {@code to}. */
    static Map<String, byte[]> plain(Map<String, byte[]> classes, String from, String to) {
        Map<String, byte[]> plain = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            ClassNode node = ClassFiles.parse(bytes);
            for (MethodNode method : node.methods) {
                for (var insn : method.instructions.toArray()) {
                    if (insn instanceof LineNumberNode) {
                        method.instructions.remove(insn);
                    }
                }
            }
            ClassNode named = from.equals(to) ? node : renamed(node, from, to);
            plain.put(named.name, ClassFiles.write(named));
        });
        return plain;
    }

    private static ClassNode renamed(ClassNode node, String from, String to) {
        ClassNode result = new ClassNode();
        node.accept(new ClassRemapper(result, new Remapper(org.objectweb.asm.Opcodes.ASM9) {
            @Override
            public String map(String name) {
                if (name.equals(from)) {
                    return to;
                }
                return name.startsWith(from + "$") ? to + name.substring(from.length()) : name;
            }
        }));
        return result;
    }
}
