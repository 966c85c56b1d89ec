package dev.whittle.demo.trace;

/** A trace that cannot be used: damaged, of another version, or for something else; one sentence says which. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
        super(message);
    }
}
