package dev.whittle.verifier;

import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** The switch of {@link Card}'s choose. */
final class TableOrLookup {
    private TableOrLookup() {}

    private static List<LabelNode> labels(Hand.Edit edit) {
        for (AbstractInsnNode n : edit.now.instructions) {
            if (n instanceof TableSwitchInsnNode t) {
                return t.labels;
            } else if (n instanceof LookupSwitchInsnNode t) {
                return t.labels;
            }
        }
        throw new IllegalArgumentException("no switch");
    }

    static void outlineCase(Hand.Edit edit, int n) {
        int target = edit.copied.ordinalOf(labels(edit).get(n));
        labels(edit).set(n, edit.exit(target));
    }

    static void swap(Hand.Edit edit) {
        java.util.Collections.swap(labels(edit), 0, 1);
    }

    static void drop(Hand.Edit edit) {
        labels(edit).set(1, labels(edit).get(0));
    }
}
