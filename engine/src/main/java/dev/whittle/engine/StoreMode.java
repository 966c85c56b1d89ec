package dev.whittle.engine;

import dev.whittle.transformer.pass.Linking;

/** Where cold code is shipped. */
public enum StoreMode {
    /** Inside the jar. */
    EMBEDDED,
    /** A file beside the jar. */
    SIDECAR,
    /** On a server: the file is written beside the jar, for whoever puts it there. */
    REMOTE,
    /** Not at all: the program throws where it needs cold code. The file is written beside the jar, for whoever needs it after all. */
    DROP,
    /**
     * As classes of the program, which hot code calls directly: for whoever cannot define classes at run time, or cannot wait for them. The
     * jar gets no smaller.
     */
    RESIDENT;

    /** Returns true if the store is a file beside the jar when the program is whittled. */
    boolean isFile() {
        return this == SIDECAR || this == REMOTE || this == DROP;
    }

    /** Returns how hot code reaches it. */
    Linking linking() {
        return this == RESIDENT ? Linking.DIRECT : Linking.CALL_SITE;
    }
}
