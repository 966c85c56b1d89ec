package dev.whittle.profiler.agent.internal;

import java.util.Set;

/** Says which methods earn path counters. */
@FunctionalInterface
public interface PathChoice {
    /**
     * @param owner internal name of the class
     * @param hotness the method's largest count so far
     */
    boolean takes(String owner, String name, String descriptor, long hotness);

    /** Takes each method. */
    static PathChoice all() {
        return (owner, name, descriptor, hotness) -> true;
    }

    /** Takes a method that is counted so often. */
    static PathChoice countedAtLeast(long threshold) {
        return (owner, name, descriptor, hotness) -> hotness >= threshold;
    }

    /** @param names {@code package/Class.method}, with or without the descriptor */
    static PathChoice named(Set<String> names) {
        Set<String> kept = Set.copyOf(names);
        return (owner, name, descriptor, hotness) ->
                kept.contains(owner + "." + name + descriptor) || kept.contains(owner + "." + name);
    }
}
