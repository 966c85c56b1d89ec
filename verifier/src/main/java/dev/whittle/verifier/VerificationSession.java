package dev.whittle.verifier;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.verifier.internal.Carried;
import dev.whittle.verifier.internal.PairProof;
import dev.whittle.verifier.internal.ProgramProof;
import dev.whittle.verifier.internal.smt.Bench;
import dev.whittle.verifier.internal.smt.Benches;
import dev.whittle.verifier.internal.smt.Limits;

/**
 * Verifies several builds of one program, one after the other. A method is proved anew unless it was proved over the same bytes, the same
 * fragments, the same certificate and the same facts; what concerns the whole program is checked each time. The results are those of
 * {@link Verifier#verify}. Closing it ends the processes of its solvers; those of one that is not closed end when they have not been
 * asked for a while. Not thread-safe.
 */
public final class VerificationSession implements AutoCloseable {
    /** Is told of each method that was judged anew, in the order of the certificates. What it is told changes no verdict. */
    @FunctionalInterface
    public interface Watch {
        /** @param nanos how long it took, replay included */
        void judged(MethodId method, Verdict verdict, long nanos);

        static Watch none() {
            return (method, verdict, nanos) -> {};
        }
    }

    private final VerificationSettings settings;
    private final Carried carried;
    private final Benches benches;

    public VerificationSession() {
        this(VerificationSettings.defaults());
    }

    public VerificationSession(VerificationSettings settings) {
        this(settings, Proofs.none(), Watch.none());
    }

    public VerificationSession(Watch watch) {
        this(VerificationSettings.defaults(), Proofs.none(), watch);
    }

    /** @param proofs that other sessions made: they are kept under a digest of all that they rest on, this verifier's code too */
    public VerificationSession(Proofs proofs) {
        this(VerificationSettings.defaults(), proofs, Watch.none());
    }

    /** @param proofs that other sessions made: they are kept under a digest of all that they rest on, this verifier's code too */
    public VerificationSession(VerificationSettings settings, Proofs proofs, Watch watch) {
        this(
                settings,
                proofs,
                watch,
                Benches.real(new Limits(settings.patience(), settings.megabytes()), settings.secondSolver()));
    }

    /** @param benches the solvers, whatever the settings say of them */
    VerificationSession(VerificationSettings settings, Proofs proofs, Watch watch, Benches benches) {
        this.settings = settings;
        this.carried = new Carried(proofs, settings.ground(), watch);
        this.benches = benches;
    }

    public VerificationResult verify(VerificationInput input) {
        return ProgramProof.run(input, carried, benches, settings);
    }

    /**
     * Proves that both versions do the same, or else runs them, as {@link PairVerifier#compare(PairVerifier.Pair)} does.
     *
     * @throws dev.whittle.model.BadInputException if one of the versions does not have the method with code, or a class cannot be read
     */
    public Verdict compare(PairVerifier.Pair pair) {
        Bench bench = benches.take();
        try {
            return PairProof.run(pair, bench, settings);
        } finally {
            benches.give(bench);
        }
    }

    /** Returns how many methods the last verification judged anew. */
    public int judged() {
        return carried.judged();
    }

    @Override
    public void close() {
        benches.close();
    }
}
