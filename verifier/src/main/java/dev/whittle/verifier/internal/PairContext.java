package dev.whittle.verifier.internal;

import dev.whittle.model.MethodId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * What else differs between two programs, and whether the method that is compared can see it. A proof takes a call of the same method with
 * the same operands for the same effect: that holds only where what may be called is the same in both.
 */
final class PairContext {
    private static final Set<String> CALLS_NOTHING = Set.of("java/lang/Math", "java/lang/StrictMath");

    private final Map<String, ClassNode> first;
    private final Map<String, ClassNode> second;
    private final MethodId judged;
    /** Classes that only one program has, or that are declared in another way. */
    private final Set<String> shapes = new TreeSet<>();
    /** Name and descriptor of each method that is not the same in both, with its class. */
    private final Map<String, MethodId> changed = new TreeMap<>();
    /** Classes that only reflection can tell from those of the other program. */
    private final Set<String> declared = new TreeSet<>();
    /** Name and descriptor of each method that a call site is linked with, anywhere. */
    private final Set<String> handles;

    PairContext(Map<String, ClassNode> first, Map<String, ClassNode> second, MethodId judged) {
        this.first = first;
        this.second = second;
        this.judged = judged;
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        this.handles = handles();
        for (String name : names) {
            ClassNode a = first.get(name);
            ClassNode b = second.get(name);
            if (a == null || b == null || !shape(a).equals(shape(b))) {
                shapes.add(name);
            } else {
                compare(a, b);
                if (!Reflection.alike(a, b)) {
                    declared.add(name);
                }
            }
        }
    }

    /** Returns a class that is declared in different ways, or an empty string. */
    String shape() {
        return shapes.isEmpty() ? "" : shapes.iterator().next();
    }

    /** Returns what differs and may be seen by the method, or an empty string. */
    String difference(MethodNode a, MethodNode b) {
        if (!shapes.isEmpty() && !(alone(a) && alone(b))) {
            return "the class " + shape().replace('/', '.') + " is declared in another way";
        }
        return changed.isEmpty() && declared.isEmpty() ? "" : reached(a, b);
    }

    private static String shape(ClassNode node) {
        List<Object> parts = new ArrayList<>();
        parts.add(node.access & ~Opcodes.ACC_DEPRECATED);
        parts.add(String.valueOf(node.superName));
        parts.add(node.interfaces);
        parts.add(String.valueOf(node.nestHostClass));
        parts.add(new TreeSet<>(Objects.requireNonNullElse(node.nestMembers, List.of())));
        parts.add(Objects.requireNonNullElse(node.permittedSubclasses, List.of()));
        node.fields.forEach(f -> parts.add((f.access & ~Opcodes.ACC_DEPRECATED) + f.name + f.desc + f.value));
        return parts.toString();
    }

