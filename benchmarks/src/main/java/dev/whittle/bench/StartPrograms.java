package dev.whittle.bench;

import dev.whittle.bench.RegistryMaker.Kind;
import dev.whittle.bench.subject.start.Packets;
import dev.whittle.bench.subject.start.Start;
import dev.whittle.demo.nic.RareWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The programs whose start is measured. Stateless. */
final class StartPrograms {
    /** The driver whose device is there. */
    static final int USED = 137;

    private static final String PREFIX = "dev/whittle/bench/subject/start/";

    private StartPrograms() {}

    /** The program that is recorded as it starts, with one packet. */
    static Subject start(Kind kind, int drivers) {
        return subject("start-" + lower(kind), kind.about(), Start.class, RegistryMaker.make(kind, numbers(drivers)));
    }

    /** The same, recorded with many packets. */
    static Subject packets(Kind kind, int drivers) {
        return subject(
                "packets-" + lower(kind), kind.about(), Packets.class, RegistryMaker.make(kind, numbers(drivers)));
    }

    /** The demo driver's receive path. */
    static Subject receiving() {
        return new Subject(
                "packets-rx",
                "the demo driver's receive path, headers only",
                RareWork.class.getName(),
                List.of("dev/whittle/demo/"),
                Map.of(),
                List.of(),
                List.of());
    }

    /** The program that has the one driver only: no tool had to do with it. */
    static Path only(Kind kind, Path folder) {
        Subject subject =
                subject("only-" + lower(kind), "the one driver", Start.class, RegistryMaker.make(kind, List.of(USED)));
        Path jar = folder.resolve(subject.name() + ".jar");
        SubjectJar.write(subject, jar);
        return jar;
    }

    /** The one that is used, and the others around it. */
    private static List<Integer> numbers(int drivers) {
        int first = Math.max(0, USED + 1 - drivers);
        return IntStream.range(first, first + drivers).boxed().toList();
    }

    private static Subject subject(String name, String about, Class<?> main, Map<String, byte[]> made) {
        return new Subject(name, about, main.getName(), List.of(PREFIX), made, List.of(), List.of());
    }

    private static String lower(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
