package dev.whittle.verifier.internal.smt;

/** A solver. Not thread-safe. */
public interface Engine extends AutoCloseable {
    /** @param steps of the solver's own that it may take; above 0 */
    Answer ask(Question question, long steps);

    /** Returns its name and version, for people and for what an answer rests on. */
    String name();

    /** Returns the steps that it has taken so far, for all questions: they are counted, and the same for the same questions. */
    long steps();

    @Override
    void close();
}
