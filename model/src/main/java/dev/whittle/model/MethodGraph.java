package dev.whittle.model;

import java.util.List;
import java.util.Set;

/**
 * What analysis knows of a method: control flow by instruction ordinal, and each condition's origin.
 *
 * @param blocks basic blocks that can be reached, by ascending first ordinal; none if the method is unanalysed
 * @param decisions conditional jumps and switches by ascending ordinal
 * @param loopHeaders first ordinals of the blocks that head a natural loop, ascending
 * @param effects what each instruction that is not a plain computation does, by ascending ordinal
 */
public record MethodGraph(
        MethodId method,
        ClassDigest digest,
        List<Block> blocks,
        List<Decision> decisions,
        List<Integer> loopHeaders,
        List<InsnEffect> effects) {
    public MethodGraph {
        blocks = List.copyOf(blocks);
        decisions = List.copyOf(decisions);
        loopHeaders = List.copyOf(loopHeaders);
        effects = List.copyOf(effects);
    }

    /**
     * @param first ordinal of its first instruction
     * @param last ordinal of its last instruction
     * @param successors first ordinals of the blocks that follow it, fall-through first, then outcomes in order
     * @param handlers first ordinals of the handlers that cover it, ascending
     * @param immediateDominator first ordinal of the block that immediately dominates it, or -1 for the entry
     */
    public record Block(int first, int last, List<Integer> successors, List<Integer> handlers, int immediateDominator) {
        public Block {
            successors = List.copyOf(successors);
            handlers = List.copyOf(handlers);
        }
    }

    /**
     * @param line source line, or -1
     * @param loopDepth 0 outside loops
     */
    public record Decision(int ordinal, int line, int loopDepth, Provenance provenance, Hoistability hoistability) {}

    /** Where a condition comes from. */
    public sealed interface Provenance {
        /** From facts alone: a hardware branch. The steps name the fields, locals and helper calls on the way. */
        record FromFacts(Set<FactId> facts, List<String> steps) implements Provenance {}

        /** From facts and other values. */
        record Mixed(Set<FactId> facts, String otherwise) implements Provenance {}

        record NoFact() implements Provenance {}

        record Unknown(String reason) implements Provenance {}
    }

    /** Whether a condition could be evaluated at the method's entry. */
    public sealed interface Hoistability {
        record Hoistable(List<String> reads) implements Hoistability {}

        record Fixed(String reason) implements Hoistability {}
    }

    /**
     * @param reads fields that may be read, as owner.name
     * @param writes fields that may be written
     * @param acquires true if it may synchronise with another thread
     * @param top true if nothing is known; then the sets are empty and everything must be assumed
     */
    public record InsnEffect(
            int ordinal,
            Set<String> reads,
            Set<String> writes,
            boolean mayThrow,
            boolean acquires,
            boolean top,
            String reason) {}
}
