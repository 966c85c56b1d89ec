package dev.whittle.engine;

/** Where the cold store is shipped. */
public enum StoreMode {
    /** Inside the jar. */
    EMBEDDED,
    /** A file beside the jar. */
    SIDECAR
}
