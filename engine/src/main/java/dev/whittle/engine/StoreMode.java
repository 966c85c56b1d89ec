package dev.whittle.engine;

/** Where cold code is shipped. */
public enum StoreMode {
    /** Inside the jar. */
    EMBEDDED,
    /** A file beside the jar. */
    SIDECAR,
    /**
     * As classes of the program, which hot code calls directly: for whoever cannot define classes at run time, or cannot wait for them. The
     * jar gets no smaller.
     */
    RESIDENT
}
