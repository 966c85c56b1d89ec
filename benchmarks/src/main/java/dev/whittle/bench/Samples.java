package dev.whittle.bench;

import java.util.List;

/** What was measured in rounds, in their order: one value or more. */
record Samples(List<Double> values) {
    Samples {
        values = List.copyOf(values);
    }

    double median() {
        return percentile(50);
    }

    /** By the nearest rank, so that it is one of the values; the median of an even number of values is the mean of two. */
    double percentile(int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        if (percent == 50 && sorted.size() % 2 == 0) {
            return (sorted.get(half - 1) + sorted.get(half)) / 2;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    double mean() {
        return values.stream().mapToDouble(v -> v).average().orElse(0);
    }

    double most() {
        return percentile(100);
    }
}
