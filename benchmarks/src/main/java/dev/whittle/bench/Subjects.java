package dev.whittle.bench;

import dev.whittle.bench.Subject.Case;
import dev.whittle.bench.Subject.HotPath;
import dev.whittle.bench.subject.guard.Guarded;
import dev.whittle.bench.subject.guard.Unguarded;
import dev.whittle.bench.subject.merge.Events;
import dev.whittle.bench.subject.models.Poller;
import dev.whittle.bench.subject.polluted.Polls;
import dev.whittle.demo.nic.RxWork;
import java.util.List;
import java.util.Map;

/** The programs that are measured, in the order in which they are. */
final class Subjects {
    private static final String HERE = "dev/whittle/bench/subject/";

    private Subjects() {}

    static List<Subject> all() {
        return List.of(huge(), hugeMany(), medium(), mediumMany(), merge(), polluted(), rx(), guard());
    }

    private static Subject huge() {
        return models(
                "huge", "one method of more than 8001 bytecodes, most of it for 8 models that are not there", 8, 64);
    }

    private static Subject medium() {
        return models(
                "medium", "one method of 326 to 1000 bytecodes, most of it for 2 models that are not there", 2, 20);
    }

    /** As {@link #huge}, with so many ways to leave that their exits are most of what stays. */
    private static Subject hugeMany() {
        Subject subject =
                models("huge-many", "one method of more than 8001 bytecodes, with 64 models that are not there", 64, 8);
        return subject.only(Mode.C2);
    }

    /** As {@link #medium}, with more ways to leave than bytes that would pay for them. */
    private static Subject mediumMany() {
        Subject subject =
                models("medium-many", "one method of 326 to 1000 bytecodes, with 5 models that are not there", 5, 6);
        return subject.only(Mode.C2);
    }

    private static Subject models(String name, String about, int others, int statements) {
        return new Subject(
                name,
                about,
                Poller.class.getName(),
                List.of(HERE + "models/"),
                Map.of(ModelDriver.NAME, ModelDriver.make(others, statements)),
                List.of(),
                List.of(Case.of("", Poller.class.getName())));
    }

    private static Subject merge() {
        return new Subject(
                "merge",
                "an object that a rare path shows to others and merges back",
                Events.class.getName(),
                List.of(HERE + "merge/"),
                Map.of(),
                // The rare path is smaller than its exit: by default the tool leaves it where it is.
                List.of("--exit-bytes", "0"),
                List.of(Case.of("", Events.class.getName())));
    }

    private static Subject polluted() {
        return new Subject(
                "polluted",
                "five calls through an interface in a process that has used five implementations",
                Polls.class.getName(),
                List.of(HERE + "polluted/"),
                Map.of(),
                List.of(),
                List.of(Case.of("", Polls.class.getName())));
    }

    private static Subject rx() {
        return new Subject(
                        "rx",
                        "the demo driver's receive path, a ring of 32 frames",
                        RxWork.class.getName(),
                        List.of("dev/whittle/demo/"),
                        Map.of(),
                        List.of(),
                        List.of(
                                Case.of("headers", RxWork.HeadersOnly.class.getName()),
                                Case.of("device alone", RxWork.DeviceAlone.class.getName())
                                        .only(Mode.C2, Mode.C1),
                                Case.of("64", RxWork.Payload64.class.getName()).only(Mode.C2),
                                Case.of("1500", RxWork.Payload1500.class.getName())
                                        .only(Mode.C2)))
                .counting(new HotPath(
                        "the driver's receive path: at most 3 conditional branches a packet",
                        RxWork.HeadersOnly.class.getName(),
                        List.of("dev/whittle/demo/nic/RxRing", "dev/whittle/demo/nic/RxFrames"),
                        RxWork.BATCH,
                        3));
    }

    private static Subject guard() {
        return new Subject(
                "guard",
                "a loop behind the guard of a fact, against the same loop without the fact in the same whittled jar",
                Guarded.class.getName(),
                List.of(HERE + "guard/"),
                Map.of(),
                List.of(),
                List.of(
                        Case.of("each call", Guarded.EachCall.class.getName())
                                .against(Unguarded.EachCall.class.getName()),
                        Case.of("loop", Guarded.Loop.class.getName()).against(Unguarded.Loop.class.getName())));
    }
}
