package dev.whittle.engine;

/** Where classes go that the recorded run never loaded. */
public enum ClassMode {
    /** They stay where they are. */
    STAY,
    /**
     * Into a jar beside, which the manifest's {@code Class-Path} names: for jars that are run from a class path, whose class loaders heed
     * that attribute, as the JDK's do.
     */
    BESIDE
}
