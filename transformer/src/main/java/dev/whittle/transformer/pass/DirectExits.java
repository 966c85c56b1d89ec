package dev.whittle.transformer.pass;

import dev.whittle.model.Fragment;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Has exits call the classes of their fragments themselves. Legal because a fragment's method is static, takes what the exit passes, and its
 * class is of the hot class's package and has no initialiser: the call does what the call site does, which was linked to the same method.
 * Each exit stays one instruction, so that certificates stay true. Stateless.
 */
final class DirectExits {
    private DirectExits() {}

    static void link(ClassNode hot) {
        for (MethodNode method : hot.methods) {
            for (AbstractInsnNode insn : method.instructions.toArray()) {
                if (insn instanceof InvokeDynamicInsnNode exit && RuntimeCalls.isExit(exit)) {
                    method.instructions.set(
                            exit,
                            new MethodInsnNode(
                                    Opcodes.INVOKESTATIC,
                                    Fragment.className(hot.name, RuntimeCalls.fragment(exit)),
                                    exit.name,
                                    exit.desc,
                                    false));
                }
            }
        }
    }
}
