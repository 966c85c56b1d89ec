package dev.whittle.profiler.agent.internal;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.profiler.format.ProfileMerge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that has been counted. Thread-safe; counters themselves are written by probes, without locks. */
public final class Recorder {
    private static final String KEY_SEPARATOR = "\0";

    private final Bridge bridge;
    private final FactRecorder facts;
    private final ReceiverRecorder receivers;
    private final TreeMap<String, Entry> classes = new TreeMap<>();
    private int nextClass;

    /** A class as it was seen; its name and digest are the key. */
    private static final class Entry {
        final String name;
        final ClassDigest digest;
        final int id;
        final List<MethodLayout> methods;
        final long[] counters;
        boolean complete;

        Entry(String name, ClassDigest digest, int id, List<MethodLayout> methods, long[] counters, boolean complete) {
            this.name = name;
            this.digest = digest;
            this.id = id;
            this.methods = methods;
            this.counters = counters;
            this.complete = complete;
        }
    }

    public Recorder(Bridge bridge) {
        this.bridge = bridge;
        this.facts = new FactRecorder();
        this.receivers = new ReceiverRecorder(bridge);
        bridge.setSinks(facts::record, receivers::record);
    }

    FactRecorder facts() {
        return facts;
    }

    ReceiverRecorder receivers() {
        return receivers;
    }

    /** Returns a number for a class that is about to be instrumented. */
    synchronized int newClassId() {
        if (nextClass == Bridge.CAPACITY) {
            throw new IllegalStateException("more classes than can be counted");
        }
        return nextClass++;
    }

    /** Enters an instrumented class. The same class file loaded twice counts apart and is added up when read. */
    synchronized void enter(String name, ClassDigest digest, int id, List<MethodLayout> methods) {
        int size = methods.isEmpty() ? 0 : methods.get(methods.size() - 1).end();
        long[] counters = new long[size];
        bridge.setCounters(id, counters);
        classes.put(key(name, digest, id), new Entry(name, digest, id, methods, counters, true));
    }

    /** Enters a class that was left as it was: nothing is known of it. */
    synchronized void enterUncounted(String name, ClassDigest digest) {
        classes.put(key(name, digest, -1), new Entry(name, digest, -1, List.of(), new long[0], false));
    }

    /** Says that a class was replaced while it ran: from now on its counters miss what it does. */
    synchronized void spoil(String name) {
        for (Entry entry : classes.tailMap(name + KEY_SEPARATOR).values()) {
            if (!entry.name.equals(name)) {
                break;
            }
            entry.complete = false;
        }
    }

    private static String key(String name, ClassDigest digest, int id) {
        return name + KEY_SEPARATOR + digest.hex() + KEY_SEPARATOR + id;
    }

    /** Returns what has been counted until now. */
    public Profile snapshot(String provenance) {
        List<ClassProfile> result = new ArrayList<>();
        var seen = receivers.observed();
        for (Entry entry : entries()) {
            List<MethodProfile> methods = new ArrayList<>();
            for (MethodLayout method : entry.methods) {
                methods.add(method.read(
                        entry.counters, seen.getOrDefault(entry.id, Map.of()).getOrDefault(method.first(), List.of())));
            }
            result.add(new ClassProfile(entry.name, entry.digest, entry.complete, methods));
        }
        Profile all = new Profile(List.of(provenance), result, facts.observed());
        // Adds up entries of one class file that several loaders defined.
        return ProfileMerge.merge(List.of(all));
    }

    private synchronized List<Entry> entries() {
        return List.copyOf(classes.values());
    }
}
