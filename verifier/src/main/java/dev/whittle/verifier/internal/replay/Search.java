package dev.whittle.verifier.internal.replay;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Looks for inputs on which two versions of a method differ. What it finds is believed only once it was run here. */
@FunctionalInterface
public interface Search {
    /**
     * What is looked for.
     *
     * @param models arguments, by local index, that a proof could not rule out
     * @param strangers true if neither version was made from the other
     * @param seeds inputs to begin with, as bytes
     * @param seed of what is drawn
     */
    record Question(
            Program program,
            MethodId method,
            List<SortedMap<Integer, Long>> models,
            boolean strangers,
            List<byte[]> seeds,
            long seed) {}

    /**
     * What came of it.
     *
     * @param inputs as bytes, the most promising first
     * @param said for people, where none of the inputs shows anything; may be empty
     */
    record Answer(List<byte[]> inputs, String said) {}

    /** @param said what to add to a verdict, if nothing was found */
    record Result(Optional<Verdict> found, String said) {}

    Answer look(Question question);

    /** Looks for nothing. */
    static Search none() {
        return question -> new Answer(List.of(), "");
    }
}
