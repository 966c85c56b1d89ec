package dev.whittle.verifier.internal.replay;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Walks all code that a call may come to, in both versions, and refuses what is not known to be harmless. Errs on the side of too much: a
 * virtual call reaches each override of a class that may exist, and the platform may call back any override of its own methods.
 */
final class Reach {
    private static final int MAX_METHODS = 4000;
    private static final Set<String> BOOTSTRAPS = Set.of(
            "java/lang/invoke/LambdaMetafactory",
            "java/lang/invoke/StringConcatFactory",
            "java/lang/runtime/ObjectMethods",
            "java/lang/runtime/SwitchBootstraps");

    private record Site(String owner, String name, String descriptor) {}

    private final Hierarchy classes;
    private final Set<Site> seen = new LinkedHashSet<>();
    private final Deque<Site> work = new ArrayDeque<>();
    private final Set<Site> calls = new LinkedHashSet<>();
    private final Set<String> existing = new TreeSet<>();
    private final Set<String> initialised = new HashSet<>();

    Reach(Hierarchy classes) {
        this.classes = classes;
    }

    /** A class that the inputs have objects of. */
    Reach made(String name) {
        exists(name);
        ClassNode node = classes.find(name);
        if (node != null && (node.access & Opcodes.ACC_RECORD) != 0) {
            node.methods.stream()
                    .filter(m -> m.name.equals("<init>"))
                    .forEach(m -> reach(new Site(name, m.name, m.desc)));
        }
        return this;
    }

    /** A class of which the inputs name constants. */
    Reach named(String name) {
        initialise(name);
        return this;
    }

    /**
     * Returns the methods that may run, in both versions.
     *
     * @throws NotReplayable if one of them may do what is not known to be harmless
     */
    List<MethodNode> walk(String owner, String name, String descriptor) {
        initialise(owner);
        reach(new Site(owner, name, descriptor));
        return walk();
    }

    List<MethodNode> walk() {
        List<MethodNode> all = new ArrayList<>();
        while (!work.isEmpty()) {
            Site site = work.removeFirst();
            for (MethodNode method : classes.methods(site.owner(), site.name(), site.descriptor())) {
                if ((method.access & Opcodes.ACC_NATIVE) != 0) {
                    throw refusal(site.owner(), site.name(), "which is native");
                }
                all.add(method);
                for (AbstractInsnNode n : method.instructions) {
                    visit(n);
                }
            }
        }
        return all;
    }

    private static NotReplayable refusal(String owner, String name, String why) {
        return new NotReplayable(
                "it may call " + owner.replace('/', '.') + "." + name + (why.isEmpty() ? "" : ", " + why));
    }

    private void reach(Site site) {
        if (seen.add(site)) {
            if (seen.size() > MAX_METHODS) {
                throw new NotReplayable("more than " + MAX_METHODS + " methods are within its reach");
            }
            work.addLast(site);
        }
    }

    private void visit(AbstractInsnNode node) {
        if (node instanceof MethodInsnNode n) {
            boolean virtual = n.getOpcode() == Opcodes.INVOKEVIRTUAL || n.getOpcode() == Opcodes.INVOKEINTERFACE;
            if (n.getOpcode() == Opcodes.INVOKESTATIC && classes.isProgram(n.owner)) {
                initialise(n.owner);
            }
            call(n.owner, n.name, n.desc, virtual);
        } else if (node instanceof FieldInsnNode n) {
            field(n);
        } else if (node instanceof TypeInsnNode n && n.getOpcode() == Opcodes.NEW && classes.isProgram(n.desc)) {
            exists(n.desc);
        } else if (node instanceof InvokeDynamicInsnNode n) {
            dynamic(n);
        } else if (node instanceof LdcInsnNode n && (n.cst instanceof Handle || n.cst instanceof ConstantDynamic)) {
            throw new NotReplayable("it uses method handles");
        } else if (node instanceof MultiANewArrayInsnNode n && n.dims > 2) {
            throw new NotReplayable("it makes arrays of " + n.dims + " dimensions at once");
        }
    }

    private void field(FieldInsnNode n) {
        boolean isStatic = n.getOpcode() == Opcodes.GETSTATIC || n.getOpcode() == Opcodes.PUTSTATIC;
        if (classes.isProgram(n.owner)) {
            if (isStatic) {
                initialise(n.owner);
            }
            return;
        }
        boolean read = n.getOpcode() == Opcodes.GETSTATIC && Harmless.allowsClass(n.owner);
        boolean off = n.owner.equals("dev/whittle/runtime/Switch") && n.getOpcode() == Opcodes.GETSTATIC;
        if (!read && !off) {
            throw new NotReplayable("it uses the field " + n.owner.replace('/', '.') + "." + n.name);
        }
    }

