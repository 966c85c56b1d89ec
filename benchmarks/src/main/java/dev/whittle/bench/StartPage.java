package dev.whittle.bench;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@link StartUp} found, for people, in Markdown. Each verdict is computed from the figures beside it. */
final class StartPage {
    private static final String[] EVENTS = {
        RareEvent.USUAL, RareEvent.FIRST, RareEvent.NEXT, RareEvent.SECOND, RareEvent.ANOTHER
    };

    /** A larger ratio is one to next to nothing, and no figure. */
    private static final double MUCH = 1000;

    private StartPage() {}

    static String text(StartResults results) {
        StringBuilder page = new StringBuilder("# Start-up\n\n");
        page.append("Made by `./benchmark start-up`; written by that program, not by hand. ")
                .append("[The figures](start-up.json), and how they are made: [README](../README.md#start-up).\n\n");
        ResultsPage.conditions(page, results.conditions());
        judged(page, results);
        verdicts(page, results);
        starts(page, results);
        packets(page, results);
        events(page, results);
        tool(page, results);
        return page.toString();
    }

    private static void judged(StringBuilder page, StartResults results) {
        page.append("## What has to be shown\n\n");
        page.append(
                "The verdicts are by the clock; processor time, of which other programs take nothing, stands beside it.\n\n");
        page.append("| claim | program | JDK | target | measured (95 % interval) | by processor time | verdict |\n")
                .append("|---|---|---|---|---|---|---|\n");
        for (StartResults.Judged judged : results.judged()) {
            boolean beyond = !judged.verdict().holds() && judged.possible() > 0 && judged.possible() < judged.bound();
            page.append(ResultsPage.line(
                    "| %s | %s | %d | %.2f | %s | %s | %s%s |%n",
                    judged.claim(),
                    judged.program(),
                    judged.jdk(),
                    judged.bound(),
                    ratio(judged.measured()),
                    judged.processor() == 0 ? "" : ResultsPage.line("%.2f", judged.processor()),
                    judged.verdict().text(),
                    beyond
                            ? ResultsPage.line(
                                    "; the program with one driver is itself %.2f times as fast", judged.possible())
                            : ""));
        }
        page.append('\n');
    }

    private static void verdicts(StringBuilder page, StartResults results) {
        page.append(
                "| claim | program | JDK | original, µs (half, 90 %, worst) | whittled, µs | whittled over original | verdict |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        for (RareEvent event : results.events()) {
            page.append(ResultsPage.line(
                    "| the first rare event of a warm process stalls no longer than the original's | %s | %d | %s | %s | %s, %s, %s |"
                            + " %s |%n",
                    event.program(),
                    event.jdk().feature(),
                    percentiles(event.original()),
                    percentiles(event.whittled()),
                    times(1 / event.ratio(50)),
                    times(1 / event.ratio(90)),
                    times(1 / event.ratio(100)),
                    verdict(event.stallsNoLonger())));
        }
        for (RareEvent event : results.events()) {
            page.append(ResultsPage.line(
                    "| what `invokedynamic` costs once is paid before: the first rare event takes at most 1.5 times the first of another"
                            + " kind after it | %s | %d | | %.0f, then %.0f | | %s |%n",
                    event.program(),
                    event.jdk().feature(),
                    RareEvent.of(event.whittled(), RareEvent.FIRST).median(),
                    RareEvent.of(event.whittled(), RareEvent.ANOTHER).median(),
                    verdict(event.isPaidBefore())));
        }
        page.append('\n');
    }

    private static String times(double ratio) {
        return ResultsPage.line(ratio < 10 ? "%.2f" : "%.0f", ratio);
    }

    private static String verdict(boolean holds) {
        return holds ? "holds" : "falls short";
    }

    private static String percentiles(Map<String, Samples> all) {
        Samples first = RareEvent.of(all, RareEvent.FIRST);
        return ResultsPage.line("%.0f, %.0f, %.0f", first.median(), first.percentile(90), first.most());
    }

    private static String ratio(Ratio ratio) {
        if (ratio.value() > MUCH) {
            return ResultsPage.line("more than %.0f", MUCH);
        }
        return ResultsPage.line("%.2f (%.2f to %.2f)", ratio.value(), ratio.low(), ratio.high());
    }

