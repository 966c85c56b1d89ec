package dev.whittle.transformer.internal;

/** A rewrite that is not certain to be legal; what it would change stays as it is. The message is the reason, for the plan. */
public final class IllegalRewriteException extends Exception {
    private static final long serialVersionUID = 1L;

    public IllegalRewriteException(String reason) {
        super(reason);
    }
}
