package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Shows the receiver of each virtual and interface call to the bridge. Stateless. */
final class ReceiverProbes {
    /** Longer methods go without: their calls would outgrow the 64 KB of a method. */
    private static final int LONGEST = 4000;

    /** Final classes that are called everywhere: there is nothing to learn. */
    private static final Set<String> FINAL =
            Set.of("java/lang/String", "java/lang/StringBuilder", "java/lang/Class", "java/lang/Integer");

    private ReceiverProbes() {}

    /** @param number gives the number of a site by its ordinal, negative to leave it out */
    static void insert(MethodNode method, Instructions code, IntUnaryOperator number) {
        if (code.size() > LONGEST) {
            return;
        }
        // One above the path register, which is the first local after the method's own.
        int spill = method.maxLocals + 1;
        for (int i = 0; i < code.size(); i++) {
            AbstractInsnNode node = code.get(i);
            if (isWanted(node)) {
                int site = number.applyAsInt(i);
                if (site >= 0) {
                    method.instructions.insertBefore(node, probe(((MethodInsnNode) node).desc, site, spill));
                }
            }
        }
    }

    private static boolean isWanted(AbstractInsnNode node) {
        return node instanceof MethodInsnNode call
                && (call.getOpcode() == Opcodes.INVOKEVIRTUAL || call.getOpcode() == Opcodes.INVOKEINTERFACE)
                && !call.owner.startsWith("[")
                && !FINAL.contains(call.owner);
    }

    private static InsnList probe(String descriptor, int site, int spill) {
        InsnList code = new InsnList();
        Type[] arguments = Type.getArgumentTypes(descriptor);
        List<VarInsnNode> back = new ArrayList<>();
        int local = spill;
        // Spilled arguments live for the probe only, where no frame is: frames need not know them.
        for (int i = arguments.length - 1; i >= 0; i--) {
            code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), local));
            back.add(0, new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), local));
            local += arguments[i].getSize();
        }
        code.add(new InsnNode(Opcodes.DUP));
        code.add(ProbeInserter.push(site));
        code.add(
                new MethodInsnNode(Opcodes.INVOKESTATIC, Bridge.NAME, Bridge.RECEIVER, Bridge.VALUE_DESCRIPTOR, false));
        back.forEach(code::add);
        return code;
    }
}