    private static void starts(StringBuilder page, StartResults results) {
        page.append("## Starts\n\n");
        page.append(
                        "Milliseconds on the clock from before the process is started until after it has ended: median (least to most);"
                                + " and processor time of all threads, the mean.\n\n")
                .append(
                        "| registry | JDK | sharing | original | whittled | only one | whittled over only one | processor time |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        for (StartTimes times : results.starts()) {
            page.append(ResultsPage.line(
                    "| %s | %d | %s | %s | %s | %s | %.2f | %.0f, %.0f, %.0f |%n",
                    times.kind().name().toLowerCase(Locale.ROOT),
                    times.jdk().feature(),
                    times.sharing().title(),
                    millis(times.original()),
                    millis(times.whittled()),
                    millis(times.only()),
                    1 / times.timesOnly().value(),
                    times.original().processor(),
                    times.whittled().processor(),
                    times.only().processor()));
        }
        page.append("\nWhat is loaded, and the jar: original, whittled, only one.\n\n")
                .append("| registry | JDK | sharing | classes | of them from an archive | drivers | jar, KB |\n")
                .append("|---|---|---|---|---|---|---|\n");
        for (StartTimes t : results.starts()) {
            page.append(ResultsPage.line(
                    "| %s | %d | %s | %d, %d, %d | %d, %d, %d | %d, %d, %d | %d, %d, %d |%n",
                    t.kind().name().toLowerCase(Locale.ROOT),
                    t.jdk().feature(),
                    t.sharing().title(),
                    t.original().classes(),
                    t.whittled().classes(),
                    t.only().classes(),
                    t.original().archived(),
                    t.whittled().archived(),
                    t.only().archived(),
                    t.original().drivers(),
                    t.whittled().drivers(),
                    t.only().drivers(),
                    t.original().jar() / 1000,
                    t.whittled().jar() / 1000,
                    t.only().jar() / 1000));
        }
        page.append('\n');
    }

    private static String millis(StartTimes.Variant variant) {
        return span(variant.millis(), 0);
    }

    private static String span(Samples samples, int digits) {
        String format = "%." + digits + "f";
        return ResultsPage.line(
                format + " (" + format + " to " + format + ")",
                samples.median(),
                samples.percentile(0),
                samples.most());
    }

    private static void packets(StringBuilder page, StartResults results) {
        page.append("## First packets\n\n");
        page.append(ResultsPage.line(
                "Packets in the first %d ms after `main` began, and milliseconds until the first %d were handled: median (least to most).%n%n",
                FirstPackets.MILLIS, FirstRun.BATCH));
        page.append("| program | JDK | original | whittled | ratio | original ready | whittled ready |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        for (FirstPackets packets : results.packets()) {
            page.append(ResultsPage.line(
                    "| %s: %s | %d | %s | %s | %s | %s | %s |%n",
                    packets.program(),
                    packets.about(),
                    packets.jdk().feature(),
                    span(packets.original(), 0),
                    span(packets.whittled(), 0),
                    ratio(packets.times()),
                    span(packets.originalReady(), 1),
                    span(packets.whittledReady(), 1)));
        }
        page.append('\n');
    }

    private static void events(StringBuilder page, StartResults results) {
        page.append("## Rare events\n\n");
        page.append(
                "Microseconds for an operation of 32 packets: half of the JVMs, 90 %, the worst. `usual` has nothing rare, `first` the first"
                        + " rare packet of the process, `next` comes right after it with nothing rare, `second` is rare in the same way again,"
                        + " `another` is the first of another kind. Rehearsed programs run with `-Dwhittle.rehearse=true`, resident"
                        + " ones hold their cold code as classes (`--store resident`).\n\n");
        page.append("| program | JDK | event | original | whittled |\n|---|---|---|---|---|\n");
        for (RareEvent event : results.events()) {
            for (String what : EVENTS) {
                page.append(ResultsPage.line(
                        "| %s | %d | %s | %s | %s |%n",
                        event.program(),
                        event.jdk().feature(),
                        what,
                        micros(RareEvent.of(event.original(), what)),
                        micros(RareEvent.of(event.whittled(), what))));
            }
        }
        page.append("\nClasses that are loaded during the first rare event, and fragments after all of them.\n\n")
                .append(
                        "| program | JDK | original | whittled | of these the JDK's for `invokedynamic` | for Flight Recorder | fragments |\n")
                .append("|---|---|---|---|---|---|---|\n");
        for (RareEvent event : results.events()) {
            page.append(ResultsPage.line(
                    "| %s | %d | %d | %d | %d | %d | %d |%n",
                    event.program(),
                    event.jdk().feature(),
                    event.classes().original(),
                    event.classes().whittled(),
                    event.classes().linkage(),
                    event.classes().recorder(),
                    event.fragments()));
        }
        page.append('\n');
    }

    private static String micros(Samples samples) {
        return ResultsPage.line("%.1f, %.1f, %.1f", samples.median(), samples.percentile(90), samples.most());
    }

    private static void tool(StringBuilder page, StartResults results) {
        page.append("## What the tool did\n\n");
        page.append("| program | what it is | proved | put back | kept, because |\n|---|---|---|---|---|\n");
        for (StartResults.Made made : results.made()) {
            String kept = made.jars().kept().entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(4)
                    .map(e -> e.getValue() + " × " + e.getKey().replace("|", "\\|"))
                    .collect(Collectors.joining("; "));
            page.append(ResultsPage.line(
                    "| %s | %s | %d | %d | %s |%n",
                    made.subject().name(),
                    made.subject().about(),
                    made.jars().proved(),
                    made.jars().reverted(),
                    kept));
        }
    }
}
