package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Digests;
import dev.whittle.model.FactValue;
import dev.whittle.model.Fragment;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

/** The instructions that call the runtime. Stateless. */
final class RuntimeCalls {
    private static final String BOOTSTRAP =
            "Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;Ljava/lang/String;";
    private static final String SITE = ")Ljava/lang/invoke/CallSite;";
    private static final Handle LINK = handle("dev/whittle/runtime/Cold", "link", "(" + BOOTSTRAP + SITE);
    private static final Handle GUARD = handle("dev/whittle/runtime/Facts", "guard", "(" + BOOTSTRAP + SITE);
    private static final Handle WRITE =
            handle("dev/whittle/runtime/Facts", "write", "(" + BOOTSTRAP + "Ljava/lang/String;" + SITE);

    private RuntimeCalls() {}

    private static Handle handle(String owner, String name, String descriptor) {
        return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
    }

    static FieldInsnNode off() {
        return new FieldInsnNode(Opcodes.GETSTATIC, "dev/whittle/runtime/Switch", "OFF", "Z");
    }

    static InvokeDynamicInsnNode exit(String method, Type result, Type[] passed, String build, String fragment) {
        return new InvokeDynamicInsnNode(method, Type.getMethodDescriptor(result, passed), LINK, build, fragment);
    }

    static boolean isExit(InvokeDynamicInsnNode site) {
        return site.bsm.equals(LINK);
    }

    /** Returns what an exit pins: a fragment by its number, and its bytes by their digest. */
    static String reference(Fragment fragment) {
        return fragment.id() + "|" + Digests.base64(fragment.classBytes());
    }

    /** Returns the number of the fragment that an exit leaves for. */
    static int fragment(InvokeDynamicInsnNode exit) {
        String reference = String.valueOf(exit.bsmArgs[1]);
        return Integer.parseInt(reference.substring(0, reference.indexOf('|')));
    }

    static InvokeDynamicInsnNode guard(String build, String factKey) {
        return new InvokeDynamicInsnNode("holds", "()Z", GUARD, build, factKey);
    }

    static InvokeDynamicInsnNode write(String build, String factKey, String descriptor, FactValue expected) {
        return new InvokeDynamicInsnNode("wrote", "(" + descriptor + ")V", WRITE, build, factKey, expected.text());
    }
}
