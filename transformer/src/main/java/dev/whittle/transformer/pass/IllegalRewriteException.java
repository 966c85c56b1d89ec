package dev.whittle.transformer.pass;

/** A rewrite that is not certain to be legal; the method stays as it is. The message is the reason, for the plan. */
final class IllegalRewriteException extends Exception {
    private static final long serialVersionUID = 1L;

    IllegalRewriteException(String reason) {
        super(reason);
    }
}
