package dev.whittle.verifier.internal;

/** Ends a proof that does not succeed; the message says where and why, in one sentence. */
final class Unproved extends RuntimeException {
    private final boolean forGood;

    Unproved(String message) {
        this(message, false);
    }

    private Unproved(String message, boolean forGood) {
        super(message, null, false, false);
        this.forGood = forGood;
    }

    /** What breaks a rule of form: no test of what the code does could make up for it. */
    static Unproved forGood(String message) {
        return new Unproved(message, true);
    }

    boolean isForGood() {
        return forGood;
    }
}
