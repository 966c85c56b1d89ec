package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.model.Profile.ReceiverCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a method's counters lie in the counters of its class: the entry, then outcomes, handlers and paths.
 *
 * @param first index of the entry's counter
 * @param outcomes outcomes of decision points, ascending
 * @param handlers ordinals at which handlers start, ascending
 * @param paths empty if paths are not counted here
 */
record MethodLayout(
        String name,
        String descriptor,
        int first,
        List<Outcome> outcomes,
        List<Integer> handlers,
        Optional<PathNumbering> paths) {
    MethodLayout {
        outcomes = List.copyOf(outcomes);
        handlers = List.copyOf(handlers);
    }

    static MethodLayout of(String name, String descriptor, Cfg cfg, int first, int pathLimit) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int decision : cfg.decisions()) {
            for (int outcome = 0; outcome < cfg.outcomes(decision); outcome++) {
                outcomes.add(new Outcome(decision, outcome));
            }
        }
        return new MethodLayout(
                name, descriptor, first, outcomes, cfg.handlerStarts(), PathNumbering.of(cfg, pathLimit));
    }

    int outcome(int number) {
        return first + 1 + number;
    }

    int handler(int number) {
        return outcome(outcomes.size()) + number;
    }

    int firstPath() {
        return handler(handlers.size());
    }

    /** Returns the index after the last counter. */
    int end() {
        return firstPath() + paths.map(PathNumbering::total).orElse(0);
    }

    MethodProfile read(long[] counters, List<ReceiverCount> receivers) {
        List<EdgeCount> edgeCounts = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome at = outcomes.get(i);
            edgeCounts.add(new EdgeCount(at.ordinal(), at.outcome(), counters[outcome(i)]));
        }
        List<HandlerCount> handlerCounts = new ArrayList<>();
        for (int i = 0; i < handlers.size(); i++) {
            handlerCounts.add(new HandlerCount(handlers.get(i), counters[handler(i)]));
        }
        List<PathCount> pathCounts = new ArrayList<>();
        for (int i = firstPath(); i < end(); i++) {
            // Read once: the program may still be running.
            long count = counters[i];
            if (count > 0) {
                pathCounts.add(paths.orElseThrow().decode(i - firstPath(), count));
            }
        }
        pathCounts.sort(Comparator.comparingLong(PathCount::count).reversed());
        return new MethodProfile(name, descriptor, counters[first], edgeCounts, handlerCounts, pathCounts, receivers);
    }
}
