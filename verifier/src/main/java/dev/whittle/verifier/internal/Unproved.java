package dev.whittle.verifier.internal;

/** Ends a proof that does not succeed; the message says where and why, in one sentence. */
final class Unproved extends RuntimeException {
    /** What a replay may still say of the method. */
    enum Room {
        /** That it agrees on all inputs, or differs on one. */
        BOTH,
        /** That it differs: a rule of form is broken, and agreement does not mend it. */
        COUNTEREXAMPLE,
        /** Nothing: it is not run. */
        NONE
    }

    private final Room room;

    Unproved(String message) {
        this(message, Room.BOTH);
    }

    private Unproved(String message, Room room) {
        super(message, null, false, false);
        this.room = room;
    }

    /** What breaks a rule of form that no test of behaviour covers, such as a line number. */
    static Unproved ofForm(String message) {
        return new Unproved(message, Room.COUNTEREXAMPLE);
    }

    /** What is not what it claims to be, or may not be run where it stands. */
    static Unproved forGood(String message) {
        return new Unproved(message, Room.NONE);
    }

    Room room() {
        return room;
    }
}
