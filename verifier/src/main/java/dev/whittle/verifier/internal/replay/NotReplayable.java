package dev.whittle.verifier.internal.replay;

/** Ends a replay before it begins, or where it can go no further; the message says why, as the end of a sentence. */
final class NotReplayable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotReplayable(String message) {
        super(message, null, false, false);
    }
}
