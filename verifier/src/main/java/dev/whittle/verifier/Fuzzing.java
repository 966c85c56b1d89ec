package dev.whittle.verifier;

import java.nio.file.Path;
import java.util.List;

/**
 * A search by Jazzer for inputs on which a method that is not proved differs, where those that the replay makes up show nothing. It makes no
 * verdict better: what it finds is run again, and only a difference that shows then counts. Its length is counted and its seed comes from
 * the method's name, so that equal programs have equal verdicts.
 *
 * @param runs of each method, at least 0; 0 for no search
 * @param jars of Jazzer and of its API; they need not be there if nothing is searched for
 */
public record Fuzzing(int runs, List<Path> jars) {
    public Fuzzing {
        jars = List.copyOf(jars);
        if (runs < 0) {
            throw new IllegalArgumentException("a number of runs is at least 0, not " + runs);
        }
    }

    public static Fuzzing none() {
        return new Fuzzing(0, List.of());
    }
}
