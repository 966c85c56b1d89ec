package dev.whittle.transformer.pass;

import dev.whittle.model.FactValue;
import dev.whittle.transformer.internal.EntryPredicate;
import java.util.Collection;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;

/** The one test at a method's entry: deviations are gathered without branching between them. Stateless. */
final class EntryGuard {
    private EntryGuard() {}

    /** A parameter, by its local slot, and the value that it is assumed to have. */
    record Assumed(int slot, FactValue value) {}

    /** Appends code that pushes an int, 0 if nothing deviates; there is something that might. */
    static void write(InsnList out, Collection<Assumed> assumed, Collection<EntryPredicate> hoisted) {
        boolean first = true;
        for (Assumed parameter : assumed) {
            EntryParameter.deviation(out, parameter.slot(), parameter.value());
            or(out, first);
            first = false;
        }
        for (EntryPredicate predicate : hoisted) {
            predicate.deviation(out);
            or(out, first);
            first = false;
        }
    }

    private static void or(InsnList out, boolean first) {
        if (!first) {
            out.add(new InsnNode(Opcodes.IOR));
        }
    }
}