    private void compare(ClassNode a, ClassNode b) {
        Map<String, MethodNode> before = methods(a);
        Map<String, MethodNode> after = methods(b);
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            MethodNode x = before.get(key);
            MethodNode y = after.get(key);
            MethodNode any = x == null ? Objects.requireNonNull(y) : x;
            MethodId id = new MethodId(a.name, any.name, any.desc);
            if (id.equals(judged) || x != null && y != null && same(a.name, x, y)) {
                continue;
            }
            changed.put(key, id);
        }
    }

    private static Map<String, MethodNode> methods(ClassNode node) {
        Map<String, MethodNode> methods = new TreeMap<>();
        node.methods.forEach(m -> methods.put(m.name + m.desc, m));
        return methods;
    }

    private static boolean same(String owner, MethodNode a, MethodNode b) {
        if (((a.access ^ b.access) & ~Opcodes.ACC_DEPRECATED) != 0) {
            return false;
        }
        if (a.instructions.size() == 0 || b.instructions.size() == 0) {
            return a.instructions.size() == b.instructions.size();
        }
        try {
            return new SameCode(new Code(owner, a), new Code(owner, b)).matches(0, 0);
        } catch (RuntimeException e) {
            return false;
        }
    }

    private Set<String> handles() {
        Set<String> handles = new HashSet<>();
        for (Map<String, ClassNode> program : List.of(first, second)) {
            for (ClassNode node : program.values()) {
                node.methods.forEach(m -> m.instructions.forEach(i -> {
                    if (i instanceof InvokeDynamicInsnNode n) {
                        named(n).forEach(h -> handles.add(h.getName() + h.getDesc()));
                    } else if (i instanceof LdcInsnNode n) {
                        named(n.cst).forEach(h -> handles.add(h.getName() + h.getDesc()));
                    }
                }));
            }
        }
        return handles;
    }

    private static List<Handle> named(InvokeDynamicInsnNode n) {
        List<Handle> handles = new ArrayList<>(List.of(n.bsm));
        List.of(n.bsmArgs).forEach(arg -> handles.addAll(named(arg)));
        return handles;
    }

    /** A constant that is computed may call each method that it names. */
    private static List<Handle> named(Object constant) {
        List<Handle> handles = new ArrayList<>();
        if (constant instanceof Handle h) {
            handles.add(h);
        } else if (constant instanceof ConstantDynamic c) {
            handles.add(c.getBootstrapMethod());
            for (int i = 0; i < c.getBootstrapMethodArgumentCount(); i++) {
                handles.addAll(named(c.getBootstrapMethodArgument(i)));
            }
        }
        return handles;
    }

    /** True if the method calls nothing, initialises nothing, asks for no type, and uses no field of a class that differs. */
    private boolean alone(MethodNode method) {
        for (AbstractInsnNode node : method.instructions) {
            boolean asks = node instanceof MethodInsnNode
                    || node instanceof InvokeDynamicInsnNode
                    || node instanceof TypeInsnNode
                    || node instanceof LdcInsnNode n && !(n.cst instanceof Number || n.cst instanceof String);
            boolean sees = node instanceof FieldInsnNode f && (f.getOpcode() <= Opcodes.PUTSTATIC || differs(f.owner));
            if (asks || sees) {
                return false;
            }
        }
        return method.tryCatchBlocks.stream().noneMatch(t -> t.type != null && differs(t.type));
    }

    private boolean differs(String owner) {
        String at = owner;
        while (at != null) {
            if (shapes.contains(at)) {
                return true;
            }
            ClassNode node = first.get(at);
            at = node == null ? null : node.superName;
        }
        return false;
    }

    /** Walks all that may be called; which class a method is called on is not looked at. */
    private String reached(MethodNode a, MethodNode b) {
        if (changed.containsKey("<clinit>()V")) {
            return "the initialiser of " + changed.get("<clinit>()V").owner().replace('/', '.') + " differs, too";
        }
        Set<String> callable = callable();
        Deque<MethodNode> work = new ArrayDeque<>(List.of(a, b));
        Set<String> seen = new HashSet<>();
        while (!work.isEmpty()) {
            for (AbstractInsnNode node : work.pop().instructions) {
                if (Reflection.asks(node, n -> first.containsKey(n) || second.containsKey(n))) {
                    return "it may find by reflection what differs, too, in " + anyOther();
                }
                List<String> called = new ArrayList<>();
                if (node instanceof MethodInsnNode n) {
                    called.add(n.name + n.desc);
                } else if (node instanceof InvokeDynamicInsnNode n) {
                    named(n).forEach(h -> called.add(h.getName() + h.getDesc()));
                } else if (node instanceof LdcInsnNode n && n.cst instanceof ConstantDynamic) {
                    named(n.cst).forEach(h -> called.add(h.getName() + h.getDesc()));
                }
                boolean open = open(node);
                if (open) {
                    called.addAll(callable);
                }
                if (open || initialises(node)) {
                    called.add("<clinit>()V");
                }
                for (String key : called) {
                    if (changed.containsKey(key)) {
                        return "it may call " + changed.get(key) + ", which differs, too";
                    }
                    if (seen.add(key)) {
                        work.addAll(everywhere(key));
                    }
                }
            }
        }
        return "";
    }

    private String anyOther() {
        return (declared.isEmpty()
                        ? changed.values().iterator().next().owner()
                        : declared.iterator().next())
                .replace('/', '.');
    }

    /** True if a class of the programs may be initialised: its initialiser may be the same, and call what is not. */
    private boolean initialises(AbstractInsnNode node) {
        String owner = "";
        if (node instanceof FieldInsnNode n && n.getOpcode() <= Opcodes.PUTSTATIC) {
            owner = n.owner;
        } else if (node instanceof MethodInsnNode n && n.getOpcode() == Opcodes.INVOKESTATIC) {
            owner = n.owner;
        } else if (node instanceof TypeInsnNode n && n.getOpcode() == Opcodes.NEW) {
            owner = n.desc;
        }
        // Where its own code runs, that of the judged class has begun.
        return !owner.equals(judged.owner()) && (first.containsKey(owner) || second.containsKey(owner));
    }

    /** True if code that is not in sight runs, or an object is asked that may be a method handle in disguise. */
    private boolean open(AbstractInsnNode node) {
        if (node instanceof InvokeDynamicInsnNode
                || node instanceof LdcInsnNode ldc && ldc.cst instanceof ConstantDynamic) {
            return true;
        }
        if (node instanceof FieldInsnNode f && f.getOpcode() <= Opcodes.PUTSTATIC && !f.owner.startsWith("java/")) {
            // The initialiser of a library is not in sight.
            return !first.containsKey(f.owner) && !second.containsKey(f.owner);
        }
        if (!(node instanceof MethodInsnNode n) || CALLS_NOTHING.contains(n.owner)) {
            return false;
        }
        boolean object = n.owner.equals("java/lang/Object") && n.name.equals("<init>");
        return !object && (n.itf || !declared(n, first) || !declared(n, second));
    }

    /** True if a class of the program declares what is called: what is inherited from elsewhere is not in sight. */
    private static boolean declared(MethodInsnNode n, Map<String, ClassNode> program) {
        ClassNode node = program.get(n.owner);
        while (node != null) {
            if (node.methods.stream().anyMatch(m -> m.name.equals(n.name) && m.desc.equals(n.desc))) {
                return true;
            }
            node = node.superName == null ? null : program.get(node.superName);
        }
        return false;
    }

    /** What code that is not in sight may call: what may override, what is called through method handles, and what makes an object. */
    private Set<String> callable() {
        Set<String> all = new TreeSet<>(handles);
        for (Map<String, ClassNode> program : List.of(first, second)) {
            for (ClassNode node : program.values()) {
                for (MethodNode method : node.methods) {
                    boolean fixed = (method.access & (Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) != 0;
                    if (!fixed && !method.name.startsWith("<") || (method.name + method.desc).equals("<init>()V")) {
                        all.add(method.name + method.desc);
                    }
                }
            }
        }
        return all;
    }

    private List<MethodNode> everywhere(String key) {
        List<MethodNode> all = new ArrayList<>();
        for (Map<String, ClassNode> program : List.of(first, second)) {
            for (ClassNode node : program.values()) {
                for (MethodNode method : node.methods) {
                    if (key.equals(method.name + method.desc)) {
                        all.add(method);
                    }
                }
            }
        }
        return all;
    }
}
