package dev.whittle.demo.qemu;

/** QEMU could not be started or did not answer as it should; the message says which and what to do. */
public final class QemuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QemuException(String message) {
        super(message);
    }

    QemuException(String message, Throwable cause) {
        super(message, cause);
    }
}
