package dev.whittle.verifier;

import dev.whittle.model.Verdict;
import java.util.Optional;

/** Proofs that outlive a session. What is returned of a key is believed: an implementation answers for it. */
public interface Proofs {
    /**
     * Returns the proof that was kept under a key.
     *
     * @param key digest of all that the proof rests on, in hexadecimal
     */
    Optional<Verdict.Proved> find(String key);

    void keep(String key, Verdict.Proved proof);

    /** Keeps nothing. */
    static Proofs none() {
        return NoProofs.INSTANCE;
    }
}
