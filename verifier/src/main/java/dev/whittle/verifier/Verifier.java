package dev.whittle.verifier;

/** Re-proves a whittled program. Stateless; may be called from any thread. */
public final class Verifier {
    private Verifier() {}

    /**
     * Compares two builds of a program and judges each certified method. Takes the same steps for the same input each time.
     *
     * <p>Never throws for what the input claims: what cannot be shown is a finding, or {@link dev.whittle.model.Verdict.Unsupported}.
     */
    public static VerificationResult verify(VerificationInput input) {
        return verify(input, VerificationSettings.defaults());
    }

    /** Does the same with other settings. */
    public static VerificationResult verify(VerificationInput input, VerificationSettings settings) {
        try (VerificationSession session = new VerificationSession(settings)) {
            return session.verify(input);
        }
    }
}
