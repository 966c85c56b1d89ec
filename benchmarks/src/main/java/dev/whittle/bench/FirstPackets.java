package dev.whittle.bench;

import java.util.List;

/**
 * What was handled in the first {@value #MILLIS} ms after {@code main} began.
 *
 * @param original packets, a round each
 * @param whittled packets, a round each
 * @param originalReady milliseconds until the first operation was done
 * @param whittledReady the same of the whittled program
 */
record FirstPackets(
        String program,
        String about,
        Jdk jdk,
        Samples original,
        Samples whittled,
        Samples originalReady,
        Samples whittledReady) {
    static final int MILLIS = 100;

    /** How many times as many. A program that was not ready in time is taken to have done one operation. */
    Ratio times() {
        return Ratio.paired(atLeastOne(whittled), atLeastOne(original));
    }

    private static List<Double> atLeastOne(Samples packets) {
        return packets.values().stream().map(p -> Math.max(FirstRun.BATCH, p)).toList();
    }
}
