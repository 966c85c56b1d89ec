package dev.whittle.verifier.internal.replay;

import dev.whittle.bytecode.Cfg;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Notes which outcomes of its decisions an original method takes. */
final class Probes {
    private Probes() {}

    /** Returns the number of outcomes, which are numbered from 0; a method that decides nothing has one: that it was entered. */
    static int insert(MethodNode method) {
        Cfg cfg = cfg(method);
        List<Integer> decisions = cfg.decisions();
        int number = 0;
        for (int ordinal : decisions) {
            AbstractInsnNode node = cfg.instructions().get(ordinal);
            int first = number;
            number += cfg.outcomes(ordinal);
            if (node instanceof JumpInsnNode jump) {
                jump.label = Instrument.detour(method, jump.label, probe(first + 1));
                method.instructions.insert(jump, probe(first));
            } else if (node instanceof TableSwitchInsnNode s) {
                s.dflt = cases(method, s.labels, s.dflt, first);
            } else if (node instanceof LookupSwitchInsnNode s) {
                s.dflt = cases(method, s.labels, s.dflt, first);
            }
        }
        if (decisions.isEmpty()) {
            method.instructions.insert(probe(0));
            return 1;
        }
        return number;
    }

    private static Cfg cfg(MethodNode method) {
        try {
            return Cfg.of(method);
        } catch (UnsupportedOperationException e) {
            throw new NotReplayable("it has " + e.getMessage());
        }
    }

    private static LabelNode cases(MethodNode method, List<LabelNode> labels, LabelNode dflt, int first) {
        for (int i = 0; i < labels.size(); i++) {
            labels.set(i, Instrument.detour(method, labels.get(i), probe(first + i)));
        }
        return Instrument.detour(method, dflt, probe(first + labels.size()));
    }

    private static InsnList probe(int number) {
        InsnList list = new InsnList();
        list.add(number <= Short.MAX_VALUE ? new IntInsnNode(Opcodes.SIPUSH, number) : new LdcInsnNode(number));
        list.add(Instrument.call("outcome", "(I)V"));
        return list;
    }
}
