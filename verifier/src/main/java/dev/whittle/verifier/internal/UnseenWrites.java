package dev.whittle.verifier.internal;

import dev.whittle.model.FactSite;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Ways in which code that is in sight may write fields other than by a store: method handles, reflection, VarHandles, Unsafe, and objects
 * that are made without a constructor. What is called is taken by name. A name may be put together at run time; that is not seen.
 */
final class UnseenWrites {
    /** Calls that find one field by its name: with the name among the constants they may write it. */
    private static final Set<String> BY_NAME = Set.of(
            "getDeclaredField",
            "getField",
            "findVarHandle",
            "fieldVarHandle",
            "findSetter",
            "newUpdater",
            "objectFieldOffset");

    private static final Set<String> ENUMERATES = Set.of("getDeclaredFields", "getFields");
    private static final Set<String> UNREFLECTS = Set.of("unreflectSetter", "unreflectVarHandle");
    private static final Set<String> NO_CONSTRUCTOR = Set.of("allocateInstance", "newConstructorForSerialization");

    /** What one class, or several together, do. */
    private static final class Seen {
        final Set<String> strings = new HashSet<>();
        final Set<String> lookups = new TreeSet<>();

        void add(Seen other) {
            strings.addAll(other.strings);
            lookups.addAll(other.lookups);
        }
    }

    private final Seen program = new Seen();
    private final Seen beside = new Seen();
    /** Names that a class beside the program holds and looks fields up by. */
    private final Set<String> lookedUpBeside = new HashSet<>();

    private final Set<String> setters = new HashSet<>();
    private final Set<String> enumerations = new TreeSet<>();
    private final Set<String> reflectiveWrites = new TreeSet<>();
    private final Set<String> allocations = new TreeSet<>();

    /**
     * @param shipped all classes of the program that will run
     * @param library classes beside the program
     */
    UnseenWrites(Collection<ClassNode> shipped, Collection<ClassNode> library) {
        shipped.forEach(node -> program.add(scan(node)));
        for (ClassNode node : library) {
            Seen seen = scan(node);
            beside.add(seen);
            if (!seen.lookups.isEmpty()) {
                lookedUpBeside.addAll(seen.strings);
            }
        }
    }

    /** Returns how a field may be written unseen, or an empty string. */
    String finding(FactSite.Field field) {
        String name = field.name();
        boolean named = program.strings.contains(name);
        if (named && !program.lookups.isEmpty()) {
            return first(program.lookups) + " may write the field by its name";
        } else if (named && !beside.lookups.isEmpty()) {
            return first(beside.lookups) + " may write the field by the name that the program holds";
        } else if (lookedUpBeside.contains(name) || !program.lookups.isEmpty() && beside.strings.contains(name)) {
            return "a library holds the name of the field, and fields are looked up by name";
        } else if (setters.contains(name + field.descriptor())) {
            return "a method handle can write the field";
        } else if (!enumerations.isEmpty() && !reflectiveWrites.isEmpty()) {
            return first(reflectiveWrites) + " writes fields by reflection, and " + first(enumerations)
                    + " enumerates them";
        }
        return allocations.isEmpty() ? "" : first(allocations) + " makes objects without a constructor";
    }

    /** Returns a class that enumerates fields, or an empty string. */
    String enumeration() {
        return enumerations.isEmpty() ? "" : first(enumerations);
    }

    private static String first(Set<String> places) {
        return places.iterator().next();
    }

    private Seen scan(ClassNode node) {
        Seen seen = new Seen();
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode n : method.instructions) {
                if (n instanceof LdcInsnNode ldc) {
                    constant(node.name, ldc.cst, seen);
                } else if (n instanceof InvokeDynamicInsnNode dynamic) {
                    constant(node.name, dynamic.bsm, seen);
                    Arrays.stream(dynamic.bsmArgs).forEach(arg -> constant(node.name, arg, seen));
                } else if (n instanceof MethodInsnNode call) {
                    call(node.name, call.owner, call.name, seen);
                }
            }
        }
        return seen;
    }

    private void constant(String in, Object constant, Seen seen) {
        if (constant instanceof String text) {
            seen.strings.add(text);
        } else if (constant instanceof Handle h && h.getTag() == Opcodes.H_PUTFIELD) {
            setters.add(h.getName() + h.getDesc());
        } else if (constant instanceof Handle h) {
            call(in, h.getOwner(), h.getName(), seen);
        } else if (constant instanceof ConstantDynamic dynamic) {
            seen.strings.add(dynamic.getName());
            constant(in, dynamic.getBootstrapMethod(), seen);
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(in, dynamic.getBootstrapMethodArgument(i), seen);
            }
        }
    }

    private void call(String in, String owner, String name, Seen seen) {
        if (!owner.startsWith("java/") && !owner.startsWith("sun/") && !owner.endsWith("/Unsafe")) {
            return;
        }
        boolean sets = owner.equals("java/lang/reflect/Field") && name.startsWith("set") && !name.startsWith("setAcc")
                || owner.endsWith("/Unsafe") && (name.startsWith("put") || name.startsWith("compareAnd"));
        if (BY_NAME.contains(name)) {
            seen.lookups.add(in);
        } else if (owner.equals("java/lang/Class") && ENUMERATES.contains(name)) {
            enumerations.add(in);
        } else if (sets || UNREFLECTS.contains(name)) {
            reflectiveWrites.add(in);
        } else if (NO_CONSTRUCTOR.contains(name)) {
            allocations.add(in);
        }
    }
}
