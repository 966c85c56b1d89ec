package dev.whittle.verifier.internal;

/** Ends a proof that does not succeed; the message says where and why, in one sentence. */
final class Unproved extends RuntimeException {
    Unproved(String message) {
        super(message, null, false, false);
    }
}
