package dev.whittle.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a run showed.
 *
 * @param provenance how it was gathered, one line a source: {@code agent ...}, {@code jacoco ...}, {@code merged ...}
 * @param classes one entry a class file seen (loaded), sorted by name
 * @param facts values observed for each field fact, key {@code owner.field} (see {@link FactSite.Field#key()}), sorted; more than
 *     one value means that the fact varied
 * @param inputs arguments of a few calls a method, for replay; empty where none were recorded
 */
public record Profile(
        List<String> provenance,
        List<ClassProfile> classes,
        SortedMap<String, List<FactObservation>> facts,
        SortedMap<MethodId, List<RecordedInput>> inputs) {
    public Profile {
        inputs = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(inputs));
        provenance = List.copyOf(provenance);
        classes = List.copyOf(classes);
        facts = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(facts));
    }

    /** A profile without recorded inputs. */
    public Profile(
            List<String> provenance, List<ClassProfile> classes, SortedMap<String, List<FactObservation>> facts) {
        this(provenance, classes, facts, new java.util.TreeMap<>());
    }

    /** Returns a profile that saw nothing: whatever it is applied to stays as it is. */
    public static Profile empty() {
        return new Profile(List.of("empty"), List.of(), new java.util.TreeMap<>());
    }

    /** Finds the entry of a class by name and digest: another build of the class is not found. */
    public Optional<ClassProfile> find(String name, ClassDigest digest) {
        return classes.stream()
                .filter(c -> c.name().equals(name) && c.digest().equals(digest))
                .findFirst();
    }

    /**
     * Counters of one class file.
     *
     * @param name internal name
     * @param complete true if each edge of each method was counted from the moment the class was loaded: only then is a count of
     *     0 evidence of cold code
     * @param methods all methods with code if complete; methods never entered have {@code entries == 0}
     */
    public record ClassProfile(String name, ClassDigest digest, boolean complete, List<MethodProfile> methods) {
        public ClassProfile {
            methods = List.copyOf(methods);
        }

        public Optional<MethodProfile> find(String methodName, String descriptor) {
            return methods.stream()
                    .filter(m -> m.name().equals(methodName) && m.descriptor().equals(descriptor))
                    .findFirst();
        }
    }

    /**
     * Counters of one method. Counts are saturating and never negative.
     *
     * @param entries times the method was entered
     * @param edges one entry an outcome of each conditional jump and switch, zeros included
     * @param handlers times each exception handler was entered, by the ordinal of its first instruction, zeros included
     * @param paths acyclic paths seen, most frequent first; empty where the method never turned hot
     * @param receivers receiver classes seen at virtual and interface calls
     * @param digest of the code that was counted
     */
    public record MethodProfile(
            String name,
            String descriptor,
            long entries,
            List<EdgeCount> edges,
            List<HandlerCount> handlers,
            List<PathCount> paths,
            List<ReceiverCount> receivers,
            MethodDigest digest) {
        public MethodProfile {
            edges = List.copyOf(edges);
            handlers = List.copyOf(handlers);
            paths = List.copyOf(paths);
            receivers = List.copyOf(receivers);
        }

        /** Counters of code of which the digest is not known: they speak of one build of the class alone. */
        public MethodProfile(
                String name,
                String descriptor,
                long entries,
                List<EdgeCount> edges,
                List<HandlerCount> handlers,
                List<PathCount> paths,
                List<ReceiverCount> receivers) {
            this(name, descriptor, entries, edges, handlers, paths, receivers, MethodDigest.UNKNOWN);
        }
    }

    /**
     * Times that one outcome of a decision point was taken.
     *
     * @param ordinal instruction ordinal of the jump or switch
     * @param outcome jump: 0 falls through, 1 is taken; switch of n cases: 0 to n-1 in the order of the instruction, n is default
     */
    public record EdgeCount(int ordinal, int outcome, long count) {}

    public record HandlerCount(int ordinal, long count) {}

    /**
     * An acyclic path (Ball and Larus, 1996), cut at loop back edges, and at further branches where a method has too many paths; one
     * that an exception cuts short is not counted.
     *
     * @param start ordinal where it starts: 0, a loop header, the start of an exception handler, or where another path was cut
     * @param outcomes the decisions along it, in order
     */
    public record PathCount(int start, List<Outcome> outcomes, long count) {
        public PathCount {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** One decision: instruction ordinal and outcome as in {@link EdgeCount}. */
    public record Outcome(int ordinal, int outcome) {}

    /**
     * @param ordinal instruction ordinal of the call
     * @param receiver internal name of the receiver's class
     */
    public record ReceiverCount(int ordinal, String receiver, long count) {}

    /** A value that a fact had, and how often it was written. */
    public record FactObservation(FactValue value, long count) {}
}
