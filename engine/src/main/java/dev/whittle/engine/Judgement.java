package dev.whittle.engine;

import dev.whittle.formats.WhittleFile;
import dev.whittle.report.Verification;
import java.util.List;

/**
 * What the verifier says of a whittled program.
 *
 * @param verification each verdict and what is wrong besides, with the places in the source
 * @param judged how many methods were judged anew; the others were found in the cache of proofs
 */
public record Judgement(Verification verification, int judged) {
    /** Returns true if each transformed method has the verdict that was required and nothing else differs. */
    public boolean accepted() {
        return verification.accepted();
    }

    /** Returns one verdict for each transformed method. */
    public List<WhittleFile.Judged> verdicts() {
        return verification.methods().stream()
                .map(m -> new WhittleFile.Judged(m.id(), m.verdict()))
                .toList();
    }

    /** Returns what is wrong besides, one sentence each. */
    public List<String> findings() {
        return verification.findings().stream().map(Verification.Finding::text).toList();
    }
}
