package dev.whittle.bench;

import dev.whittle.bench.StartTimes.Sharing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that {@link StartUp} found so far, and what it says of what has to be shown. */
record StartResults(
        Conditions conditions,
        List<Made> made,
        List<StartTimes> starts,
        List<FirstPackets> packets,
        List<RareEvent> events) {
    /** How many times as fast as the original a start has to be, and how many times as many packets there have to be. */
    static final double TIMES = 3;

    /** A start may take so much of that of the program with one driver. */
    static final double WITHIN = 1.15;

    StartResults {
        made = List.copyOf(made);
        starts = List.copyOf(starts);
        packets = List.copyOf(packets);
        events = List.copyOf(events);
    }

    /** A program and what the tool did to it. */
    record Made(Subject subject, Tool.Whittled jars) {}

    /**
     * Something that has to be shown by a ratio.
     *
     * @param claim for people
     * @param program which shows it
     * @param possible what the program with one driver reaches, or 0 if that says nothing
     * @param processor the same ratio of processor times, of which other programs take nothing; 0 if there is none
     */
    record Judged(
            String claim, String program, int jdk, double bound, Ratio measured, double possible, double processor) {
        Target.Verdict verdict() {
            return Target.Verdict.atLeast(bound, measured);
        }
    }

    static StartResults none(Conditions conditions) {
        return new StartResults(conditions, List.of(), List.of(), List.of(), List.of());
    }

    StartResults with(Made more) {
        return new StartResults(conditions.ended(), and(made, more), starts, packets, events);
    }

    StartResults with(StartTimes more) {
        return new StartResults(conditions.ended(), made, and(starts, more), packets, events);
    }

    StartResults with(FirstPackets more) {
        return new StartResults(conditions.ended(), made, starts, and(packets, more), events);
    }

    StartResults with(RareEvent more) {
        return new StartResults(conditions.ended(), made, starts, packets, and(events, more));
    }

    private static <T> List<T> and(List<T> before, T more) {
        List<T> all = new ArrayList<>(before);
        all.add(more);
        return all;
    }

    /** The starts and first packets, in the order in which they have to be shown. */
    List<Judged> judged() {
        List<Judged> all = new ArrayList<>();
        for (Sharing sharing : Sharing.values()) {
            starts.stream().filter(t -> t.sharing() == sharing).forEach(t -> judge(all, t));
        }
        for (FirstPackets first : packets) {
            String claim = "packets in the first " + FirstPackets.MILLIS + " ms of `main`: at least 3 times as many";
            all.add(new Judged(claim, first.program(), first.jdk().feature(), TIMES, first.times(), 0, 0));
        }
        return all;
    }

    private static void judge(List<Judged> all, StartTimes t) {
        String program = t.kind().name().toLowerCase(Locale.ROOT);
        int jdk = t.jdk().feature();
        String how = t.sharing().title();
        if (t.sharing() == Sharing.ARCHIVE) {
            String claim = "start with " + how + ": never slower than the original with the same";
            all.add(new Judged(
                    claim, program, jdk, 1, t.timesOriginal(), 0, t.original().over(t.whittled())));
            return;
        }
        double possible = t.mostPossible().value();
        String claim = "start with " + how + ": at least 3 times as fast as the original";
        all.add(new Judged(
                claim,
                program,
                jdk,
                TIMES,
                t.timesOriginal(),
                possible,
                t.original().over(t.whittled())));
        String within = "start with " + how + ": within 15 % of the program that only has the one";
        all.add(new Judged(
                within, program, jdk, 1 / WITHIN, t.timesOnly(), 0, t.only().over(t.whittled())));
    }

    void write(Path folder) {
        try {
            Files.writeString(folder.resolve("start-up.json"), StartJson.text(this));
            Files.writeString(folder.resolve("start-up.md"), StartPage.text(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
