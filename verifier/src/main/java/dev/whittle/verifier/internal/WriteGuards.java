package dev.whittle.verifier.internal;

import dev.whittle.model.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** The pair of instructions before each store of a fact: a copy of the value, and the call that compares it. */
final class WriteGuards {
    private WriteGuards() {}

    /** Returns a copy of the method without its write guards. Only guards in their one right place are taken out. */
    static MethodNode strip(MethodNode method) {
        MethodNode copy = copy(method);
        for (AbstractInsnNode node : copy.instructions.toArray()) {
            if (node instanceof InvokeDynamicInsnNode guard && store(guard) != null) {
                AbstractInsnNode duplicate = previous(guard);
                copy.instructions.remove(guard);
                if (duplicate != null) {
                    copy.instructions.remove(duplicate);
                }
            }
        }
        return copy;
    }

    static MethodNode copy(MethodNode method) {
        MethodNode copy = new MethodNode(
                Opcodes.ASM9,
                method.access,
                method.name,
                method.desc,
                method.signature,
                method.exceptions.toArray(new String[0]));
        method.accept(copy);
        return copy;
    }

    /** Returns the store that this call guards, or null if it is not a write guard in its right place. */
    static @Nullable FieldInsnNode store(InvokeDynamicInsnNode n) {
        if (!RuntimeCalls.isWrite(n) || n.bsmArgs.length != 3) {
            return null;
        }
        AbstractInsnNode duplicate = previous(n);
        AbstractInsnNode next = next(n);
        if (duplicate == null
                || !(next instanceof FieldInsnNode store)
                || store.getOpcode() != Opcodes.PUTFIELD
                || !n.desc.equals("(" + store.desc + ")V")) {
            return null;
        }
        boolean wide = store.desc.equals("J") || store.desc.equals("D");
        return duplicate.getOpcode() == (wide ? Opcodes.DUP2 : Opcodes.DUP) ? store : null;
    }

    /** Returns the call that guards a store, or null. */
    static @Nullable InvokeDynamicInsnNode guardOf(FieldInsnNode store) {
        return previous(store) instanceof InvokeDynamicInsnNode n && store(n) == store ? n : null;
    }

    /** The instruction before, if nothing can jump in between. */
    private static @Nullable AbstractInsnNode previous(AbstractInsnNode node) {
        AbstractInsnNode at = node.getPrevious();
        return at != null && at.getOpcode() >= 0 ? at : null;
    }

    private static @Nullable AbstractInsnNode next(AbstractInsnNode node) {
        AbstractInsnNode at = node.getNext();
        return at != null && at.getOpcode() >= 0 ? at : null;
    }

    /**
     * Returns what is wrong with the first call site of the runtime in this class that is none of a claimed fact, or an empty string.
     * Such a call site could fail to link, and its method with it.
     */
    static String stray(ClassNode node, String build, List<Plan.FactPlan> claims) {
        for (MethodNode method : node.methods) {
            for (AbstractInsnNode n : method.instructions) {
                if (n instanceof InvokeDynamicInsnNode d
                        && d.bsm.getOwner().equals("dev/whittle/runtime/Facts")
                        && claims.stream().noneMatch(c -> belongs(d, build, c))) {
                    return "a call of the fact guards in " + method.name + method.desc + " belongs to no fact";
                }
            }
        }
        return "";
    }

    private static boolean belongs(InvokeDynamicInsnNode n, String build, Plan.FactPlan claim) {
        if (!claim.guarded()
                || n.bsmArgs.length < 2
                || !build.equals(n.bsmArgs[0])
                || !claim.field().key().equals(n.bsmArgs[1])) {
            return false;
        }
        if (RuntimeCalls.isGuard(n)) {
            return n.bsmArgs.length == 2;
        }
        FieldInsnNode store = store(n);
        return store != null
                && store.name.equals(claim.field().name())
                && store.desc.equals(claim.field().descriptor())
                && claim.value().text().equals(n.bsmArgs[2]);
    }
}
