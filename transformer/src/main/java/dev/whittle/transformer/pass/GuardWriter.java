package dev.whittle.transformer.pass;

import dev.whittle.bytecode.Instructions;
import dev.whittle.model.Certificate.GuardPoint;
import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import dev.whittle.transformer.internal.GuardTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Writes the guards of facts in one method, and remembers where they stand. Used once. */
final class GuardWriter {
    private final String build;
    private final Map<AbstractInsnNode, SortedSet<String>> sites = new LinkedHashMap<>();

    GuardWriter(String build) {
        this.build = build;
    }

    /** @param exit where control goes if the answer is no */
    void write(GuardTest test, LabelNode exit, InsnList out) {
        if (test instanceof GuardTest.OfProgram fact) {
            InvokeDynamicInsnNode guard = RuntimeCalls.guard(build, fact.key());
            sites.put(guard, new TreeSet<>(Set.of(fact.key())));
            out.add(guard);
            out.add(new JumpInsnNode(Opcodes.IFEQ, exit));
        } else if (test instanceof GuardTest.OfObject object) {
            mark(object, exit, out);
        }
    }

    /** One test for all facts that the method relies on for an object. */
    private void mark(GuardTest.OfObject test, LabelNode exit, InsnList out) {
        if (test.mayBeNull()) {
            out.add(new VarInsnNode(Opcodes.ALOAD, test.slot()));
            out.add(new JumpInsnNode(Opcodes.IFNULL, exit));
        }
        FieldInsnNode read = new FieldInsnNode(Opcodes.GETFIELD, test.type(), Plan.FactUse.Folded.MARKS, "I");
        sites.put(read, test.keys());
        out.add(new VarInsnNode(Opcodes.ALOAD, test.slot()));
        out.add(read);
        out.add(MarkWriter.push(test.marks()));
        out.add(new JumpInsnNode(Opcodes.IF_ICMPNE, exit));
    }

    /** @param now the method as it was written */
    List<GuardPoint> points(Instructions now, Map<String, FactValue> facts) {
        List<GuardPoint> points = new ArrayList<>();
        sites.forEach((node, keys) -> keys.forEach(
                key -> points.add(new GuardPoint(now.ordinalOf(node), key, Objects.requireNonNull(facts.get(key))))));
        return points;
    }
}
