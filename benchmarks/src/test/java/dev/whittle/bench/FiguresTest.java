package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.bench.Score.Sample;
import dev.whittle.bench.Target.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Means, intervals and verdicts, from numbers worked out by hand. */
class FiguresTest {
    static Score score(double mean, double error, double bytes) {
        return new Score(mean, error, List.of(mean), mean, bytes);
    }

    static Cell cell(String subject, Mode mode, Score reference, Score whittled) {
        return new Cell(subject, "", mode, 17, true, reference, whittled);
    }

    private static Target.Verdict verdict(double bound, double reference, double whittled, double error) {
        Target target = new Target("claim", "s", "", Mode.C2, Measure.RATIO, bound);
        return target.judge(cell("s", Mode.C2, score(reference, error, 0), score(whittled, 0, 0)));
    }

    @Test
    void aScoreHasStudentsIntervalOfItsIterations() {
        Score score = Score.of(
                List.of(List.of(new Sample(10, 20, 1), new Sample(12, 21, 3)), List.of(new Sample(14, 25, 5))));
        assertThat(score.mean()).isEqualTo(12.0);
        // Standard deviation 2, three samples, t(0.975, 2) = 4.30265.
        assertThat(score.error()).isCloseTo(4.30265 * 2 / Math.sqrt(3), within(1e-4));
        assertThat(score.rounds()).containsExactly(11.0, 14.0);
        assertThat(score.wall()).isEqualTo(22.0);
        assertThat(score.allocated()).isEqualTo(3.0);
    }

    @Test
    void fromThreeRoundsOnTheRatioIsThatOfTheRounds() {
        Score reference = new Score(1, 9, List.of(20.0, 40.0, 80.0), 1, 0);
        Score measured = new Score(1, 9, List.of(10.0, 10.0, 10.0), 1, 0);
        Ratio ratio = Ratio.of(reference, measured);
        // Ratios 2, 4 and 8; their logarithms have the standard deviation ln 2.
        assertThat(ratio.value()).isCloseTo(4, within(1e-12));
        double spread = 4.30265 * Math.log(2) / Math.sqrt(3);
        assertThat(ratio.low()).isCloseTo(4 * Math.exp(-spread), within(1e-4));
        assertThat(ratio.high()).isCloseTo(4 * Math.exp(spread), within(1e-3));
    }

    @Test
    void theRatioIsOfTheReferenceToTheWhittled() {
        Ratio ratio = Ratio.of(score(100, 3, 0), score(50, 2, 0));
        assertThat(ratio.value()).isEqualTo(2.0);
        // Relative errors 0.03 and 0.04: their root of squares is 0.05.
        assertThat(ratio.low()).isCloseTo(2 * Math.exp(-0.05), within(1e-12));
        assertThat(ratio.high()).isCloseTo(2 * Math.exp(0.05), within(1e-12));
    }

    @Test
    void withoutErrorsTheIntervalIsAPoint() {
        assertThat(Ratio.of(score(30, 0, 0), score(60, 0, 0))).isEqualTo(new Ratio(0.5, 0.5, 0.5));
    }

    @Test
    void theVerdictIsComputedFromTheFigure() {
        assertThat(verdict(2, 201, 100, 0).text()).isEqualTo("holds");
        assertThat(verdict(2, 200, 100, 0).text()).isEqualTo("holds");
        assertThat(verdict(2, 199, 100, 0).text()).isEqualTo("falls short");
    }

    @Test
    void aBoundInsideTheIntervalIsSaid() {
        assertThat(verdict(2, 201, 100, 5).text()).isEqualTo("holds (within the error)");
        assertThat(verdict(2, 199, 100, 5).text()).isEqualTo("falls short (within the error)");
        assertThat(verdict(2, 220, 100, 5).text()).isEqualTo("holds");
    }

    @Test
    void bytesAreThoseOfTheWhittledProgram() {
        Target target = new Target("claim", "s", "", Mode.C2, Measure.BYTES, 0.5);
        assertThat(target.judge(cell("s", Mode.C2, score(1, 0, 32), score(1, 0, 0.004)))
                        .text())
                .isEqualTo("holds");
        assertThat(target.judge(cell("s", Mode.C2, score(1, 0, 0), score(1, 0, 32)))
                        .text())
                .isEqualTo("falls short");
    }

    @Test
    void aGuardMayCostItsPercentAndNoMore() {
        Target target = Target.all().stream()
                .filter(t -> t.subject().equals("guard") && t.mode() == Mode.C2)
                .findFirst()
                .orElseThrow();
        assertThat(target.judge(cell("guard", Mode.C2, score(100, 0, 0), score(101.9, 0, 0)))
                        .holds())
                .isTrue();
        assertThat(target.judge(cell("guard", Mode.C2, score(100, 0, 0), score(102.1, 0, 0)))
                        .holds())
                .isFalse();
    }

    @Test
    void eachTargetIsAboutSomethingThatIsMeasured() {
        for (Target target : Target.all()) {
            assertThat(Subjects.all())
                    .as(target.claim())
                    .anyMatch(s -> s.name().equals(target.subject())
                            && s.cases().stream()
                                    .anyMatch(c -> c.name().equals(target.part())
                                            && c.modes().contains(target.mode())));
        }
    }
}
