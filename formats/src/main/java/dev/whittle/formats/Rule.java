package dev.whittle.formats;

import dev.whittle.model.FactId;
import org.jspecify.annotations.Nullable;

/**
 * One rule: the places that match carry the fact, as if they were annotated with {@code @HwBranch}.
 *
 * @param number position in its file, from 1, for messages
 */
public record Rule(int number, FactId fact, Target target) {

    /**
     * Which places. Class patterns are written with dots; {@code *} stands for any characters but a dot, {@code **} for any
     * characters. Member patterns know only {@code *}. An absent descriptor matches each one.
     */
    public sealed interface Target {
        String className();
    }

    /** The value of a matching field is the fact. */
    public record FieldTarget(
            String className, String name, @Nullable String descriptor) implements Target {}

    /** The result of a matching method, for a given receiver, is the fact. */
    public record MethodTarget(
            String className, String name, @Nullable String descriptor) implements Target {}

    /** The argument of a matching method is the fact. */
    public record ParameterTarget(
            String className, String method, @Nullable String descriptor, int index) implements Target {}

    /** Which implementations of a matching type are bound is the fact. */
    public record TypeTarget(String className) implements Target {}

    /**
     * The outcome of a condition is the fact, as with the marker call.
     *
     * @param line source line on which the condition stands
     * @param occurrence which condition on that line, from 1 in bytecode order; absent: there must be exactly one
     */
    public record ConditionTarget(
            String className,
            String method,
            @Nullable String descriptor,
            int line,
            @Nullable Integer occurrence) implements Target {}
}
