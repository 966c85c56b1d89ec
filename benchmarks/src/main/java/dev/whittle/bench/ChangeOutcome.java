package dev.whittle.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Original and whittled in the same change on one JVM, in rounds one after the other.
 *
 * @param name of the scenario
 * @param about one sentence for people
 * @param before windows before the change
 */
record ChangeOutcome(
        String name, String about, Jdk jdk, int before, List<ChangeSeries> original, List<ChangeSeries> whittled) {
    /** The bar that the whittled program has to come back over. */
    static final double BAR = 0.95;
    /** By when, in windows. */
    static final int DUE = 40;
    /** Bound for code thrown away, and for compilations more than the original's, a broken guard. */
    static final double MULTIPLE = 3;

    /** Windows in half a second. */
    private static final int RUN = 10;

    ChangeOutcome {
        original = List.copyOf(original);
        whittled = List.copyOf(whittled);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Whittled over original in each window, medians over the rounds. */
    double[] ratios() {
        double[] above = medians(whittled, ChangeSeries::rates);
        double[] below = medians(original, ChangeSeries::rates);
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> below[i] == 0 ? 1 : above[i] / below[i]);
        return ratios;
    }

    static double[] medians(List<ChangeSeries> rounds, Function<ChangeSeries, double[]> what) {
        double[] result = new double[what.apply(rounds.get(0)).length];
        for (int i = 0; i < result.length; i++) {
            int window = i;
            result[i] = median(
                    rounds.stream().mapToDouble(s -> what.apply(s)[window]).toArray());
        }
        return result;
    }

    /** The ratio of the rates over some windows, for each pair of rounds. */
    private double[] pairs(int from, int to) {
        double[] ratios = new double[original.size()];
        Arrays.setAll(ratios, i -> mean(whittled.get(i), from, to) / mean(original.get(i), from, to));
        return ratios;
    }

    private static double mean(ChangeSeries series, int from, int to) {
        return Arrays.stream(series.rates(), from, to).average().orElse(0);
    }

    /** The ratio in the last two seconds before the change. */
    double ratioBefore() {
        return median(pairs(Math.max(0, before - DUE), before));
    }

    /** The ratio from two seconds after the change on. */
    double ratioAfter() {
        return median(pairsAfter());
    }

    /** The same for each pair of rounds, the lowest first. */
    double[] pairsAfter() {
        double[] pairs = pairs(before + DUE, original.get(0).rates().length);
        Arrays.sort(pairs);
        return pairs;
    }

    /** The same of operations on the clock, so that waiting counts too. */
    double clockAfter() {
        double[] ratios = new double[original.size()];
        Arrays.setAll(ratios, i -> (double) count(whittled.get(i)) / count(original.get(i)));
        return median(ratios);
    }

    private long count(ChangeSeries series) {
        return Arrays.stream(series.counts()).skip(before + (long) DUE).sum();
    }

    /** Milliseconds from the change to the end of the last half second below the bar in its mean; -1 if that is the end of all. */
    long back() {
        return back(ratios(), before);
    }

    static long back(double[] ratios, int before) {
        for (int end = ratios.length; end >= before + RUN; end--) {
            if (Arrays.stream(ratios, end - RUN, end).average().orElse(0) < BAR) {
                return end == ratios.length ? -1 : (end - before) * ChangeRun.WINDOW / 1_000_000;
            }
        }
        return 0;
    }

    /** The longest operation in the two seconds after the change, in ms: the worst of all rounds. */
    double pause(List<ChangeSeries> of) {
        return worst(of, before - 1, Math.min(before + DUE, of.get(0).longest().length));
    }

    /** The same in the second before the change: what the machine does by itself. */
    double pauseBefore(List<ChangeSeries> of) {
        return worst(of, Math.max(0, before - 1 - DUE / 2), before - 1);
    }

    private static double worst(List<ChangeSeries> of, int from, int to) {
        return of.stream()
                        .flatMapToLong(s -> Arrays.stream(s.longest(), from, to))
                        .max()
                        .orElse(0)
                / 1e6;
    }

    static double median(List<ChangeSeries> of, ToLongFunction<ChangeSeries> what) {
        return median(of.stream().mapToDouble(what::applyAsLong).toArray());
    }

    long wrong() {
        return original.stream().mapToLong(ChangeSeries::wrong).sum()
                + whittled.stream().mapToLong(ChangeSeries::wrong).sum();
    }

    boolean isBack() {
        return ratioAfter() >= BAR;
    }

    /** Compilations beyond the original's, a guard that broke. */
    double compilationsMore() {
        double more = median(whittled, ChangeSeries::compilations) - median(original, ChangeSeries::compilations);
        return more / Math.max(1, median(whittled, ChangeSeries::broken));
    }

    /** Code of C2 thrown away beyond the original's, a guard that broke. */
    double discardedMore() {
        double more = median(whittled, ChangeSeries::discarded) - median(original, ChangeSeries::discarded);
        return more / Math.max(1, median(whittled, ChangeSeries::broken));
    }

    boolean isBounded() {
        return compilationsMore() <= MULTIPLE && discardedMore() <= MULTIPLE;
    }
}
