package dev.whittle.engine.mutation;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Instructions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** What is left of a transformed method and its cold code without what never runs: equal remains do the same. */
final class Running {
    private Running() {}

    static boolean same(Mutant mutant) {
        Draft draft = mutant.draft();
        String owner = draft.hot.name;
        Map<String, byte[]> was = mutant.twin().whittled();
        Map<String, byte[]> is = mutant.input().whittled();
        boolean others = was.keySet().equals(is.keySet())
                && was.keySet().stream().allMatch(n -> n.equals(owner) || Arrays.equals(was.get(n), is.get(n)));
        MethodNode before = Draft.find(ClassFiles.parse(was.get(owner)), draft.certificate.method());
        MethodNode after = Draft.find(ClassFiles.parse(is.get(owner)), draft.certificate.method());
        Set<Integer> exits = new TreeSet<>();
        return others
                && remains(owner, before, exits).equals(remains(owner, after, exits))
                && exits.stream()
                        .allMatch(id -> Arrays.equals(
                                mutant.twin().fragments().get(id),
                                mutant.input().fragments().get(id)));
    }

    /** @param exits is given the cold code that may be reached */
    private static List<String> remains(String owner, MethodNode method, Set<Integer> exits) {
        Instructions all = Instructions.of(method);
        Reached running = Reached.of(owner, method);
        BitSet reached = running.ordinals();
        List<String> lines = new ArrayList<>();
        for (int i = reached.nextSetBit(0); i >= 0; i = reached.nextSetBit(i + 1)) {
            AbstractInsnNode node = all.get(i);
            if (node instanceof InvokeDynamicInsnNode n && n.bsm.getOwner().equals("dev/whittle/runtime/Cold")) {
                String pinned = String.valueOf(n.bsmArgs[1]);
                exits.add(Integer.valueOf(pinned.substring(0, pinned.indexOf('|'))));
            }
            Boolean taken = node instanceof JumpInsnNode jump ? running.taken(jump) : null;
            String text = taken == null ? text(node) + targets(node, all, reached) : decided(node, taken, all, reached);
            lines.add(all.line(i) + " " + text + handlers(method, i, all, reached));
        }
        return lines;
    }

    /** A test that goes one way only takes its operands away. */
    private static String decided(AbstractInsnNode node, boolean taken, Instructions all, BitSet reached) {
        int opcode = node.getOpcode();
        boolean two = opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE;
        return (two ? "POP2" : "POP") + (taken ? " and goto" : "") + (taken ? targets(node, all, reached) : "[]");
    }

    private static String text(AbstractInsnNode node) {
        if (node instanceof JumpInsnNode || node instanceof TableSwitchInsnNode) {
            return node.getOpcode() + (node instanceof TableSwitchInsnNode t ? " " + t.min : "");
        } else if (node instanceof LookupSwitchInsnNode lookup) {
            return node.getOpcode() + " " + lookup.keys;
        }
        Textifier text = new Textifier();
        node.accept(new TraceMethodVisitor(text));
        StringWriter out = new StringWriter();
        text.print(new PrintWriter(out, true));
        return out.toString().strip();
    }

    private static String targets(AbstractInsnNode node, Instructions all, BitSet reached) {
        return Ways.labels(node).stream()
                .map(l -> place(l, all, reached))
                .toList()
                .toString();
    }

    /** A place that does not run is like any other. */
    private static String place(LabelNode label, Instructions all, BitSet reached) {
        int at = all.ordinalOf(label);
        return reached.get(at) ? Integer.toString(reached.get(0, at).cardinality()) : "never";
    }

    private static String handlers(MethodNode method, int at, Instructions all, BitSet reached) {
        StringBuilder text = new StringBuilder();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            if (at >= all.ordinalOf(block.start) && at < all.ordinalOf(block.end)) {
                text.append(" catch ").append(block.type).append(place(block.handler, all, reached));
            }
        }
        return text.toString();
    }
}
