package dev.whittle.verifier.internal;

import dev.whittle.bytecode.ClassFiles;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;

/** Who may ask by reflection how classes are declared, or call what stands in no code: and whether two versions would answer alike. */
final class Reflection {
    /** Of a class these tell nothing but its name, its supertypes and its kind, which pairs have to agree on before. */
    private static final Set<String> PLAIN = Set.of(
            "getName",
            "getTypeName",
            "getPackageName",
            "isInstance",
            "cast",
            "isAssignableFrom",
            "getSuperclass",
            "getInterfaces",
            "getComponentType",
            "isArray",
            "isInterface",
            "isPrimitive",
            "desiredAssertionStatus",
            "getClassLoader",
            "hashCode",
            "equals",
            "toString");

    /** Streams of objects call private methods, skip constructors, and compute numbers from what a class declares. */
    private static final Set<String> ASKING = Set.of(
            "java/io/ObjectInputStream",
            "java/io/ObjectOutputStream",
            "java/io/ObjectStreamClass",
            "java/lang/ClassLoader",
            "java/lang/Module",
            "java/lang/ModuleLayer",
            "java/lang/Package",
            "java/util/ResourceBundle",
            "java/util/ServiceLoader");

    private Reflection() {}

    /**
     * Returns true if an instruction calls what may look at classes and call what they have. Code that is neither the platform's nor in
     * sight may do so.
     *
     * @param known whether a class is in sight, by internal name
     */
    static boolean asks(AbstractInsnNode insn, Predicate<String> known) {
        if (!(insn instanceof MethodInsnNode call) || call.owner.startsWith("[") || known.test(call.owner)) {
            return false;
        }
        if (call.owner.equals("java/lang/Class")) {
            return !PLAIN.contains(call.name);
        }
        return !call.owner.startsWith("java/")
                || call.owner.startsWith("java/lang/reflect/")
                || call.owner.startsWith("java/lang/invoke/")
                || call.owner.startsWith("java/lang/annotation/")
                || ASKING.contains(call.owner);
    }

    /** Returns true if reflection sees no difference: members in their order, modifiers, annotations, nesting. */
    static boolean alike(ClassNode a, ClassNode b) {
        try {
            return Arrays.equals(declaration(a), declaration(b));
        } catch (RuntimeException e) {
            // What cannot be written cannot be compared.
            return false;
        }
    }

    private static byte[] declaration(ClassNode node) {
        ClassNode bare = new ClassNode();
        new ClassReader(ClassFiles.write(node)).accept(bare, ClassReader.SKIP_CODE);
        bare.sourceFile = null;
        bare.sourceDebug = null;
        // A class lists each nested class that its code only mentions, too.
        bare.innerClasses.removeIf(i ->
                !(i.name.equals(node.name) || i.name.startsWith(node.name + "$") || node.name.equals(i.outerName)));
        bare.innerClasses.sort(Comparator.comparing(i -> i.name));
        return ClassFiles.write(bare);
    }
}
