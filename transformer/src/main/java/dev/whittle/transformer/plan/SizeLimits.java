package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.CodeSizes;
import dev.whittle.model.Profile;
import java.util.BitSet;

/** HotSpot's limits on the size of methods, in bytes of bytecode: a hot method that gets below one is worth its exits. Stateless. */
final class SizeLimits {
    /** Nothing compiles a longer method (HugeMethodLimit). */
    private static final int HUGE = 8000;
    /** C2 does not inline a hot call of a longer method (FreqInlineSize). */
    private static final int FREQUENT = 325;
    /** C1 does not inline a call of a longer method (MaxInlineSize). */
    private static final int SMALL = 35;

    /** HotSpot compiles a method for good after some ten thousand calls or rounds. */
    private static final long HOT = 10_000;
    /** Loads of what is live, five bytes for the call site, one for the return. */
    private static final int EXIT = 16;
    /** The off switch's test. */
    private static final int HEAD = 6;

    private SizeLimits() {}

    /**
     * @param leaving code that would leave
     * @param exits of the method then, that of the off switch included
     */
    static boolean crossed(Profile.MethodProfile counts, Cfg cfg, BitSet leaving, int exits) {
        BitSet all = new BitSet();
        all.set(0, cfg.size());
        long before = CodeSizes.of(cfg.instructions(), all);
        long after = before - CodeSizes.of(cfg.instructions(), leaving) + HEAD + (long) EXIT * exits;
        boolean called = counts.entries() >= HOT;
        boolean loops = counts.edges().stream().anyMatch(e -> e.count() >= HOT);
        return (called || loops) && crossed(HUGE, before, after)
                || called && (crossed(FREQUENT, before, after) || crossed(SMALL, before, after));
    }

    private static boolean crossed(int limit, long before, long after) {
        return before > limit && after <= limit;
    }
}
