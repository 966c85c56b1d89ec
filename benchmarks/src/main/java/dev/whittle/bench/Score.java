package dev.whittle.bench;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What the iterations of one variant came to.
 *
 * @param mean nanoseconds an operation
 * @param error half of the 95 % confidence interval of the mean, by Student's t over all iterations
 * @param samples iterations
 * @param allocated bytes an operation that were allocated; NaN if nobody asked
 */
record Score(double mean, double error, int samples, double allocated) {
    private static final double CONFIDENCE = 0.95;

    /** @param nanoseconds one value an iteration, two or more, each greater than 0 */
    static Score of(List<Double> nanoseconds, double allocated) {
        ListStatistics all = new ListStatistics();
        nanoseconds.forEach(all::addValue);
        return new Score(all.getMean(), all.getMeanErrorAt(CONFIDENCE), nanoseconds.size(), allocated);
    }
}
