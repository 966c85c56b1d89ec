package dev.whittle.verifier.internal.smt;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a solver said, or why it said nothing. */
public sealed interface Answer {
    /** The assertions cannot all hold. */
    record Refuted() implements Answer {}

    /**
     * They can.
     *
     * @param values by the name that was asked for, as SMT-LIB text
     */
    record Satisfiable(SortedMap<String, String> values) implements Answer {
        public Satisfiable {
            values = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) values));
        }
    }

    /** The counted steps were used up, or the solver does not decide such a question: it would say the same again. */
    record Unknown(String reason) implements Answer {}

    /** There is no answer: the solver was killed, crashed, ran out of memory, is missing or talked nonsense. Another run may answer. */
    record Fault(String reason) implements Answer {}
}
