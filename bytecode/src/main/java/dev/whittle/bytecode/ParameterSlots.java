package dev.whittle.bytecode;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Where the arguments of a call lie among the locals (JVMS 2.6.1). Stateless. */
public final class ParameterSlots {
    private ParameterSlots() {}

    /**
     * Returns the local slot of each parameter, in the order of the descriptor. The receiver, which is slot 0, is not among them.
     *
     * @param access flags of the method, which say whether it has a receiver
     */
    public static int[] of(int access, String descriptor) {
        Type[] types = Type.getArgumentTypes(descriptor);
        int[] slots = new int[types.length];
        int slot = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        for (int i = 0; i < types.length; i++) {
            slots[i] = slot;
            slot += types[i].getSize();
        }
        return slots;
    }
}
