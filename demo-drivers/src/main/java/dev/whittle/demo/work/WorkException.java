package dev.whittle.demo.work;

/** A frame or an interrupt that had to come did not; the message says which. */
public final class WorkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkException(String message) {
        super(message);
    }
}
