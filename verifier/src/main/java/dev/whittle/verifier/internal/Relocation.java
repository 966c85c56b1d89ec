package dev.whittle.verifier.internal;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Refuses code that would mean something else, or be illegal, in another class of the same nest. */
final class Relocation {
    private static final Set<String> KNOWN_BOOTSTRAPS = Set.of(
            "java/lang/invoke/LambdaMetafactory",
            "java/lang/invoke/StringConcatFactory",
            "java/lang/runtime/ObjectMethods",
            "java/lang/runtime/SwitchBootstraps");
    /** What these ask of their caller is its loader and its module, which the fragment shares. */
    private static final Set<String> SAME_IN_A_NEST = Set.of(
            "java/lang/Class",
            "java/lang/ClassLoader",
            "java/lang/Module",
            "java/lang/Package",
            "java/lang/Runtime",
            "java/lang/System",
            "java/lang/Thread",
            "java/util/ResourceBundle",
            "java/util/ServiceLoader",
            "java/util/logging/Logger");

    private static final int SERIALIZABLE = 1;

    private final World world;
    private final String hot;

    Relocation(World world, String hot) {
        this.world = world;
        this.hot = hot;
    }

    /** @param moved what the code has to be in another class of the nest */
    void check(Nestmate moved, int resume) {
        Code code = moved.code();
        if (code.method.name.startsWith("<")) {
            refuse("constructors and class initialisers are not outlined", resume);
        }
        ClassNode owner = world.find(hot);
        if (owner == null || !inNest(owner)) {
            refuse("its class is not of the nest of its host", resume);
        }
        Set<String> restricted = restricted();
        BitSet reached = code.cfg.reachable(resume, e -> true);
        for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
            if (!moved.linked().contains(code.at(i))) {
                check(code.at(i), i, restricted);
            }
        }
    }

    /** An older class file is raised or refused with its class; without a host it is one. */
    private boolean inNest(ClassNode owner) {
        if (owner.nestHostClass == null) {
            return true;
        }
        ClassNode host = world.find(owner.nestHostClass);
        return host != null
                && !Raise.isOld(host)
                && !Raise.isOld(owner)
                && host.nestMembers != null
                && host.nestMembers.contains(owner.name);
    }

    private void check(AbstractInsnNode node, int at, Set<String> restricted) {
        if (node instanceof MethodInsnNode n) {
            boolean constructor = n.name.equals("<init>");
            if (n.getOpcode() == Opcodes.INVOKESPECIAL && !constructor) {
                refuse("invokespecial of " + n.name, at);
            }
            if (restricted.contains(n.name + n.desc) && !n.owner.startsWith("[") && !open(n)) {
                refuse("call of the protected " + n.name, at);
            }
            if (sensitive(n)) {
                refuse("call of the caller-sensitive " + n.owner + "." + n.name, at);
            }
        } else if (node instanceof FieldInsnNode n) {
            if (restricted.contains(n.name + ":" + n.desc) && !open(n)) {
                refuse("access to the protected " + n.name, at);
            }
        } else if (node instanceof InvokeDynamicInsnNode n) {
            dynamic(n, at, restricted);
        } else if (node instanceof LdcInsnNode n) {
            if (n.cst instanceof ConstantDynamic) {
                refuse("a constant that is computed when it is linked", at);
            }
            if (n.cst instanceof Handle h) {
                handle(h, at, restricted);
            }
        }
    }

    /** True if the access finds another field of that name, which all of this nest may use if the hot class may. */
    private boolean open(FieldInsnNode n) {
        World.Field found = world.field(n.owner, n.name, n.desc);
        boolean foreign = !World.packageOf(found.owner()).equals(World.packageOf(hot));
        return found.known() && !(foreign && (found.access() & Opcodes.ACC_PROTECTED) != 0);
    }

    /** True if the call finds a method that replaced the protected one and that all of this package may call. */
    private boolean open(MethodInsnNode n) {
        String at = n.itf ? null : n.owner;
        while (at != null) {
            ClassNode node = world.find(at);
            if (node == null || (node.access & Opcodes.ACC_INTERFACE) != 0) {
                return false;
            }
            for (MethodNode m : node.methods) {
                if (m.name.equals(n.name) && m.desc.equals(n.desc)) {
                    return (m.access & Opcodes.ACC_PUBLIC) != 0
                            || (m.access & Opcodes.ACC_PRIVATE) == 0
                                    && World.packageOf(at).equals(World.packageOf(hot));
                }
            }
            at = node.superName;
        }
        return false;
    }

    /** The platform marks the methods that ask who calls them. */
    private boolean sensitive(MethodInsnNode n) {
        if (SAME_IN_A_NEST.contains(n.owner) && !n.name.equals("newInstance")) {
            return false;
        }
        if (n.owner.startsWith("java/lang/StackWalker") || n.name.equals("getCallerClass")) {
            return true;
        }
        String at = n.owner;
        while (at != null) {
            ClassNode node = world.find(at);
            if (node == null) {
                return false;
            }
            for (MethodNode m : node.methods) {
                if (m.name.equals(n.name) && m.desc.equals(n.desc)) {
                    return marked(m);
                }
            }
            at = node.superName;
        }
        return false;
    }

    private static boolean marked(MethodNode m) {
        return m.visibleAnnotations != null
                && m.visibleAnnotations.stream().anyMatch(a -> a.desc.endsWith("/CallerSensitive;"));
    }

    private void dynamic(InvokeDynamicInsnNode n, int at, Set<String> restricted) {
        if (!KNOWN_BOOTSTRAPS.contains(n.bsm.getOwner())) {
            refuse("a call site of an unknown bootstrap method " + n.bsm.getOwner(), at);
        }
        if (n.bsm.getName().equals("altMetafactory")
                && n.bsmArgs.length > 3
                && n.bsmArgs[3] instanceof Integer flags
                && (flags & SERIALIZABLE) != 0) {
            refuse("a serializable lambda", at);
        }
        for (Object arg : n.bsmArgs) {
            if (arg instanceof Handle h) {
                handle(h, at, restricted);
            } else if (arg instanceof ConstantDynamic) {
                refuse("a constant that is computed when it is linked", at);
            }
        }
    }

    /** It is looked up with the rights of the class that the code is in, as what an instruction names is. */
    private void handle(Handle h, int at, Set<String> restricted) {
        switch (h.getTag()) {
            case Opcodes.H_INVOKESPECIAL -> refuse("a method handle of invokespecial", at);
            case Opcodes.H_GETFIELD, Opcodes.H_GETSTATIC, Opcodes.H_PUTFIELD, Opcodes.H_PUTSTATIC ->
                check(new FieldInsnNode(Opcodes.GETFIELD, h.getOwner(), h.getName(), h.getDesc()), at, restricted);
            default ->
                check(
                        new MethodInsnNode(
                                Opcodes.INVOKEVIRTUAL, h.getOwner(), h.getName(), h.getDesc(), h.isInterface()),
                        at,
                        restricted);
        }
    }

    /** Protected members of superclasses in other packages: only subclasses may use them. */
    private Set<String> restricted() {
        Set<String> result = new HashSet<>();
        String at = hot;
        while (at != null) {
            ClassNode node = world.find(at);
            if (node == null) {
                throw Unproved.forGood(
                        "superclass " + at + " of " + hot + " is not there, so its protected members are not known");
            }
            if (!World.packageOf(at).equals(World.packageOf(hot))) {
                for (MethodNode m : node.methods) {
                    if ((m.access & Opcodes.ACC_PROTECTED) != 0) {
                        result.add(m.name + m.desc);
                    }
                }
                for (FieldNode f : node.fields) {
                    if ((f.access & Opcodes.ACC_PROTECTED) != 0) {
                        result.add(f.name + ":" + f.desc);
                    }
                }
            }
            at = node.superName;
        }
        // Constructors are not inherited; one of another package is called with new only where it is public.
        result.removeIf(m -> m.startsWith("<init>"));
        return result;
    }

    private static void refuse(String what, int at) {
        throw Unproved.forGood("code at " + at + " may not move to another class: " + what);
    }
}
