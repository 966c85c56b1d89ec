package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Instructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
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

    /** Names each site to come, by its ordinal. */
    static void sites(Instructions code, IntConsumer site) {
        for (int i = 0; i < code.size() && code.size() <= LONGEST; i++) {
            if (isWanted(code.get(i))) {
                site.accept(i);
            }
        }
    }

    /** @param number gives the number of a site by its ordinal, negative to leave it out */
    static void insert(MethodNode method, Instructions code, IntUnaryOperator number) {
        // One above the path register, which is the first local after the method's own.
        int spill = method.maxLocals + 1;
        sites(code, at -> {
            int site = number.applyAsInt(at);
            if (site >= 0) {
                MethodInsnNode call = (MethodInsnNode) code.get(at);
                method.instructions.insertBefore(call, probe(call.desc, site, spill));
            }
        });
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
