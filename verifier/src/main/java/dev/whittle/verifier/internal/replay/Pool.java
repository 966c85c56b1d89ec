package dev.whittle.verifier.internal.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/** Constants of the code under test: what it compares with is what it is worth trying. */
record Pool(List<Long> numbers, List<Double> reals, List<String> texts) {
    private static final int MAX = 200;

    /** @param methods the one under test first */
    static Pool of(Collection<MethodNode> methods) {
        Set<Long> numbers = new LinkedHashSet<>();
        Set<Double> reals = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>();
        for (MethodNode method : methods) {
            for (AbstractInsnNode n : method.instructions) {
                if (n instanceof LdcInsnNode ldc && (ldc.cst instanceof Float || ldc.cst instanceof Double)) {
                    reals.add(((Number) ldc.cst).doubleValue());
                } else if (n instanceof LdcInsnNode ldc && ldc.cst instanceof String s) {
                    texts.add(s);
                } else {
                    numbers.addAll(numbers(n));
                }
            }
        }
        return new Pool(
                numbers.stream().limit(MAX).toList(),
                reals.stream().limit(MAX).toList(),
                texts.stream().limit(MAX).toList());
    }

    private static List<Long> numbers(AbstractInsnNode n) {
        if (n.getOpcode() >= Opcodes.ICONST_M1 && n.getOpcode() <= Opcodes.ICONST_5) {
            return List.of((long) n.getOpcode() - Opcodes.ICONST_0);
        } else if (n instanceof IntInsnNode i && n.getOpcode() != Opcodes.NEWARRAY) {
            return List.of((long) i.operand);
        } else if (n instanceof LdcInsnNode ldc && (ldc.cst instanceof Integer || ldc.cst instanceof Long)) {
            return List.of(((Number) ldc.cst).longValue());
        } else if (n instanceof IincInsnNode i) {
            return List.of((long) i.incr);
        } else if (n instanceof LookupSwitchInsnNode s) {
            return s.keys.stream().map(Integer::longValue).toList();
        } else if (n instanceof TableSwitchInsnNode s) {
            List<Long> keys = new ArrayList<>();
            for (int k = s.min; k <= s.max && keys.size() < MAX; k++) {
                keys.add((long) k);
            }
            return keys;
        }
        return List.of();
    }
}
