package dev.whittle.model;

import org.jspecify.annotations.Nullable;

/** What the verifier says of a transformed method. Only {@link Proved} stays by default. */
public sealed interface Verdict {
    /** @param how the rung of the ladder that proved it, and the number of solver queries */
    record Proved(String how, int queries) implements Verdict {}

    /** Not proved; agreed on n replayed inputs. */
    record Tested(int inputs, double coverage, long seed, String reason) implements Verdict {}

    /**
     * Differs on an input that was really run.
     *
     * @param reproducer the input as a Java test makes it, or null if no test can show the difference, or the verdict was read from a file
     */
    record Counterexample(
            String input,
            String expected,
            String actual,
            @Nullable Reproducer reproducer) implements Verdict {
        public Counterexample(String input, String expected, String actual) {
            this(input, expected, actual, null);
        }
    }

    record Unsupported(String reason) implements Verdict {}
}
