package dev.whittle.verifier;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.BadInputException;
import dev.whittle.model.Fragment;
import dev.whittle.verifier.internal.FragmentCheck;
import dev.whittle.verifier.internal.Mentioned;
import dev.whittle.verifier.internal.RuntimeCalls;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Programs whose fragments are classes among their others, called by their hot classes directly. Such a call does what a call site does that
 * is linked to the same method: the method is static and of the same package, its class has no initialiser (both are checked of each
 * fragment), and the JVM looks a class up when a call of it runs first, as it links a call site. So calls are read as call sites that pin the
 * class as it is, and then the program is judged like any other. Stateless.
 */
public final class Resident {
    private Resident() {}

    /**
     * Returns why fragments of a program may not be classes among its others, or an empty string. A program that knows the name of one
     * might find a class where it found none.
     *
     * @param originals class files by internal name
     * @param library the same of what runs beside the program
     */
    public static String refusal(Map<String, byte[]> originals, Map<String, byte[]> library) {
        return Mentioned.numbered(originals, Fragment.INFIX) || Mentioned.numbered(library, Fragment.INFIX)
                ? "a class of it knows a name with " + Fragment.INFIX + " and a number"
                : "";
    }

    /** Returns true if a class file is that of a class of a name, and to load it runs nothing. */
    public static boolean isInert(String name, byte[] bytes) {
        try {
            ClassNode node = ClassFiles.parse(bytes);
            return node.name.equals(name) && FragmentCheck.isInert(node);
        } catch (BadInputException e) {
            return false;
        }
    }

    /** Returns the same program with call sites in place of direct calls of its fragments. What is shown of one holds of the other. */
    public static VerificationInput restored(VerificationInput input) {
        if (!refusal(input.originals(), input.library()).isEmpty()) {
            return input;
        }
        Map<String, String> references = references(input.fragments());
        Map<String, byte[]> whittled = new TreeMap<>();
        input.whittled().forEach((name, bytes) -> {
            boolean same = Arrays.equals(bytes, input.originals().get(name));
            whittled.put(name, same ? bytes : restored(bytes, references, input.build()));
        });
        return input.with(whittled);
    }

    /** What a call site pins of each fragment, by the name of its class. Of two of a name neither is known. */
    private static Map<String, String> references(Map<Integer, byte[]> fragments) {
        Map<String, String> references = new HashMap<>();
        fragments.forEach((id, bytes) -> {
            try {
                references.merge(ClassFiles.parse(bytes).name, id + "|" + Digests.base64(bytes), (a, b) -> "");
            } catch (BadInputException e) {
                // Whoever calls it is not proved.
                return;
            }
        });
        references.values().removeIf(String::isEmpty);
        return references;
    }

    private static byte[] restored(byte[] bytes, Map<String, String> references, String build) {
        ClassNode node;
        try {
            node = ClassFiles.parse(bytes);
        } catch (BadInputException e) {
            return bytes;
        }
        boolean any = false;
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn instanceof MethodInsnNode call
                        && call.getOpcode() == Opcodes.INVOKESTATIC
                        && !call.itf
                        && call.owner.startsWith(node.name + Fragment.INFIX)
                        && references.containsKey(call.owner)) {
                    method.instructions.set(
                            call, RuntimeCalls.exit(call.name, call.desc, build, references.get(call.owner)));
                    any = true;
                }
            }
        }
        return any ? ClassFiles.write(node) : bytes;
    }
}
