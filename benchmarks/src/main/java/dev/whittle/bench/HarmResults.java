package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * All that a run of the suite of libraries found, and the files that it goes into.
 *
 * @param settings what transform was told; none means as it is by default
 */
record HarmResults(Conditions conditions, List<String> settings, List<HarmOutcome> outcomes) {
    static final String NAME = "no-harm";
    /** So many workloads have to be measured for the claim. */
    static final int ENOUGH = 30;

    HarmResults {
        settings = List.copyOf(settings);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * A geometric mean of ratios.
     *
     * @param count of how many
     * @param value the mean
     * @param error half of its interval as a share, from the halves of theirs added up as squares
     */
    record Mean(int count, double value, double error) {
        static Mean of(List<Ratio> ratios) {
            double sum = 0;
            double squares = 0;
            for (Ratio ratio : ratios) {
                sum += Math.log(ratio.value());
                double half = Math.log(ratio.high() / ratio.low()) / 2;
                squares += half * half;
            }
            int count = ratios.size();
            return new Mean(count, Math.exp(sum / count), Math.sqrt(squares) / count);
        }
    }

    List<Cell> cells(int jdk, Predicate<HarmOutcome> which) {
        return outcomes.stream()
                .filter(which)
                .flatMap(o -> o.cells().stream())
                .filter(c -> c.jdk() == jdk)
                .toList();
    }

    Mean mean(int jdk, Predicate<HarmOutcome> which) {
        return Mean.of(cells(jdk, which).stream().map(Cell::ratio).toList());
    }

    List<Cell> harmed(int jdk) {
        return cells(jdk, o -> true).stream().filter(Cell::harm).toList();
    }

    List<HarmOutcome> failed() {
        return outcomes.stream().filter(o -> !o.failure().isEmpty()).toList();
    }

    /** Whether enough was measured, nothing was harmed, nothing failed, and the mean is 1 or more. */
    boolean holds(int jdk) {
        Mean mean = mean(jdk, o -> true);
        return mean.count >= ENOUGH && failed().isEmpty() && harmed(jdk).isEmpty() && mean.value >= 1;
    }

    void write(Path folder) {
        try {
            Files.writeString(folder.resolve(NAME + ".json"), HarmJson.text(this));
            Files.writeString(folder.resolve(NAME + ".md"), HarmPage.text(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
