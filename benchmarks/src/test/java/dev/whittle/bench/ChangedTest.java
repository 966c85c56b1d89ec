package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bench.subject.change.Channels;
import dev.whittle.demo.nic.ChangeWork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the changed workload is, and how its figures are made. */
class ChangedTest {
    @ParameterizedTest
    @ValueSource(classes = {ChangeWork.Exchange.class, ChangeWork.Mixed.class, Channels.class})
    void theOriginalIsRightBeforeAndAfterTheChange(Class<?> type) throws ReflectiveOperationException {
        Object work = type.getConstructor().newInstance();
        for (int i = 0; i < 50; i++) {
            assertThat(((LongSupplier) work).getAsLong()).isZero();
        }
        ((Runnable) work).run();
        for (int i = 0; i < 50; i++) {
            assertThat(((LongSupplier) work).getAsLong()).isZero();
        }
    }

    @Test
    void onlyWhatTheProgramsMethodsWentThroughAfterTheChangeIsCounted() {
        List<String> log = List.of(
                "[999000000ns]  410       4       dev.whittle.demo.nic.RxRing::poll (70 bytes)",
                "[1000000001ns]  411       4       dev.whittle.demo.nic.RxRing::poll (70 bytes)",
                "[1000000002ns]  412 %  b  3       dev.whittle.demo.nic.RxRing::poll @ 5 (70 bytes)",
                "[1000000003ns]  413       3       dev.whittle.bench.subject.change.Channel$whittle$1::code (70 bytes)",
                "[1000000004ns]  414       4       dev.whittle.bench.ChangeRun::load (70 bytes)",
                "[1000000005ns]  415       4       java.util.Arrays::fill (70 bytes)",
                "[1000000006ns]  410       4       dev.whittle.demo.nic.RxRing::poll (70 bytes)   made not entrant",
                "[1000000007ns]  412       3       dev.whittle.demo.nic.RxRing::poll (70 bytes)   made not entrant: not used",
                "[1000000008ns]  410  s!   4       dev.whittle.demo.nic.RxRing::poll (70 bytes)   made zombie");
        assertThat(ChangeSeries.compiled(log, 1000)).containsExactly(3, 1);
    }

    @Test
    void whatARunSaidIsRead() throws java.io.IOException {
        Path log = java.nio.file.Files.createTempFile("compilers", ".log");
        ChangeSeries series = ChangeSeries.read(
                "wrong 2\nuptime 5\nbegan 1\ntook 7\noperations 100 50\nprocessor 50000000 0\nlongest 3 4\nloads 5\nbroken 6\n",
                log);
        assertThat(series.wrong()).isEqualTo(2);
        assertThat(series.broken()).isEqualTo(6);
        assertThat(series.rates()).containsExactly(2000, 0);
        java.nio.file.Files.delete(log);
    }

    @Test
    void itIsBackWhenNoHalfSecondIsBelowTheBarAnyMore() {
        double[] ratios = new double[100];
        Arrays.fill(ratios, 1);
        assertThat(ChangeOutcome.back(ratios, 20)).isZero();
        Arrays.fill(ratios, 20, 40, 0.1);
        // Nine windows of 1 and one of 0.1 are below the bar; the window after it leaves the stretch free of it.
        assertThat(ChangeOutcome.back(ratios, 20)).isEqualTo(29 * 50);
        Arrays.fill(ratios, 0, 20, 0.1);
        assertThat(ChangeOutcome.back(ratios, 20)).isEqualTo(29 * 50);
        Arrays.fill(ratios, 90, 100, 0.9);
        assertThat(ChangeOutcome.back(ratios, 20)).isEqualTo(-1);
    }

    @Test
    void thePaceIsJudgedByWhatComesTwoSecondsAfterTheChange() {
        double[] slow = rates(0.9);
        double[] quick = rates(0.96);
        assertThat(outcome(slow).isBack()).isFalse();
        assertThat(outcome(quick).isBack()).isTrue();
        assertThat(outcome(quick).ratioBefore()).isEqualTo(1);
    }

    @Test
    void whatIsRecompiledIsJudgedByTheGuardsThatBroke() {
        double[] rates = rates(1);
        ChangeSeries original = new ChangeSeries(0, 0, 0, 1, rates, new long[100], new long[100], 10, 2);
        ChangeSeries whittled = new ChangeSeries(0, 4, 9, 1, rates, new long[100], new long[100], 23, 3);
        Jdk jdk = Jdk.running();
        assertThat(new ChangeOutcome("x", "", jdk, 20, List.of(original), List.of(whittled)).isBounded())
                .isFalse();
        assertThat(new ChangeOutcome("x", "", jdk, 20, List.of(whittled), List.of(whittled)).isBounded())
                .isTrue();
    }

    private static double[] rates(double last) {
        double[] rates = new double[100];
        Arrays.fill(rates, 1);
        Arrays.fill(rates, 20, 60, 0.01);
        Arrays.fill(rates, 60, 100, last);
        return rates;
    }

    private static ChangeOutcome outcome(double[] whittled) {
        long[] none = new long[100];
        Arrays.fill(none, 1);
        ChangeSeries original = new ChangeSeries(0, 0, 0, 1, rates(1), none, none, 0, 0);
        ChangeSeries other = new ChangeSeries(0, 3, 0, 1, whittled, none, none, 0, 0);
        return new ChangeOutcome("x", "", Jdk.running(), 20, List.of(original), List.of(other));
    }
}
