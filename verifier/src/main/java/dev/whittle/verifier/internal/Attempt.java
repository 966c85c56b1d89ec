package dev.whittle.verifier.internal;

import dev.whittle.model.Verdict;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of proving one method, before anything is run.
 *
 * @param verdict proved, or why not
 * @param room what a replay may still say
 * @param models arguments that are worth trying
 * @param fault what went wrong with a solver, or an empty string
 * @param nanos how long it took
 */
record Attempt(Verdict verdict, Unproved.Room room, List<SortedMap<Integer, Long>> models, String fault, long nanos) {
    static Attempt refused(String reason) {
        return new Attempt(new Verdict.Unsupported(reason), Unproved.Room.NONE, List.of(), "", 0);
    }

    /** Asks for a verdict by running both, where the proof left something open. */
    @FunctionalInterface
    interface Replayer {
        Verdict judge(Verdict.Unsupported verdict, List<SortedMap<Integer, Long>> models);
    }

    Verdict replayed(Replayer replayer) {
        if (!(verdict instanceof Verdict.Unsupported unproved)) {
            return verdict;
        }
        return switch (room) {
            case NONE -> verdict;
            case COUNTEREXAMPLE -> replayer.judge(unproved, models) instanceof Verdict.Counterexample c ? c : verdict;
            case BOTH -> replayer.judge(unproved, models);
        };
    }
}
