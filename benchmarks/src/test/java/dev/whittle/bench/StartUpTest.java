package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.whittle.bench.FirstMeasurement.Statuses;
import dev.whittle.bench.RegistryMaker.Kind;
import dev.whittle.bench.StartTimes.Sharing;
import dev.whittle.bench.subject.start.Start;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What start-up is measured with, and how its figures are judged. */
class StartUpTest {
    private static final int FEW = 4;
    /** So many that the cases of a switch over them are more than an exit costs. */
    private static final int MANY = 60;

    @TempDir
    Path folder;

    @Test
    void driversAreOfTheSizeOfDrivers() {
        assertThat(IntStream.range(0, 300).map(i -> DriverMaker.make(i).length).boxed())
                .allMatch(size -> size >= 5_000 && size <= 15_000);
        assertThat(DriverMaker.make(5)).isEqualTo(DriverMaker.make(5)).isNotEqualTo(DriverMaker.make(6));
    }

    @Test
    void theDeviceThatIsThereHasADriver() {
        assertThat(DriverMaker.device(StartPrograms.USED)).isEqualTo(Start.DEVICE);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theProgramWithOneDriverDoesTheSame(Kind kind) {
        Path all = folder.resolve("all.jar");
        SubjectJar.write(StartPrograms.start(kind, FEW), all);
        StartTimes.Jars jars = new StartTimes.Jars(all, all, StartPrograms.only(kind, folder));
        StartTimes times = StartTimes.measure(kind, jars, Jdk.running(), Sharing.OFF, 1, folder);
        // Either way the JVM loads them all: to make them, or to verify what may be returned.
        assertThat(times.original().drivers()).isEqualTo(FEW);
        assertThat(times.only().drivers()).isEqualTo(1);
        assertThat(times.original().archived()).isZero();
        assertThat(times.only().jar()).isLessThan(times.original().jar());
        assertThat(times.timesOriginal().value()).isPositive();
    }

    @Test
    void aWhittledSwitchLoadsWhatItNeedsAndGivesTheSame() {
        Subject subject = StartPrograms.packets(Kind.MATCH, MANY);
        Tool.Whittled made = Tool.find().whittle(subject, folder);
        assertThat(made.reverted()).isZero();
        StartTimes.Jars jars = new StartTimes.Jars(made.original(), made.whittled(), made.original());
        StartTimes times = StartTimes.measure(Kind.MATCH, jars, Jdk.running(), Sharing.ARCHIVE, 1, folder);
        assertThat(times.original().archived()).isPositive();
        assertThat(times.whittled().drivers()).isEqualTo(1);

        FirstMeasurement measurement = new FirstMeasurement(1, 20, folder);
        FirstPackets packets = measurement.packets(subject, made, Jdk.running());
        assertThat(packets.whittled().median() % FirstRun.BATCH).isZero();
        assertThat(packets.whittledReady().median()).isPositive();
        Statuses statuses = new Statuses(Start.GOOD, DriverMaker.BROKEN, DriverMaker.OVERRUN);
        RareEvent rare = measurement.rare(subject, made, Jdk.running(), statuses, false);
        assertThat(rare.classes().original()).isZero();
        assertThat(rare.classes().whittled()).isPositive();
        // Two fragments came back, or the two events are not of two kinds.
        assertThat(rare.fragments()).isEqualTo(2);
        RareEvent rehearsed = measurement.rare(subject, made, Jdk.running(), statuses, true);
        assertThat(rehearsed.program()).endsWith("rehearsed");
        assertThat(rehearsed.fragments()).isEqualTo(2);
        assertThat(rehearsed.classes().whittled()).isBetween(1L, rare.classes().whittled() / 2);
        Subject apart = subject.resident();
        Tool.Whittled resident = Tool.find().whittle(apart, folder);
        assertThat(resident.proved()).isEqualTo(made.proved());
        RareEvent among = measurement.rare(apart, resident, Jdk.running(), statuses, false);
        assertThat(among.fragments()).isZero();
        assertThat(among.classes().linkage()).isZero();
        assertThat(among.classes().whittled()).isPositive();
    }

    @Test
    void anotherResultEndsIt() {
        assertThatThrownBy(() -> StartTimes.requireEqual("a.jar", "7\n", "8\n"))
                .isInstanceOfSatisfying(
                        BenchException.class, e -> assertThat(e.exitCode()).isEqualTo(1))
                .hasMessage("a.jar gives another result than the original, 8 instead of 7.");
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        Samples ten =
                new Samples(IntStream.rangeClosed(1, 10).mapToObj(i -> 11.0 - i).toList());
        assertThat(ten.percentile(90)).isEqualTo(9);
        assertThat(ten.most()).isEqualTo(10);
        assertThat(ten.percentile(0)).isEqualTo(1);
        assertThat(ten.median()).isEqualTo(5.5);
        assertThat(new Samples(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
        assertThat(new Samples(List.of(3.0)).percentile(90)).isEqualTo(3);
    }

    @Test
    void aStartIsJudgedByTheOriginalAndByTheProgramWithOneDriver() {
        StartResults results = results(List.of(90.0, 99.0), List.of(30.0, 31.0), List.of(25.0, 30.0));
        assertThat(results.judged()).extracting(j -> j.verdict().holds()).containsExactly(true, true);
        results = results(List.of(90.0, 99.0), List.of(40.0, 41.0), List.of(35.0, 34.0));
        assertThat(results.judged()).extracting(j -> j.verdict().holds()).containsExactly(false, false);
        assertThat(StartPage.text(results))
                .contains("falls short; the program with one driver is itself 2.74 times as fast");
        assertThat(StartJson.text(results)).contains("\"holds\" : false");
    }

    @Test
    void aProgramThatWasNotReadyHasDoneOneOperation() {
        Samples none = new Samples(List.of(0.0, 0.0));
        Samples some = new Samples(List.of(96.0, 96.0));
        FirstPackets packets = new FirstPackets("x", "", Jdk.running(), none, some, none, none);
        assertThat(packets.times().value()).isCloseTo(3, offset(1e-9));
    }

    @Test
    void aRareEventIsJudgedByHalfAndNineTenthsOfTheJvms() {
        assertThat(event(List.of(5.0, 5.0, 5.0), List.of(4.0, 4.0, 5.0)).stallsNoLonger())
                .isTrue();
        assertThat(event(List.of(5.0, 5.0, 5.0), List.of(4.0, 4.0, 6.0)).stallsNoLonger())
                .isFalse();
        assertThat(event(List.of(5.0), List.of(15.0)).isPaidBefore()).isTrue();
        assertThat(event(List.of(5.0), List.of(16.0)).isPaidBefore()).isFalse();
    }

    private static RareEvent event(List<Double> original, List<Double> whittled) {
        return new RareEvent(
                "x", "", Jdk.running(), all(original), all(whittled), new RareEvent.Classes(0, 0, 0, 0), 2);
    }

    private static Map<String, Samples> all(List<Double> first) {
        Map<String, Samples> all = new HashMap<>();
        all.put(RareEvent.FIRST, new Samples(first));
        all.put(RareEvent.ANOTHER, new Samples(List.of(10.0)));
        return all;
    }

    private static StartResults results(List<Double> original, List<Double> whittled, List<Double> only) {
        Jdk jdk = Jdk.running();
        return StartResults.none(Conditions.now(List.of(jdk), true))
                .with(new StartTimes(
                        Kind.MATCH, jdk, Sharing.OFF, variant(original), variant(whittled), variant(only)));
    }

    private static StartTimes.Variant variant(List<Double> millis) {
        return new StartTimes.Variant(new Samples(millis), 80, 500, 400, 1, 10_000);
    }
}
