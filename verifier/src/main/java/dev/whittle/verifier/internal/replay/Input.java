package dev.whittle.verifier.internal.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * One call: its receiver and its arguments.
 *
 * @param receiver null for a static method
 * @param names of the parameters, for people
 * @param broken facts of which an object has another value than the one that is folded
 */
record Input(@Nullable Recipe receiver, List<Recipe> arguments, List<String> names, SortedSet<String> broken) {
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (receiver != null) {
            parts.add("this = " + receiver);
        }
        for (int i = 0; i < arguments.size(); i++) {
            parts.add(names.get(i) + " = " + arguments.get(i));
        }
        return parts.isEmpty() ? "no arguments" : String.join(", ", parts);
    }
}
