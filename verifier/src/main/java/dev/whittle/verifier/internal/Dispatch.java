package dev.whittle.verifier.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Whether a call by another class's name finds the same method. Both look for it in the receiver's class, by name and descriptor
 * (JVMS 5.4.6), so it is enough that the receiver is known to be of that class, and that both names resolve to public methods.
 */
final class Dispatch {
    private final World world;

    Dispatch(World world) {
        this.world = world;
    }

    /**
     * @param a call in the original
     * @param b call in the new code
     * @param caller internal name of the class that calls
     */
    boolean same(AbstractInsnNode a, AbstractInsnNode b, String caller, Term receiver, State s) {
        if (!(a instanceof MethodInsnNode old)
                || !(b instanceof MethodInsnNode now)
                || !old.name.equals(now.name)
                || !old.desc.equals(now.desc)
                || old.name.startsWith("<")) {
            return false;
        }
        boolean kinds = (old.getOpcode() == Opcodes.INVOKEINTERFACE || old.getOpcode() == Opcodes.INVOKEVIRTUAL)
                && now.getOpcode() == Opcodes.INVOKEVIRTUAL
                && !now.itf;
        return kinds
                && isA(now.owner, receiver, s)
                && world.isProgram(now.owner)
                && world.isSubtype(now.owner, old.owner)
                && world.loadable().certain(now.owner, caller)
                && resolves(old)
                && hasOwn(now);
    }

    /** True if it is known that a value is an object of a class. */
    static boolean isA(String type, Term value, State s) {
        Term asked = s.terms.app("instanceof", type, 'I', value);
        return s.known.decide(s.terms.eq(asked, s.terms.ofInt(0))) == s.terms.no;
    }

    /** The name that the original calls stands for a public method, of the kind of type that the instruction says. */
    private boolean resolves(MethodInsnNode call) {
        ClassNode owner = world.find(call.owner);
        boolean itf = call.getOpcode() == Opcodes.INVOKEINTERFACE;
        if (owner == null || itf != ((owner.access & Opcodes.ACC_INTERFACE) != 0) || itf != call.itf) {
            return false;
        }
        MethodNode method = itf ? null : inClasses(call);
        if (method != null) {
            return isPublic(method);
        }
        List<MethodNode> found = inInterfaces(call);
        return !found.isEmpty() && found.stream().allMatch(Dispatch::isPublic);
    }

    private boolean hasOwn(MethodInsnNode call) {
        ClassNode owner = world.find(call.owner);
        MethodNode method = inClasses(call);
        return owner != null
                && (owner.access & Opcodes.ACC_INTERFACE) == 0
                && method != null
                && isPublic(method)
                && (method.access & Opcodes.ACC_ABSTRACT) == 0;
    }

    private static boolean isPublic(MethodNode method) {
        return (method.access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == Opcodes.ACC_PUBLIC;
    }

    private @Nullable MethodNode inClasses(MethodInsnNode call) {
        Set<String> seen = new HashSet<>();
        String at = call.owner;
        while (at != null && seen.add(at)) {
            ClassNode node = world.find(at);
            MethodNode method = node == null ? null : declared(node, call);
            if (method != null) {
                return method;
            }
            at = node == null ? null : node.superName;
        }
        return null;
    }

    /** All that the name may stand for above a type. Interfaces have the public methods of Object, too (JVMS 5.4.3.4). */
    private List<MethodNode> inInterfaces(MethodInsnNode call) {
        Deque<String> work = new ArrayDeque<>(List.of(call.owner));
        Set<String> seen = new HashSet<>();
        List<MethodNode> found = new ArrayList<>();
        while (!work.isEmpty()) {
            String at = work.pop();
            ClassNode node = seen.add(at) ? world.find(at) : null;
            MethodNode method = node == null ? null : declared(node, call);
            if (method != null && (isPublic(method) || !at.equals("java/lang/Object"))) {
                found.add(method);
            }
            if (node != null) {
                work.addAll(node.interfaces);
                if (node.superName != null) {
                    work.add(node.superName);
                }
            }
        }
        return found;
    }

    private static @Nullable MethodNode declared(ClassNode node, MethodInsnNode call) {
        return node.methods.stream()
                .filter(m -> m.name.equals(call.name) && m.desc.equals(call.desc))
                .findFirst()
                .orElse(null);
    }
}
