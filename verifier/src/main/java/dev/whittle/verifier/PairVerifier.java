package dev.whittle.verifier;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import java.util.Map;

/** Compares one method of any two programs, neither of which says how it came from the other. Stateless; may be called from any thread. */
public final class PairVerifier {
    private PairVerifier() {}

    /**
     * Two versions of a method with the classes around it. Maps have internal names as keys; byte arrays are not modified.
     *
     * @param method of the first version
     * @param first classes of the first version
     * @param secondOwner internal name of the class that has the method in the second version
     * @param second classes of the second version
     * @param library class files beside both
     */
    public record Pair(
            MethodId method,
            Map<String, byte[]> first,
            String secondOwner,
            Map<String, byte[]> second,
            Map<String, byte[]> library) {
        public Pair {
            first = Map.copyOf(first);
            second = Map.copyOf(second);
            library = Map.copyOf(library);
        }
    }

    /**
     * Proves that both versions do the same, or else runs them. Line numbers do not count. Takes the same steps for the same input each
     * time.
     *
     * @throws dev.whittle.model.BadInputException if one of the versions does not have the method with code, or a class cannot be read
     */
    public static Verdict compare(Pair pair) {
        return compare(pair, VerificationSettings.defaults());
    }

    /** Does the same with other settings; their number of jobs does not matter here. */
    public static Verdict compare(Pair pair, VerificationSettings settings) {
        try (VerificationSession session = new VerificationSession(settings)) {
            return session.compare(pair);
        }
    }
}
