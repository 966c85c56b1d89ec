package dev.whittle.verifier;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.internal.Carried;
import dev.whittle.verifier.internal.ProgramProof;

/**
 * Verifies several builds of one program, one after the other. A method is proved anew unless it was proved over the same bytes, the same
 * fragments, the same certificate and the same facts; what concerns the whole program is checked each time. The results are those of
 * {@link Verifier#verify}. Not thread-safe.
 */
public final class VerificationSession {
    /** Is told of each method that was judged anew, as it happens. What it is told changes no verdict. */
    @FunctionalInterface
    public interface Watch {
        /** @param nanos how long it took, replay included */
        void judged(MethodId method, Verdict verdict, long nanos);
    }

    private final Carried carried;

    public VerificationSession() {
        this.carried = new Carried();
    }

    public VerificationSession(Watch watch) {
        this.carried = new Carried(watch);
    }

    /** @param proofs that other sessions made: they are kept under a digest of all that they rest on, this verifier's code too */
    public VerificationSession(Proofs proofs) {
        this.carried = new Carried(proofs);
    }

    public VerificationResult verify(VerificationInput input) {
        return ProgramProof.run(input, carried);
    }

    /** Returns how many methods the last verification judged anew. */
    public int judged() {
        return carried.judged();
    }
}
