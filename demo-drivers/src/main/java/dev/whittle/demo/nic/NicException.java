package dev.whittle.demo.nic;

/** The device did not do what its manual says it does; the message names the device's part and what to look at. */
public final class NicException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NicException(String message) {
        super(message);
    }
}
