package dev.whittle.model;

/** What the verifier says of a transformed method. Only {@link Proved} stays by default. */
public sealed interface Verdict {
    /** @param how the rung of the ladder that proved it, and the number of solver queries */
    record Proved(String how, int queries) implements Verdict {}

    /** Not proved; agreed on n replayed inputs. */
    record Tested(int inputs, double coverage, long seed, String reason) implements Verdict {}

    /** Differs on an input that was really run. */
    record Counterexample(String input, String expected, String actual) implements Verdict {}

    record Unsupported(String reason) implements Verdict {}
}
