package dev.whittle.profiler.format;

/** What is wrong with a profile's bytes, before it is known from which file they came. */
final class Damage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damage(String message) {
        super(message);
    }
}
