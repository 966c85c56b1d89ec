package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What the suite of libraries says follows from its figures. */
class HarmResultsTest {
    private static final Jdk JDK = new Jdk(17, "17.0.15", Path.of("jdk"));
    private static final Conditions CONDITIONS =
            new Conditions(Instant.parse("2026-01-02T03:04:05Z"), 12, List.of(JDK), "a machine", 0.1, 1.1, false);

    private static HarmOutcome outcome(String name, int inPlace, double... ratios) {
        Workload workload = new Workload(name, "library", "a.Type", "does something");
        LibraryBuild build =
                new LibraryBuild(Path.of("a.jar"), Path.of("b.jar"), List.of(), inPlace, 1, 2, Map.of("a reason", 3));
        Score original = new Score(
                1000, 1, DoubleStream.of(ratios).map(r -> 1000).boxed().toList(), 1000, 0);
        Score whittled = new Score(
                1000, 1, DoubleStream.of(ratios).map(r -> 1000 / r).boxed().toList(), 1000, 0);
        Cell cell = new Cell(name, "", Mode.C2, 17, true, original, whittled);
        return new HarmOutcome(workload, "library-1.0", build, List.of(cell), "", 0);
    }

    private static HarmResults results(HarmOutcome... outcomes) {
        return new HarmResults(CONDITIONS, List.of(), List.of(outcomes));
    }

    private static HarmResults many(int count, HarmOutcome... besides) {
        List<HarmOutcome> all = new ArrayList<>(List.of(besides));
        for (int i = 0; i < count; i++) {
            all.add(outcome("fine-" + i, 1, 1.01, 1.02, 1.03));
        }
        return results(all.toArray(HarmOutcome[]::new));
    }

    @Test
    void harmIsSlowerThanAllowedBeyondTheError() {
        HarmResults results = results(
                outcome("slow", 1, 0.90, 0.91, 0.92),
                outcome("noisy", 1, 0.80, 0.95, 1.10),
                outcome("a little slow", 1, 0.985, 0.986, 0.987));
        assertThat(results.harmed(17)).extracting(Cell::subject).containsExactly("slow");
        assertThat(HarmPage.text(results))
                .contains("1: slow | falls short")
                .contains("Below 0.98 too, with intervals that reach 1: noisy.");
    }

    @Test
    void itHoldsWithEnoughWorkloadsOfWhichNoneIsHarmedAndNoneFailed() {
        assertThat(many(30).holds(17)).isTrue();
        assertThat(many(29).holds(17)).isFalse();
        assertThat(many(30, outcome("slow", 1, 0.90, 0.91, 0.92)).holds(17)).isFalse();
        HarmOutcome failed = new HarmOutcome(
                new Workload("lost", "library", "a.Type", "nothing"), "library-1.0", null, List.of(), "It broke.", 3);
        assertThat(many(30, failed).holds(17)).isFalse();
        assertThat(HarmPage.text(many(30, failed))).contains("**lost failed**: It broke.");
    }

    @Test
    void aMeanBelowOneFallsShortThoughNothingIsHarmed() {
        HarmOutcome[] outcomes = new HarmOutcome[30];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = outcome("w" + i, 1, 0.99, 0.991, 0.992);
        }
        assertThat(results(outcomes).harmed(17)).isEmpty();
        assertThat(results(outcomes).holds(17)).isFalse();
    }

    @Test
    void theMeanIsGeometric() {
        HarmResults.Mean mean = HarmResults.Mean.of(List.of(new Ratio(2, 1, 4), new Ratio(0.5, 0.25, 1)));
        assertThat(mean.value()).isEqualTo(1, within(1e-12));
        // Each half interval is ln 2, both together its square root of 2, by two workloads.
        assertThat(mean.error()).isEqualTo(Math.log(2) / Math.sqrt(2), within(1e-12));
    }

    @Test
    void whatWasNotChangedIsCountedByItself() throws Exception {
        HarmResults results = results(outcome("hot", 2, 1.1, 1.1, 1.1), outcome("cold", 0, 1, 1, 1));
        JsonNode summary = new ObjectMapper()
                .readTree(HarmJson.text(results))
                .path("summary")
                .path(0);
        assertThat(summary.path("all").path("count").asInt()).isEqualTo(2);
        assertThat(summary.path("hot").path("geometricMean").asDouble()).isEqualTo(1.1);
        assertThat(summary.path("cold").path("count").asInt()).isEqualTo(1);
        assertThat(summary.path("nothing").path("count").asInt()).isZero();
        assertThat(HarmPage.text(results)).contains("| nothing was changed | 0 |");
    }
}
