package dev.whittle.bench;

/**
 * One comparison.
 *
 * @param subject name of the subject
 * @param part name of its case, perhaps empty
 * @param mode what the JVM did
 * @param jdk feature version of the JVM
 * @param againstOriginal whether the reference is the original program; else the same program without a fact
 * @param reference score of the reference
 * @param whittled score of the whittled program
 */
record Cell(String subject, String part, Mode mode, int jdk, boolean againstOriginal, Score reference, Score whittled) {
    /** A ratio below this is harm, where it is beyond the error. */
    static final double NO_HARM = 0.98;

    /** Whether the whittled program is slower than the original, by more than 2 % and beyond the error. */
    boolean harm() {
        return againstOriginal && ratio().value() < NO_HARM && ratio().high() < 1;
    }

    Ratio ratio() {
        return Ratio.of(reference, whittled);
    }

    /** Subject and case, for people. */
    String title() {
        return part.isEmpty() ? subject : subject + " " + part;
    }
}
