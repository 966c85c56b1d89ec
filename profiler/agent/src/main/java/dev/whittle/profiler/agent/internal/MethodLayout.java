package dev.whittle.profiler.agent.internal;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.MethodDigests;
import dev.whittle.model.MethodDigest;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.model.Profile.ReceiverCount;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.tree.MethodNode;

/**
 * Where a method's counters lie in the counters of its class: the entry, then outcomes and handlers.
 *
 * @param digest of its code before it was instrumented
 * @param first index of the entry's counter
 * @param outcomes outcomes of decision points, ascending
 * @param handlers ordinals at which handlers start, ascending
 */
record MethodLayout(
        String name,
        String descriptor,
        MethodDigest digest,
        int first,
        List<Outcome> outcomes,
        List<Integer> handlers) {
    MethodLayout {
        outcomes = List.copyOf(outcomes);
        handlers = List.copyOf(handlers);
    }

    static MethodLayout of(MethodNode method, Cfg cfg, int first) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int decision : cfg.decisions()) {
            for (int outcome = 0; outcome < cfg.outcomes(decision); outcome++) {
                outcomes.add(new Outcome(decision, outcome));
            }
        }
        return new MethodLayout(
                method.name, method.desc, MethodDigests.of(method), first, outcomes, cfg.handlerStarts());
    }

    int outcome(int number) {
        return first + 1 + number;
    }

    int handler(int number) {
        return outcome(outcomes.size()) + number;
    }

    /** Returns the index after the last counter. */
    int end() {
        return handler(handlers.size());
    }

    /** Returns the largest count of the method: its entries, or those of its busiest loop. */
    long hotness(long[] counters) {
        long most = 0;
        for (int i = first; i < end(); i++) {
            most = Math.max(most, counters[i]);
        }
        return most;
    }

    MethodProfile read(long[] counters, List<PathCount> paths, List<ReceiverCount> receivers) {
        List<EdgeCount> edgeCounts = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome at = outcomes.get(i);
            edgeCounts.add(new EdgeCount(at.ordinal(), at.outcome(), counters[outcome(i)]));
        }
        List<HandlerCount> handlerCounts = new ArrayList<>();
        for (int i = 0; i < handlers.size(); i++) {
            handlerCounts.add(new HandlerCount(handlers.get(i), counters[handler(i)]));
        }
        return new MethodProfile(
                name, descriptor, counters[first], edgeCounts, handlerCounts, paths, receivers, digest);
    }
}
