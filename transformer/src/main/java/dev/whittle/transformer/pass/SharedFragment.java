package dev.whittle.transformer.pass;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.Certificate.ExitPoint;
import dev.whittle.model.Fragment;
import dev.whittle.model.MethodId;
import dev.whittle.transformer.pass.MethodRewriter.Rewritten;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts the methods of a class that moved whole into one fragment. Apart, each of them has a class of its own to name, to list as a nest
 * member and to pin by its digest, and constants that its neighbours have too: that is more than most methods are. They come back together,
 * too, when the first of them is called. Stateless.
 */
final class SharedFragment {
    private SharedFragment() {}

    /**
     * Returns what was rewritten of a class, in the same order. Exits of methods that share a fragment are changed where they stand.
     *
     * @param hot the class, all of its methods declared
     */
    static List<Rewritten> share(ClassNode hot, List<Rewritten> methods) {
        // An instance method and a static one that takes the object may be one method once they are moved. Both stay
        // apart, so that a call says which method it means.
        Map<String, Long> alike = hot.methods.stream()
                .collect(Collectors.groupingBy(m -> m.name + withObject(m, hot.name), Collectors.counting()));
        Set<MethodId> sharing = new LinkedHashSet<>();
        List<MethodNode> bodies = new ArrayList<>();
        List<Fragment> parts = new ArrayList<>();
        for (Rewritten each : methods) {
            String descriptor = withObject(each.method(), hot.name);
            if (each.certificate().movedWhole() && alike.getOrDefault(each.method().name + descriptor, 0L) == 1) {
                MethodNode body =
                        ClassFiles.parse(only(each).classBytes()).methods.get(0);
                if (body.desc.equals(descriptor)) {
                    sharing.add(each.certificate().method());
                    bodies.add(body);
                    parts.add(only(each));
                }
            }
        }
        if (sharing.size() < 2) {
            return methods;
        }
        Fragment first = parts.get(0);
        byte[] bytes;
        try {
            bytes = together(first, bodies);
        } catch (ClassTooLargeException e) {
            return methods;
        }
        Fragment shared = new Fragment(
                first.id(), first.className(), Fragment.shared(first.origin().owner()), 0, bytes);
        String reference = shared.id() + "|" + Digests.base64(bytes);
        List<Rewritten> result = new ArrayList<>();
        for (Rewritten each : methods) {
            MethodId method = each.certificate().method();
            if (!sharing.contains(method)) {
                result.add(each);
                continue;
            }
            pin(each.method(), reference);
            List<Fragment> fragments = method.equals(first.origin()) ? List.of(shared) : List.of();
            result.add(new Rewritten(each.method(), fragments, naming(each.certificate(), shared.id())));
        }
        return result;
    }

    /** The descriptor of a static method that does what a method does. */
    private static String withObject(MethodNode method, String owner) {
        return (method.access & Opcodes.ACC_STATIC) != 0 ? method.desc : "(L" + owner + ";" + method.desc.substring(1);
    }

    private static Fragment only(Rewritten moved) {
        return moved.fragments().get(0);
    }

    private static byte[] together(Fragment first, List<MethodNode> bodies) {
        ClassNode node = ClassFiles.parse(first.classBytes());
        node.methods.clear();
        node.methods.addAll(bodies);
        return ClassFiles.write(node);
    }

    private static void pin(MethodNode method, String reference) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof InvokeDynamicInsnNode exit) {
                exit.bsmArgs = new Object[] {exit.bsmArgs[0], reference};
            }
        }
    }

    private static Certificate naming(Certificate certificate, int fragment) {
        List<ExitPoint> exits = certificate.exits().stream()
                .map(e -> new ExitPoint(e.transformed(), fragment, e.resume(), e.passed(), e.stackDepth()))
                .toList();
        return new Certificate(
                certificate.method(),
                certificate.original(),
                certificate.movedWhole(),
                certificate.pairs(),
                certificate.guards(),
                exits);
    }
}
