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
 * @param closed the decision in whose place an instruction stands that drops its operands
 */
record OpenWays(
        MethodNode method,
        Map<AbstractInsnNode, Integer> ordinals,
        Map<Integer, Set<Integer>> controlled,
        Map<AbstractInsnNode, AbstractInsnNode> closed) {
    static OpenWays of(MethodNode method, Map<Integer, FactFlow.Decided> decided) {
        MethodNode copy = decided.isEmpty() ? method : copy(method);
        Instructions code = Instructions.of(copy);
        Map<AbstractInsnNode, Integer> ordinals = new HashMap<>();
        for (int i = 0; i < code.size(); i++) {
            ordinals.put(code.get(i), i);
        }
        Map<AbstractInsnNode, AbstractInsnNode> closed = new HashMap<>();
        decided.forEach((ordinal, d) -> closed.put(close(copy, code.get(ordinal), d.outcome()), code.get(ordinal)));
        return new OpenWays(copy, ordinals, controlled(method, decided), closed);
    }

    private static MethodNode copy(MethodNode method) {
        MethodNode copy =
                new MethodNode(Opcodes.ASM9, method.access, method.name, method.desc, method.signature, new String[0]);
        method.accept(copy);
        return copy;
    }

    /** Returns the instruction that stands in its place. */
    private static AbstractInsnNode close(MethodNode method, AbstractInsnNode decision, int outcome) {
        InsnList instead = new InsnList();
        AbstractInsnNode drop = new InsnNode(Folding.twoOperands(decision.getOpcode()) ? Opcodes.POP2 : Opcodes.POP);
        instead.add(drop);
        LabelNode target = target(decision, outcome);
        if (target != null) {
            instead.add(new JumpInsnNode(Opcodes.GOTO, target));
        }
        method.instructions.insertBefore(decision, instead);
        method.instructions.remove(decision);
        return drop;
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
