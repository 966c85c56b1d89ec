package dev.whittle.transformer.internal;

import dev.whittle.bytecode.ClassFiles;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;

/** Whether a class of the program loads for certain, so that naming it where the original does not can throw nothing. */
final class Loading {
    private Loading() {}

    /** Returns why that is not certain, or an empty string. */
    static String refusal(Members members, String name, int major) {
        Deque<String> work = new ArrayDeque<>(List.of(name));
        Set<String> seen = new HashSet<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            if (!seen.add(at) || at.startsWith("java/")) {
                continue;
            }
            ClassNode node = members.isProgram(at) ? members.find(at) : null;
            if (node == null) {
                return name + " needs " + at + ", which is not in the program";
            }
            String wrong = own(node, major);
            if (!wrong.isEmpty()) {
                return at + " " + wrong;
            }
            if (!above(members, node)) {
                return at + " does not fit what is above it";
            }
            work.add(node.superName);
            work.addAll(node.interfaces);
        }
        return "";
    }

    private static String own(ClassNode node, int major) {
        Set<String> declared = new HashSet<>();
        boolean twice = !node.fields.stream().allMatch(f -> declared.add(f.name + ":" + f.desc))
                || !node.methods.stream().allMatch(m -> declared.add(m.name + m.desc));
        boolean early = ClassFiles.major(node) <= major && node.version >>> 16 == 0;
        return !early ? "is a class file of a later version" : twice ? "declares a member twice" : "";
    }

    /** A class may not extend itself, an interface, a final or a sealed class; nor what it cannot see. */
    private static boolean above(Members members, ClassNode node) {
        ClassNode parent = node.superName == null ? null : members.find(node.superName);
        // What is missing is told when its turn comes.
        boolean fits = parent == null
                || (parent.access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_FINAL)) == 0
                        && !members.isSubtype(parent.name, node.name)
                        && admits(members, parent, node);
        for (String face : node.interfaces) {
            ClassNode found = members.find(face);
            fits &= found == null || (found.access & Opcodes.ACC_INTERFACE) != 0 && admits(members, found, node);
        }
        return fits && node.superName != null;
    }

    private static boolean admits(Members members, ClassNode above, ClassNode node) {
        boolean listed = above.permittedSubclasses == null || above.permittedSubclasses.contains(node.name);
        return listed && members.visible(above.name, node.name);
    }
}
