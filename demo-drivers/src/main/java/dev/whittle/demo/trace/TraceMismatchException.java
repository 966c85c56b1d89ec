package dev.whittle.demo.trace;

/** The program did something else to the device than the recorded one did; the message names the access. */
public final class TraceMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long index;

    TraceMismatchException(long index, String message) {
        super("access " + index + ": " + message);
        this.index = index;
    }

    /** Which access of the trace it was, from 0. */
    public long index() {
        return index;
    }
}
