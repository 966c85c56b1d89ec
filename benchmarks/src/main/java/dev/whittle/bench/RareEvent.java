package dev.whittle.bench;

import java.util.Map;

/**
 * The first rare event of a warm process, of which the recorded run had none: one operation, in fresh JVMs.
 *
 * @param original microseconds by what they are: {@link #USUAL} and so on
 * @param whittled the same of the whittled program
 * @param fragments that had come back when all events were over
 */
record RareEvent(
        String program,
        String about,
        Jdk jdk,
        Map<String, Samples> original,
        Map<String, Samples> whittled,
        Classes classes,
        long fragments) {
    /** An operation in which nothing is rare. */
    static final String USUAL = "usual";
    /** The first with something rare. */
    static final String FIRST = "first";
    /** The one right after it, with nothing rare. */
    static final String NEXT = "next";
    /** The second that is rare in the same way. */
    static final String SECOND = "second";
    /** The first that is rare in another way. */
    static final String ANOTHER = "another";

    /** How much dearer the first event of a process may be than the first of another kind, if what comes once was paid for before. */
    private static final double ONCE = 1.5;

    RareEvent {
        original = Map.copyOf(original);
        whittled = Map.copyOf(whittled);
    }

    /**
     * Classes that are loaded during the first rare event.
     *
     * @param original all, of the original
     * @param whittled all, of the whittled program
     * @param linkage those of the whittled program that are the JDK's for {@code invokedynamic}
     * @param recorder those of the whittled program that are the JDK's for Flight Recorder and what only it needs
     */
    record Classes(long original, long whittled, long linkage, long recorder) {}

    static Samples of(Map<String, Samples> all, String what) {
        Samples samples = all.get(what);
        if (samples == null) {
            throw BenchException.fault("The measured program said nothing of " + what + ".");
        }
        return samples;
    }

    /** The original's percentile over the whittled program's: above 1 the whittled one stalls less. */
    double ratio(int percent) {
        return of(original, FIRST).percentile(percent) / of(whittled, FIRST).percentile(percent);
    }

    /** Whether it stalls no longer, at half and at nine tenths of the JVMs. The worst of so few is chance. */
    boolean stallsNoLonger() {
        return ratio(50) >= 1 && ratio(90) >= 1;
    }

    /** Whether the first event is not much dearer than the first of another kind after it. */
    boolean isPaidBefore() {
        return of(whittled, FIRST).median() <= ONCE * of(whittled, ANOTHER).median();
    }
}
