package dev.whittle.transformer.pass;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Certificate;
import dev.whittle.model.Certificate.ExitPoint;
import dev.whittle.model.Fragment;
import dev.whittle.transformer.pass.MethodRewriter.Rewritten;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts continuations that begin where their methods do into fragments that several share: those of methods that moved whole, and those that
 * the off switch leaves for. Apart, each of them has a class of its own to name, to list as a nest member and to pin by its digest, and
 * constants that its neighbours have too: that is more than most methods are. They come back together, too, when the first of them is
 * called. What a guard leaves for stays apart: it says which facts did not hold, and is wanted soon. Stateless.
 */
final class SharedFragment {
    /**
     * Bytes of class files that methods share which run: one cold way of one of them brings all of it back, which has to stay little.
     */
    private static final int LIMIT = 16 * 1024;

    /** A fragment as it was made alone, with its method. */
    private record Part(Fragment alone, MethodNode body) {}

    /** Where parts are instead, and what their exits pin. */
    private record Home(Fragment shared, String reference) {}

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
        List<Part> moved = new ArrayList<>();
        List<Part> running = new ArrayList<>();
        for (Rewritten each : methods) {
            String descriptor = withObject(each.method(), hot.name);
            if (alike.getOrDefault(each.method().name + descriptor, 0L) == 1) {
                List<Part> parts = each.certificate().movedWhole() ? moved : running;
                each.fragments().stream()
                        .filter(f -> isForOneExit(f, each.certificate()))
                        .map(f -> new Part(
                                f, ClassFiles.parse(f.classBytes()).methods.get(0)))
                        .filter(p -> p.body().desc.equals(descriptor))
                        .forEach(parts::add);
            }
        }
        Map<Integer, Home> homes = new HashMap<>();
        settle(moved, homes);
        inReach(running).forEach(parts -> settle(parts, homes));
        return methods.stream().map(each -> settled(each, homes)).toList();
    }

    /** True if a fragment begins where its method does and is left for whatever the facts are, from one place. */
    private static boolean isForOneExit(Fragment fragment, Certificate certificate) {
        long exits = certificate.exits().stream()
                .filter(e -> e.fragment() == fragment.id())
                .count();
        return fragment.resume() == 0 && fragment.facts().isEmpty() && exits == 1;
    }

    /** The descriptor of a static method that does what a method does. */
    private static String withObject(MethodNode method, String owner) {
        return (method.access & Opcodes.ACC_STATIC) != 0 ? method.desc : "(L" + owner + ";" + method.desc.substring(1);
    }

    /** Cuts a list where more than the limit would share a fragment. */
    private static List<List<Part>> inReach(List<Part> parts) {
        List<List<Part>> groups = new ArrayList<>();
        int size = LIMIT;
        for (Part part : parts) {
            int more = part.alone().classBytes().length;
            if (size + more > LIMIT) {
                groups.add(new ArrayList<>());
                size = 0;
            }
            size += more;
            groups.get(groups.size() - 1).add(part);
        }
        return groups;
    }

    /** Finds a home for parts that are several, under the name and number of the first. */
    private static void settle(List<Part> parts, Map<Integer, Home> homes) {
        if (parts.size() < 2) {
            return;
        }
        Fragment first = parts.get(0).alone();
        byte[] bytes;
        try {
            bytes = together(first, parts);
        } catch (ClassTooLargeException e) {
            return;
        }
        Fragment shared = new Fragment(
                first.id(), first.className(), Fragment.shared(first.origin().owner()), 0, bytes);
        Home home = new Home(shared, RuntimeCalls.reference(shared));
        parts.forEach(p -> homes.put(p.alone().id(), home));
    }

    private static byte[] together(Fragment first, List<Part> parts) {
        ClassNode node = ClassFiles.parse(first.classBytes());
        node.methods.clear();
        parts.forEach(p -> node.methods.add(p.body()));
        return ClassFiles.write(node);
    }

    private static Rewritten settled(Rewritten alone, Map<Integer, Home> homes) {
        List<Fragment> fragments = new ArrayList<>();
        for (Fragment fragment : alone.fragments()) {
            Home home = homes.get(fragment.id());
            if (home == null) {
                fragments.add(fragment);
            } else if (home.shared().id() == fragment.id()) {
                fragments.add(home.shared());
            }
        }
        pin(alone.method(), homes);
        return new Rewritten(alone.method(), fragments, naming(alone.certificate(), homes));
    }

    private static void pin(MethodNode method, Map<Integer, Home> homes) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof InvokeDynamicInsnNode exit && RuntimeCalls.isExit(exit)) {
                Home home = homes.get(RuntimeCalls.fragment(exit));
                if (home != null) {
                    exit.bsmArgs = new Object[] {exit.bsmArgs[0], home.reference()};
                }
            }
        }
    }

    private static Certificate naming(Certificate certificate, Map<Integer, Home> homes) {
        List<ExitPoint> exits = certificate.exits().stream()
                .map(e -> {
                    Home home = homes.get(e.fragment());
                    int fragment = home == null ? e.fragment() : home.shared().id();
                    return new ExitPoint(e.transformed(), fragment, e.resume(), e.passed(), e.stackDepth());
                })
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
