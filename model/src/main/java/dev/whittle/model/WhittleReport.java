package dev.whittle.model;

import java.util.List;

/**
 * What one whittling came to, for people and for tools. It holds no times, so that equal input gives an equal report.
 *
 * @param input name of the jar, directory or class path entry, without its folder
 * @param build id of the whittled build
 * @param facts facts that the whittled program is folded on, sorted by id and key
 * @param eliminated branches that the hot code no longer executes, and hardware branches of which it only tests in place whether the one
 *     outcome that is left comes, sorted by method and ordinal
 * @param calls calls that are made on one class behind a test of the receiver, sorted by method and ordinal
 * @param totals sums over the whole input
 * @param kept what was left as it was, counted by reason, most frequent first
 */
public record WhittleReport(
        String input,
        String build,
        List<AssumedFact> facts,
        List<EliminatedBranch> eliminated,
        List<FixedCall> calls,
        Totals totals,
        List<ReasonCount> kept) {
    public WhittleReport {
        facts = List.copyOf(facts);
        eliminated = List.copyOf(eliminated);
        calls = List.copyOf(calls);
        kept = List.copyOf(kept);
    }

    /** @param factKey {@code owner.field}, as in {@link FactSite.Field#key()} */
    public record AssumedFact(FactId id, String factKey, FactValue value) {}

    public enum DecisionKind {
        JUMP,
        SWITCH
    }

    /** What makes the elimination of a branch safe. */
    public enum GuardKind {
        /** Checked where the fact is written, free where it is read. */
        FACT_GUARD,
        /** One test of hoisted predicates at the method's entry. */
        ENTRY_GUARD,
        /** The test stays in place, and jumps out to a continuation: such a branch is not counted as eliminated. */
        SIDE_EXIT
    }

    /**
     * @param method the method of the original program
     * @param line source line, or -1
     * @param ordinal instruction ordinal in the original method
     * @param facts facts that its condition derives from; empty if it is not a hardware branch
     * @param outcomeKept outcome as in {@link Profile.EdgeCount}
     * @param verdict what the verifier said of the method
     * @param bytesSaved bytes of bytecode that left the hot method for this branch, 0 or more
     */
    public record EliminatedBranch(
            MethodId method,
            int line,
            int ordinal,
            List<FactId> facts,
            DecisionKind kind,
            int outcomeKept,
            GuardKind guard,
            Verdict verdict,
            long bytesSaved) {
        public EliminatedBranch {
            facts = List.copyOf(facts);
        }
    }

    /**
     * @param method the method of the original program
     * @param line source line, or -1
     * @param ordinal instruction ordinal of the call in the original method
     * @param called the method as the original names it
     * @param receiver internal name of the class that it is called on
     * @param verdict what the verifier said of the method
     */
    public record FixedCall(
            MethodId method, int line, int ordinal, MethodId called, String receiver, Verdict verdict) {}

    /**
     * @param decisionPoints conditional jumps and switches in the input
     * @param hardwareBranches those whose conditions derive from facts alone
     * @param eliminated those that the hot code no longer executes
     * @param guards tests of facts and entry guards in the hot code, and guarded writes
     * @param hotBytesBefore bytes of class files that can run hot, before
     * @param hotBytesAfter the same after whittling, without the store
     * @param coldBytes bytes of the fragments' class files, not compressed
     * @param storeBytes bytes of the cold store, compressed
     * @param proved transformed methods that were PROVED
     * @param tested transformed methods that were only TESTED
     * @param reverted methods put back because they were not proved
     */
    public record Totals(
            long decisionPoints,
            long hardwareBranches,
            long eliminated,
            long guards,
            long hotBytesBefore,
            long hotBytesAfter,
            long coldBytes,
            long storeBytes,
            long proved,
            long tested,
            long reverted) {}

    public record ReasonCount(String reason, long count) {}
}
