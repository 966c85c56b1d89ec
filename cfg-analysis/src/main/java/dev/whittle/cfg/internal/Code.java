package dev.whittle.cfg.internal;

import dev.whittle.bytecode.Cfg;
import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/**
 * Code of one method.
 *
 * @param offsets bytecode index of each instruction, by ordinal
 */
public record Code(MethodNode method, Cfg cfg, List<Integer> offsets) {
    public Code {
        offsets = List.copyOf(offsets);
    }

    /** Returns the ordinal of the instruction at a bytecode index, or -1. */
    int ordinalAt(int offset) {
        return Math.max(-1, java.util.Collections.binarySearch(offsets, offset));
    }
}
