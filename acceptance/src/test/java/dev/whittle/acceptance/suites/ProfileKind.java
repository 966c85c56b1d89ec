package dev.whittle.acceptance.suites;

/** The profiles that a library is whittled with, good and bad. */
enum ProfileKind {
    /** Nothing was seen. */
    NONE,
    /** A small program was recorded. */
    SMALL,
    /** The same, and the classes that it did not load are in a jar beside. */
    BESIDE,
    /** A tenth of the suite was recorded. */
    TENTH,
    /** No run gave this. */
    RANDOM,
    /** The same, and cold code is among the library's classes. */
    RESIDENT,
    /** What the suite showed, with everything hot called cold and the other way about, and with receivers that no call had. */
    INVERTED,
    /** The small program was recorded on the version before. */
    STALE
}
