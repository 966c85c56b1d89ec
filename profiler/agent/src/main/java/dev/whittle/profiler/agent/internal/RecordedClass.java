package dev.whittle.profiler.agent.internal;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.ReceiverCount;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One class file that was instrumented: where its counters lie, and which of its methods count paths. What is fixed when the
 * class is loaded stays so when it is instrumented again. Thread-safe; counters are written by probes, without locks.
 */
final class RecordedClass {
    private final String name;
    private final ClassDigest digest;
    private final int id;
    private final List<MethodLayout> methods;
    private final int[] numbers;
    private final long[] counters;
    private final Map<Integer, MethodPaths> paths = new TreeMap<>();
    private final BitSet wanted = new BitSet();
    private final BitSet refused = new BitSet();
    private boolean complete = true;

    /**
     * @param numbers the numbers that its probes were given, in the order of its code
     * @param counters of the entries, outcomes and handlers of its methods
     */
    RecordedClass(String name, ClassDigest digest, int id, List<MethodLayout> methods, int[] numbers, long[] counters) {
        this.name = name;
        this.digest = digest;
        this.id = id;
        this.methods = List.copyOf(methods);
        this.numbers = numbers.clone();
        this.counters = counters;
    }

    String name() {
        return name;
    }

    ClassDigest digest() {
        return digest;
    }

    int id() {
        return id;
    }

    List<MethodLayout> methods() {
        return methods;
    }

    long[] counters() {
        return counters;
    }

    int[] numbers() {
        return numbers.clone();
    }

    synchronized void spoil() {
        complete = false;
    }

    /** Asks for paths of each method that the choice names and that has any; true if there is a new one. */
    synchronized boolean want(PathChoice choice) {
        boolean more = false;
        for (int i = 0; i < methods.size(); i++) {
            MethodLayout method = methods.get(i);
            if (!wanted.get(i)
                    && !refused.get(i)
                    && !method.outcomes().isEmpty()
                    && choice.takes(name, method.name(), method.descriptor(), method.hotness(counters))) {
                wanted.set(i);
                more = true;
            }
        }
        return more;
    }

    synchronized boolean isWanted(int method) {
        return wanted.get(method);
    }

    synchronized @Nullable MethodPaths paths(int method) {
        return paths.get(method);
    }

    synchronized void setPaths(int method, MethodPaths found) {
        paths.put(method, found);
    }

    /** Gives up the paths of a method for good: it has too many, or its code would grow too long. */
    synchronized void refuse(int method) {
        wanted.clear(method);
        refused.set(method);
        paths.remove(method);
    }

    /** Gives up what was asked for and never counted anything; true if there was something. */
    synchronized boolean refuseUncounted() {
        boolean any = false;
        for (int i = wanted.nextSetBit(0); i >= 0; i = wanted.nextSetBit(i + 1)) {
            MethodPaths found = paths.get(i);
            if (found == null || found.read().isEmpty()) {
                refuse(i);
                any = true;
            }
        }
        return any;
    }

    synchronized ClassProfile read(Map<Integer, List<ReceiverCount>> receivers) {
        List<MethodProfile> result = new ArrayList<>();
        for (int i = 0; i < methods.size(); i++) {
            MethodLayout method = methods.get(i);
            MethodPaths found = paths.get(i);
            result.add(method.read(
                    counters,
                    found == null ? List.of() : found.read(),
                    receivers.getOrDefault(method.first(), List.of())));
        }
        return new ClassProfile(name, digest, complete, result);
    }
}
