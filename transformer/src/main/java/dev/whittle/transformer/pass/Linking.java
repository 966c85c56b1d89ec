package dev.whittle.transformer.pass;

/** How hot code calls the fragments that it leaves for. */
public enum Linking {
    /** By a call site that brings the fragment back from the store when it is linked. */
    CALL_SITE,
    /** As code calls any static method: the fragment is a class of the program. */
    DIRECT
}
