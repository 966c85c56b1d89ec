package dev.whittle.bench;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * What the iterations of one variant came to.
 *
 * @param mean nanoseconds of processor time an operation
 * @param error half of the 95 % confidence interval of the mean, by Student's t over all iterations
 * @param rounds the mean of each round, that is of each JVM
 * @param wall mean nanoseconds on the clock an operation, which grow while other programs run
 * @param allocated bytes an operation that were allocated
 */
record Score(double mean, double error, List<Double> rounds, double wall, double allocated) {
    static final double CONFIDENCE = 0.95;

    Score {
        rounds = List.copyOf(rounds);
    }

    /**
     * What one iteration measured.
     *
     * @param time nanoseconds of processor time an operation, greater than 0
     * @param wall nanoseconds on the clock an operation
     * @param bytes bytes an operation
     */
    record Sample(double time, double wall, double bytes) {}

    /** @param rounds the iterations of each round; two iterations or more in all */
    static Score of(List<List<Sample>> rounds) {
        ListStatistics all = new ListStatistics();
        rounds.forEach(r -> r.forEach(s -> all.addValue(s.time)));
        return new Score(
                all.getMean(),
                all.getMeanErrorAt(CONFIDENCE),
                rounds.stream().map(r -> average(r, Sample::time)).toList(),
                average(rounds.stream().flatMap(List::stream).toList(), Sample::wall),
                average(rounds.stream().flatMap(List::stream).toList(), Sample::bytes));
    }

    private static double average(List<Sample> samples, java.util.function.ToDoubleFunction<Sample> what) {
        return samples.stream().mapToDouble(what).average().orElse(Double.NaN);
    }
}
