package dev.whittle.bytecode;

import java.util.BitSet;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Sizes of instructions in bytes of bytecode, in their shortest form, and what goes with them in a class file. Stateless. */
public final class CodeSizes {
    private static final int HANDLER = 8;
    private static final int LINE = 4;
    private static final int VARIABLE = 10;
    /** Of a common entry: an offset, and seldom a few types. */
    private static final int FRAME = 4;

    private CodeSizes() {}

    /** Returns the bytes of the given instructions. */
    public static long of(Instructions code, BitSet ordinals) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        ordinals.stream().forEach(i -> code.get(i).accept(evaluator));
        return evaluator.getMinSize();
    }

    /**
     * Returns about how many bytes of its class file all code of a method takes, with what belongs to it alone: lines, variables, handlers and
     * stack maps (JVMS 4.7). Constants are left out, as other methods may use them, too.
     */
    public static long withDebugEntries(MethodNode method) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        long entries = (long) HANDLER * method.tryCatchBlocks.size();
        if (method.localVariables != null) {
            entries += (long) VARIABLE * method.localVariables.size();
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof LineNumberNode) {
                entries += LINE;
            } else if (insn instanceof FrameNode) {
                entries += FRAME;
            } else {
                insn.accept(evaluator);
            }
        }
        return entries + evaluator.getMinSize();
    }
}
