package dev.whittle.cfg;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What running a method or instruction may do.
 *
 * @param reads fields that may be read, as owner.name; {@code []} stands for the elements of all arrays
 * @param writes fields that may be written
 * @param mayThrow true if it may complete abruptly
 * @param acquires true if it may synchronise with another thread
 * @param top true if nothing is known; then the sets are empty and everything must be assumed
 * @param reason why nothing is known, else empty
 */
public record EffectSummary(
        Set<String> reads, Set<String> writes, boolean mayThrow, boolean acquires, boolean top, String reason) {
    public EffectSummary {
        reads = Collections.unmodifiableSortedSet(new TreeSet<>(reads));
        writes = Collections.unmodifiableSortedSet(new TreeSet<>(writes));
    }

    public static EffectSummary nothing() {
        return new EffectSummary(Set.of(), Set.of(), false, false, false, "");
    }

    public static EffectSummary top(String reason) {
        return new EffectSummary(Set.of(), Set.of(), true, true, true, reason);
    }

    public static EffectSummary throwing() {
        return new EffectSummary(Set.of(), Set.of(), true, false, false, "");
    }

    /** Returns true if nothing else can see that it ran, unless it throws. */
    public boolean pure() {
        return !top && writes.isEmpty() && !acquires;
    }

    /** Returns what both together may do. */
    public EffectSummary and(EffectSummary other) {
        if (top || other.top) {
            return top ? this : other;
        }
        Set<String> allReads = new TreeSet<>(reads);
        allReads.addAll(other.reads);
        Set<String> allWrites = new TreeSet<>(writes);
        allWrites.addAll(other.writes);
        return new EffectSummary(
                allReads, allWrites, mayThrow || other.mayThrow, acquires || other.acquires, false, "");
    }
}
