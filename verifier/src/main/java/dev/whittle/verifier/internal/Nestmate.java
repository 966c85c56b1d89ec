package dev.whittle.verifier.internal;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What the code of a class has to be in a nest member of it. {@code invokespecial} of a private method that the class itself declares
 * calls that method, and so does {@code invokevirtual} from the nest: resolution finds it first, and a private method is never selected
 * anew (JVMS 5.4.3.3, 5.4.6). What only an heir may do is linked ({@link Heir}). Every other {@code invokespecial} stays, and may not move.
 *
 * @param linked the call sites that the original does not have
 */
record Nestmate(Code code, Set<AbstractInsnNode> linked) {
    /** @param owner the class that the code belongs to, as it is in the original program */
    static Nestmate view(Code original, @Nullable ClassNode owner, World world) {
        if (owner == null || (owner.access & Opcodes.ACC_INTERFACE) != 0 || !owner.name.equals(original.owner)) {
            return new Nestmate(original, Set.of());
        }
        MethodNode copy = WriteGuards.copy(original.method);
        Set<AbstractInsnNode> linked = Collections.newSetFromMap(new IdentityHashMap<>());
        Heir heir = new Heir(world, owner, copy);
        boolean any = false;
        for (AbstractInsnNode insn : copy.instructions.toArray()) {
            InvokeDynamicInsnNode site = heir.site(insn);
            if (site != null) {
                copy.instructions.set(insn, site);
                linked.add(site);
                any = true;
            } else if (insn instanceof MethodInsnNode call
                    && call.getOpcode() == Opcodes.INVOKESPECIAL
                    && !call.itf
                    && declares(owner, call.owner, call.name, call.desc)) {
                call.setOpcode(Opcodes.INVOKEVIRTUAL);
                any = true;
            } else if (insn instanceof InvokeDynamicInsnNode dynamic) {
                any |= handles(dynamic, owner);
            }
        }
        return new Nestmate(any ? new Code(original.owner, copy) : original, linked);
    }

    private static boolean handles(InvokeDynamicInsnNode dynamic, ClassNode owner) {
        Object[] arguments = dynamic.bsmArgs.clone();
        boolean any = false;
        // The one bootstrap method of which it is known that it calls a private method alike by either kind of handle.
        boolean lambda = dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory");
        for (int i = 0; i < arguments.length; i++) {
            if (lambda
                    && arguments[i] instanceof Handle h
                    && h.getTag() == Opcodes.H_INVOKESPECIAL
                    && !h.isInterface()
                    && declares(owner, h.getOwner(), h.getName(), h.getDesc())) {
                arguments[i] = new Handle(Opcodes.H_INVOKEVIRTUAL, h.getOwner(), h.getName(), h.getDesc(), false);
                any = true;
            }
        }
        dynamic.bsmArgs = arguments;
        return any;
    }

    private static boolean declares(ClassNode owner, String type, String name, String descriptor) {
        return owner.name.equals(type)
                && !name.startsWith("<")
                && owner.methods.stream()
                                .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
                                .filter(m -> (m.access & Opcodes.ACC_PRIVATE) != 0)
                                .filter(m -> (m.access & Opcodes.ACC_STATIC) == 0)
                                .count()
                        == 1;
    }
}