    private void dynamic(InvokeDynamicInsnNode n) {
        String boot = n.bsm.getOwner();
        if (boot.equals("dev/whittle/runtime/Cold")) {
            classes.fragment(n).ifPresent(f -> reach(new Site(f, n.name, n.desc)));
        } else if (!boot.equals("dev/whittle/runtime/Facts") && !BOOTSTRAPS.contains(boot)) {
            throw refusal(boot, n.bsm.getName(), "which links a call");
        }
        for (Object argument : n.bsmArgs) {
            if (argument instanceof ConstantDynamic) {
                throw new NotReplayable("it uses method handles");
            }
            if (argument instanceof Handle h) {
                handle(h);
            }
        }
    }

    private void handle(Handle h) {
        if (h.getTag() <= Opcodes.H_PUTSTATIC) {
            if (!classes.isProgram(h.getOwner())) {
                throw new NotReplayable("it uses the field " + h.getOwner() + "." + h.getName());
            }
            return;
        }
        if (h.getTag() == Opcodes.H_NEWINVOKESPECIAL && classes.isProgram(h.getOwner())) {
            exists(h.getOwner());
        }
        if (classes.isProgram(h.getOwner())) {
            initialise(h.getOwner());
        }
        boolean virtual = h.getTag() == Opcodes.H_INVOKEVIRTUAL || h.getTag() == Opcodes.H_INVOKEINTERFACE;
        call(h.getOwner(), h.getName(), h.getDesc(), virtual);
    }

    private void call(String owner, String name, String descriptor, boolean virtual) {
        if (owner.startsWith("[")) {
            if (!name.equals("clone")) {
                platform(Set.of("java/lang/Object"), name);
            }
            return;
        }
        if (owner.equals(Instrument.METER)) {
            return;
        }
        Site site = new Site(owner, name, descriptor);
        target(site);
        if (virtual && calls.add(site)) {
            for (String each : List.copyOf(existing)) {
                dispatch(each, site);
            }
        }
    }

    private void target(Site site) {
        if (!classes.isProgram(site.owner())) {
            platform(Set.of(site.owner()), site.name());
            return;
        }
        List<String> found = classes.declaring(site.owner(), site.name(), site.descriptor());
        found.forEach(holder -> reach(new Site(holder, site.name(), site.descriptor())));
        if (found.isEmpty()) {
            Set<String> supers = new TreeSet<>(classes.platformSupers(site.owner()));
            supers.removeIf(s -> !declares(s, site.name()));
            if (supers.isEmpty()) {
                throw refusal(site.owner(), site.name(), "which is not there");
            }
            platform(supers, site.name());
        }
    }

    private static boolean declares(String platform, String name) {
        Class<?> type = Harmless.platform(platform);
        return type == null || name.equals("<init>") || methodNames(type).contains(name);
    }

    private static void platform(Set<String> owners, String name) {
        for (String owner : owners) {
            if (!Harmless.allows(owner, name)) {
                throw refusal(owner, name, "");
            }
        }
    }

    private void exists(String name) {
        initialise(name);
        if (existing.add(name)) {
            for (Site site : List.copyOf(calls)) {
                dispatch(name, site);
            }
            callbacks(name);
        }
    }

    private void dispatch(String receiver, Site site) {
        if (classes.isSubtype(receiver, site.owner())) {
            classes.declaring(receiver, site.name(), site.descriptor())
                    .forEach(holder -> reach(new Site(holder, site.name(), site.descriptor())));
        }
    }

    /** What the platform may call of an object that it is given. */
    private void callbacks(String name) {
        Set<String> known = new HashSet<>();
        for (String each : classes.platformSupers(name)) {
            Class<?> type = Harmless.platform(each);
            if (type == null) {
                throw new NotReplayable("it needs the class " + each.replace('/', '.') + ", which is not there");
            }
            known.addAll(methodNames(type));
        }
        for (String each : classes.supers(name)) {
            ClassNode node = classes.find(each);
            if (node == null) {
                continue;
            }
            for (MethodNode method : node.methods) {
                boolean open = (method.access & (Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE)) == 0;
                if (open && method.name.equals("finalize") && method.desc.equals("()V")) {
                    throw refusal(each, "finalize", "from another thread");
                }
                if (open && known.contains(method.name)) {
                    reach(new Site(each, method.name, method.desc));
                }
            }
        }
    }

    private static Set<String> methodNames(Class<?> type) {
        Set<String> names = new HashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            names.addAll(java.util.Arrays.stream(at.getDeclaredMethods())
                    .map(Method::getName)
                    .collect(Collectors.toSet()));
        }
        for (Method method : type.getMethods()) {
            names.add(method.getName());
        }
        return names;
    }

    private void initialise(String name) {
        for (String each : classes.supers(name)) {
            if (initialised.add(each)) {
                reach(new Site(each, "<clinit>", "()V"));
            }
        }
    }
}
