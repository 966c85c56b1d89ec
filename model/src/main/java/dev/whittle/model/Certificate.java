package dev.whittle.model;

import java.util.List;

/**
 * What the transformer claims of one transformed method: untrusted, and re-proved by the verifier.
 *
 * @param method the method
 * @param original digest of the original class file
 * @param movedWhole true if the hot body is nothing but one exit to ordinal 0
 * @param pairs positions of the original and the transformed method that correspond, by ascending transformed ordinal; locals keep
 *     their indices
 * @param guards tests of facts in the transformed method
 * @param exits ways out into continuations
 */
public record Certificate(
        MethodId method,
        ClassDigest original,
        boolean movedWhole,
        List<PositionPair> pairs,
        List<GuardPoint> guards,
        List<ExitPoint> exits) {
    public Certificate {
        pairs = List.copyOf(pairs);
        guards = List.copyOf(guards);
        exits = List.copyOf(exits);
    }

    /**
     * When the transformed method is about to execute {@code transformed}, the original would be about to execute
     * {@code original} with equal heap, live locals and stack.
     *
     * @param predicates hoisted predicates, over entry values, that hold here
     */
    public record PositionPair(int original, int transformed, List<Plan.Predicate> predicates) {
        public PositionPair {
            predicates = List.copyOf(predicates);
        }
    }

    /** @param transformed ordinal of the guard's invokedynamic */
    public record GuardPoint(int transformed, String factKey, FactValue value) {}

    /**
     * @param transformed ordinal of the exit's invokedynamic
     * @param fragment id of the fragment in the store
     * @param resume ordinal in the original method where the fragment goes on
     * @param passed original local indices passed, ascending
     * @param stackDepth values of the operand stack passed after them
     */
    public record ExitPoint(int transformed, int fragment, int resume, List<Integer> passed, int stackDepth) {
        public ExitPoint {
            passed = List.copyOf(passed);
        }
    }
}
