package dev.whittle.transformer.internal;

import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Call sites that are linked to one thing: each {@code invokedynamic} instruction has its own (JVMS 6.5), and that of a lambda which captures nothing
 * gives the same object each time. A copy of the instruction in a continuation would give another one.
 */
public final class SingleSites {
    private SingleSites() {}

    /** Returns why code of a method may not be in two places, or an empty string. */
    public static String refusal(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof InvokeDynamicInsnNode site && isSingle(site)) {
                return "it has a lambda or call site that is one object, and part of it would be in two places";
            }
        }
        return "";
    }

    private static boolean isSingle(InvokeDynamicInsnNode site) {
        return switch (site.bsm.getOwner()) {
            case "java/lang/invoke/LambdaMetafactory" -> Type.getArgumentTypes(site.desc).length == 0;
            case "java/lang/invoke/StringConcatFactory",
                    "java/lang/runtime/ObjectMethods",
                    "java/lang/runtime/SwitchBootstraps" -> false;
            default -> true;
        };
    }
}
