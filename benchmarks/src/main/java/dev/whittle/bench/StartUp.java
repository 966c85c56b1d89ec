package dev.whittle.bench;

import dev.whittle.bench.FirstMeasurement.Statuses;
import dev.whittle.bench.RegistryMaker.Kind;
import dev.whittle.bench.StartTimes.Sharing;
import dev.whittle.bench.subject.start.Start;
import dev.whittle.demo.nic.RareWork;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts programs, original and whittled by turns: how long it takes, the first packets, and the first rare event once they are warm. */
@Command(
        name = "start-up",
        mixinStandardHelpOptions = true,
        description = "Measures how whittled programs start, their first packets and their first rare event.")
final class StartUp implements Callable<Integer> {
    private static final int DRIVERS = 300;

    @Mixin
    private SuiteOptions options = new SuiteOptions();

    private final PrintStream console = System.err;

    @Override
    public Integer call() throws Exception {
        List<Jdk> on = options.jdks();
        Tool tool = Tool.find();
        Path results = options.results("start-up");
        Path work = Files.createTempDirectory("start-up-work");
        console.println("working in " + work);
        StartResults found = StartResults.none(Conditions.now(on, options.quick()));
        for (Kind kind : Kind.values()) {
            found = start(kind, found, tool, work, results);
        }
        FirstMeasurement measurement =
                options.quick() ? new FirstMeasurement(3, 500, work) : new FirstMeasurement(15, 3000, work);
        Map<Subject, Statuses> warm = new LinkedHashMap<>();
        warm.put(StartPrograms.receiving(), new Statuses(RareWork.GOOD, RareWork.BAD, RareWork.UNCHECKED));
        warm.put(
                StartPrograms.packets(Kind.MATCH, DRIVERS),
                new Statuses(Start.GOOD, DriverMaker.BROKEN, DriverMaker.OVERRUN));
        for (Map.Entry<Subject, Statuses> program : warm.entrySet()) {
            found = first(program.getKey(), program.getValue(), found, tool, measurement, work, results);
        }
        console.println("wrote " + results.resolve("start-up.json") + " and start-up.md");
        return 0;
    }

    private StartResults start(Kind kind, StartResults before, Tool tool, Path work, Path results) {
        StartResults found = before;
        Subject subject = StartPrograms.start(kind, DRIVERS);
        Tool.Whittled made = whittle(subject, tool, work);
        found = found.with(new StartResults.Made(subject, made));
        StartTimes.Jars jars = new StartTimes.Jars(made.original(), made.whittled(), StartPrograms.only(kind, work));
        for (Jdk jdk : found.conditions().jdks()) {
            for (Sharing sharing : Sharing.values()) {
                StartTimes times = StartTimes.measure(kind, jars, jdk, sharing, options.quick() ? 3 : 25, work);
                say(
                        "%s, JDK %d, %s: %.0f -> %.0f ms, only one %.0f ms; %.2f times, %.2f of only one%n",
                        subject.name(),
                        jdk.feature(),
                        sharing.title(),
                        times.original().millis().median(),
                        times.whittled().millis().median(),
                        times.only().millis().median(),
                        times.timesOriginal().value(),
                        times.timesOnly().value());
                found = found.with(times);
                found.write(results);
            }
        }
        return found;
    }

    private StartResults first(
            Subject subject,
            Statuses statuses,
            StartResults before,
            Tool tool,
            FirstMeasurement measurement,
            Path work,
            Path results) {
        StartResults found = before;
        Tool.Whittled made = whittle(subject, tool, work);
        found = found.with(new StartResults.Made(subject, made));
        Subject apart = subject.resident();
        Tool.Whittled resident = whittle(apart, tool, work);
        found = found.with(new StartResults.Made(apart, resident));
        for (Jdk jdk : found.conditions().jdks()) {
            FirstPackets packets = measurement.packets(subject, made, jdk);
            say(
                    "%s, JDK %d: %.0f -> %.0f packets in the first %d ms, %.2f times%n",
                    subject.name(),
                    jdk.feature(),
                    packets.original().median(),
                    packets.whittled().median(),
                    FirstPackets.MILLIS,
                    packets.times().value());
            found = found.with(packets);
            for (boolean rehearsed : new boolean[] {false, true}) {
                RareEvent rare = measurement.rare(subject, made, jdk, statuses, rehearsed);
                say(rare);
                found = found.with(rare);
            }
            RareEvent among = measurement.rare(apart, resident, jdk, statuses, true);
            say(among);
            found = found.with(among);
            found.write(results);
        }
        return found;
    }

    private Tool.Whittled whittle(Subject subject, Tool tool, Path work) {
        console.println(subject.name() + ": recording and whittling");
        Tool.Whittled made = tool.whittle(subject, work);
        say("%s: %d methods proved, %d put back%n", subject.name(), made.proved(), made.reverted());
        return made;
    }

    private void say(RareEvent rare) {
        say(
                "%s, JDK %d: the first rare event %.0f -> %.0f us, another %.0f -> %.0f us, usually %.1f -> %.1f us%n",
                rare.program(),
                rare.jdk().feature(),
                RareEvent.of(rare.original(), RareEvent.FIRST).median(),
                RareEvent.of(rare.whittled(), RareEvent.FIRST).median(),
                RareEvent.of(rare.original(), RareEvent.ANOTHER).median(),
                RareEvent.of(rare.whittled(), RareEvent.ANOTHER).median(),
                RareEvent.of(rare.original(), RareEvent.USUAL).median(),
                RareEvent.of(rare.whittled(), RareEvent.USUAL).median());
    }

    private void say(String format, Object... values) {
        console.printf(Locale.ROOT, format, values);
    }
}
