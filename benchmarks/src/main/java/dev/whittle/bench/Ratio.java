package dev.whittle.bench;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * How many times as fast something is as its reference, with the bounds of a 95 % confidence interval.
 *
 * @param value the ratio
 * @param low lower bound
 * @param high upper bound
 */
record Ratio(double value, double low, double high) {
    private static final int ENOUGH = 3;

    /**
     * Returns the ratio of two scores. Where there were three rounds or more, it is the geometric mean of the rounds' ratios, each of two
     * JVMs that ran one after the other, with Student's interval of their logarithms: so it knows how much JVMs differ that compile the same
     * anew. With fewer rounds it is the ratio of the means, and the relative errors add up as squares (the delta method).
     *
     * @param reference has as many rounds as the other
     */
    static Ratio of(Score reference, Score measured) {
        int rounds = Math.min(reference.rounds().size(), measured.rounds().size());
        if (rounds < ENOUGH) {
            double value = reference.mean() / measured.mean();
            double spread = Math.hypot(reference.error() / reference.mean(), measured.error() / measured.mean());
            return new Ratio(value, value * Math.exp(-spread), value * Math.exp(spread));
        }
        return paired(reference.rounds().subList(0, rounds), measured.rounds().subList(0, rounds));
    }

    /** Returns the geometric mean of the rounds' ratios, with Student's interval of their logarithms; without one for a single round. */
    static Ratio paired(List<Double> reference, List<Double> measured) {
        ListStatistics logarithms = new ListStatistics();
        for (int i = 0; i < reference.size(); i++) {
            logarithms.addValue(Math.log(reference.get(i) / measured.get(i)));
        }
        double middle = logarithms.getMean();
        double spread = reference.size() < 2 ? 0 : logarithms.getMeanErrorAt(Score.CONFIDENCE);
        return new Ratio(Math.exp(middle), Math.exp(middle - spread), Math.exp(middle + spread));
    }
}
