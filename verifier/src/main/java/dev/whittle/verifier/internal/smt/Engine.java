package dev.whittle.verifier.internal.smt;

/** A solver. Not thread-safe. */
public interface Engine extends AutoCloseable {
    /** @param steps of the solver's own that it may take; above 0 */
    Answer ask(Question question, long steps);

    /** Returns its name and version, for people and for what an answer rests on. */
    String name();

    @Override
    void close();
}
