package dev.whittle.verifier.internal.smt;

import org.jspecify.annotations.Nullable;

/**
 * The solvers that one proof after the other uses.
 *
 * @param second looks at what the first said; null if the user does without
 */
public record Bench(Engine first, @Nullable Engine second) implements AutoCloseable {
    @Override
    public void close() {
        first.close();
        Engine also = second;
        if (also != null) {
            also.close();
        }
    }
}
