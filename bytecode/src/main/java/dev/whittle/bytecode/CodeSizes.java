package dev.whittle.bytecode;

import java.util.BitSet;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/** Sizes of instructions in bytes of bytecode, in their shortest form. Stateless. */
public final class CodeSizes {
    private CodeSizes() {}

    /** Returns the bytes of the given instructions. */
    public static long of(Instructions code, BitSet ordinals) {
        CodeSizeEvaluator evaluator = new CodeSizeEvaluator(null);
        ordinals.stream().forEach(i -> code.get(i).accept(evaluator));
        return evaluator.getMinSize();
    }
}
