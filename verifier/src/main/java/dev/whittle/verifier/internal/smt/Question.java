package dev.whittle.verifier.internal.smt;

import java.util.List;

/**
 * Whether the asserted formulas can all hold.
 *
 * @param script SMT-LIB 2.6: the logic, declarations and assertions; no options, no {@code check-sat}
 * @param values names of nullary functions, as they stand in the script, whose values are wanted if they can
 */
public record Question(String script, List<String> values) {
    public Question {
        values = List.copyOf(values);
    }
}
