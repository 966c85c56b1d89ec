package dev.whittle.transformer.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.Instructions;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * A copy of a method, for analysis alone, in which each decided decision goes its one way.
 *
 * @param ordinals of the instructions that are still there, as in the original
 * @param controlled for each instruction, what the decisions rest on without whose outcome control does not come to it: ordinals of reads,
 *     and below 0 parameters
 */
record OpenWays(MethodNode method, Map<AbstractInsnNode, Integer> ordinals, Map<Integer, Set<Integer>> controlled) {
    static OpenWays of(MethodNode method, Map<Integer, FactFlow.Decided> decided) {
        MethodNode copy = decided.isEmpty() ? method : copy(method);
        Instructions code = Instructions.of(copy);
        Map<AbstractInsnNode, Integer> ordinals = new HashMap<>();
        for (int i = 0; i < code.size(); i++) {
            ordinals.put(code.get(i), i);
        }
        decided.forEach((ordinal, d) -> close(copy, code.get(ordinal), d.outcome()));
        return new OpenWays(copy, ordinals, controlled(method, decided));
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy =
                new MethodNode(Opcodes.ASM9, method.access, method.name, method.desc, method.signature, new String[0]);
        method.accept(copy);
        return copy;
    }

    private static void close(MethodNode method, AbstractInsnNode decision, int outcome) {
        InsnList instead = new InsnList();
        instead.add(new InsnNode(Folding.twoOperands(decision.getOpcode()) ? Opcodes.POP2 : Opcodes.POP));
        LabelNode target = target(decision, outcome);
        if (target != null) {
            instead.add(new JumpInsnNode(Opcodes.GOTO, target));
        }
        method.instructions.insertBefore(decision, instead);
        method.instructions.remove(decision);
    }

    /** Returns where an outcome leads, or null if it falls through. */
    private static @Nullable LabelNode target(AbstractInsnNode decision, int outcome) {
        if (decision instanceof JumpInsnNode jump) {
            return outcome == 1 ? jump.label : null;
        } else if (decision instanceof TableSwitchInsnNode s) {
            return outcome < s.labels.size() ? s.labels.get(outcome) : s.dflt;
        }
        LookupSwitchInsnNode s = (LookupSwitchInsnNode) decision;
        return outcome < s.labels.size() ? s.labels.get(outcome) : s.dflt;
    }

    private static Map<Integer, Set<Integer>> controlled(MethodNode method, Map<Integer, FactFlow.Decided> decided) {
        Map<Integer, Set<Integer>> result = new HashMap<>();
        if (decided.isEmpty()) {
            return result;
        }
        Cfg cfg = Cfg.of(method);
        BitSet all = cfg.reachable(0, e -> true);
        decided.forEach((ordinal, d) -> {
            BitSet only = (BitSet) all.clone();
            only.andNot(cfg.reachable(0, e -> e.from() != ordinal || e.outcome() != d.outcome()));
            Set<Integer> sources = new HashSet<>(d.reads());
            d.parameters().forEach(slot -> sources.add(-1 - slot));
            only.stream()
                    .forEach(at ->
                            result.computeIfAbsent(at, k -> new HashSet<>()).addAll(sources));
        });
        return result;
    }
}
