package dev.whittle.profiler.agent.internal;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.profiler.format.ProfileMerge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that has been counted. Thread-safe; counters themselves are written by probes, without locks. */
public final class Recorder {
    private static final String SEPARATOR = "\0";

    /** Slots left to classes when methods may take no more for their paths. */
    private static final int RESERVED = Bridge.CAPACITY / 4;

    private final Bridge bridge;
    private final FactRecorder facts;
    private final ReceiverRecorder receivers;
    private final InputRecorder inputs;
    private final TreeMap<String, RecordedClass> classes = new TreeMap<>();
    private final TreeMap<String, ClassProfile> uncounted = new TreeMap<>();
    private int nextSlot;

    /** @param inputs calls of a method whose arguments are kept */
    public Recorder(Bridge bridge, int inputs) {
        this.bridge = bridge;
        this.facts = new FactRecorder();
        this.receivers = new ReceiverRecorder(bridge);
        this.inputs = new InputRecorder(inputs);
        bridge.setSinks(facts::record, receivers::record, this.inputs::record);
    }

    FactRecorder facts() {
        return facts;
    }

    InputRecorder inputs() {
        return inputs;
    }

    ReceiverRecorder receivers() {
        return receivers;
    }

    /** Returns a place in the table of counters. */
    synchronized int newSlot() {
        if (nextSlot == Bridge.CAPACITY) {
            throw new IllegalStateException("more classes than can be counted");
        }
        return nextSlot++;
    }

    /** Returns counters for the paths of a method, or nothing when most of the table is taken. */
    synchronized Optional<MethodPaths> newPaths(PathNumbering numbering) {
        if (nextSlot >= Bridge.CAPACITY - RESERVED) {
            return Optional.empty();
        }
        MethodPaths paths = new MethodPaths(nextSlot++, numbering, new long[numbering.total()]);
        bridge.setCounters(paths.slot(), paths.counters());
        return Optional.of(paths);
    }

    /** Enters an instrumented class. The same class file loaded twice counts apart and is added up when read. */
    synchronized void enter(RecordedClass type) {
        bridge.setCounters(type.id(), type.counters());
        classes.put(key(type.name(), type.digest()) + SEPARATOR + type.id(), type);
    }

    /** Enters a class that was left as it was: nothing is known of it. */
    synchronized void enterUncounted(String name, ClassDigest digest) {
        uncounted.put(key(name, digest), new ClassProfile(name, digest, false, List.of()));
    }

    /** Finds a class file that was entered; of several entries any will do, for they are added up. */
    synchronized @Nullable RecordedClass find(String name, ClassDigest digest) {
        String start = key(name, digest) + SEPARATOR;
        Map.Entry<String, RecordedClass> found = classes.ceilingEntry(start);
        return found == null || !found.getKey().startsWith(start) ? null : found.getValue();
    }

    /** Says that a class was replaced while it ran: from now on its counters miss what it does. */
    synchronized void spoil(String name) {
        for (RecordedClass type : classes.tailMap(name + SEPARATOR).values()) {
            if (!type.name().equals(name)) {
                break;
            }
            type.spoil();
        }
    }

    private static String key(String name, ClassDigest digest) {
        return name + SEPARATOR + digest.hex();
    }

    /** Returns what has been counted until now. */
    public Profile snapshot(List<String> provenance) {
        List<ClassProfile> result = new ArrayList<>();
        var seen = receivers.observed();
        for (RecordedClass type : entered()) {
            result.add(type.read(seen.getOrDefault(type.id(), Map.of())));
        }
        synchronized (this) {
            result.addAll(uncounted.values());
        }
        Profile all = new Profile(provenance, result, facts.observed(), inputs.observed());
        // Adds up entries of one class file that several loaders defined.
        return ProfileMerge.merge(List.of(all));
    }

    /** Returns how many class files have been seen. */
    public synchronized int classCount() {
        return classes.size() + uncounted.size();
    }

    synchronized List<RecordedClass> entered() {
        return List.copyOf(classes.values());
    }
}
