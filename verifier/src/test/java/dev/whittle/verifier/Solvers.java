package dev.whittle.verifier;

import dev.whittle.model.Verdict;
import dev.whittle.verifier.internal.smt.Benches;
import dev.whittle.verifier.internal.smt.Limits;

/** Verifies with processes of the solvers that all tests share: a start takes longer than most proofs. */
final class Solvers {
    private static final Benches SHARED = Benches.real(Limits.DEFAULT, true);

    private Solvers() {}

    static VerificationResult verify(VerificationInput input) {
        return session().verify(input);
    }

    static Verdict compare(PairVerifier.Pair pair) {
        return session().compare(pair);
    }

    /** One that knows nothing yet. */
    private static VerificationSession session() {
        return new VerificationSession(
                VerificationSettings.defaults(), Proofs.none(), VerificationSession.Watch.none(), SHARED);
    }
}
