package dev.whittle.profiler.format;

import dev.whittle.model.FactValue;
import dev.whittle.model.MethodDigest;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.model.Profile.ReceiverCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Joins what several runs showed: counts add up (saturating), and a class counts as complete only if each run counted all of it. */
public final class ProfileMerge {
    private static final Comparator<Outcome> OUTCOMES =
            Comparator.comparingInt(Outcome::ordinal).thenComparingInt(Outcome::outcome);
    private static final Comparator<PathCount> PATHS = Comparator.comparingLong(PathCount::count)
            .reversed()
            .thenComparingInt(PathCount::start)
            .thenComparing(PathCount::outcomes, ProfileMerge::compareOutcomes);

    private ProfileMerge() {}

    /** Returns the union of the profiles; of none, the empty profile. Two builds of one class stay two entries. */
    public static Profile merge(List<Profile> profiles) {
        Set<String> provenance = new LinkedHashSet<>();
        profiles.stream().filter(p -> !p.equals(Profile.empty())).forEach(p -> provenance.addAll(p.provenance()));
        if (provenance.isEmpty()) {
            provenance.addAll(Profile.empty().provenance());
        }
        Map<List<Object>, List<ClassProfile>> classes = group(
                profiles.stream().flatMap(p -> p.classes().stream()).toList(), c -> List.of(c.name(), c.digest()));
        SortedMap<String, List<FactObservation>> facts = new TreeMap<>();
        for (Profile profile : profiles) {
            profile.facts().forEach((key, seen) -> facts.merge(key, seen, ProfileMerge::concat));
        }
        facts.replaceAll((key, seen) -> observations(seen));
        return new Profile(
                List.copyOf(provenance),
                classes.values().stream()
                        .map(ProfileMerge::type)
                        .sorted(ProfileEncoder.ORDER)
                        .toList(),
                facts,
                Inputs.merge(profiles.stream().map(Profile::inputs).toList()));
    }

    private static ClassProfile type(List<ClassProfile> same) {
        Map<List<Object>, List<MethodProfile>> methods = group(
                same.stream().flatMap(c -> c.methods().stream()).toList(), m -> List.of(m.name(), m.descriptor()));
        ClassProfile first = same.get(0);
        return new ClassProfile(
                first.name(),
                first.digest(),
                same.stream().allMatch(ClassProfile::complete),
                methods.values().stream().map(ProfileMerge::method).toList());
    }

    private static MethodProfile method(List<MethodProfile> same) {
        List<EdgeCount> edges = new ArrayList<>();
        sum(all(same, MethodProfile::edges), e -> new Outcome(e.ordinal(), e.outcome()), EdgeCount::count)
                .forEach((at, count) -> edges.add(new EdgeCount(at.ordinal(), at.outcome(), count)));
        edges.sort(Comparator.comparingInt(EdgeCount::ordinal).thenComparingInt(EdgeCount::outcome));
        List<HandlerCount> handlers = new ArrayList<>();
        sum(all(same, MethodProfile::handlers), HandlerCount::ordinal, HandlerCount::count)
                .forEach((at, count) -> handlers.add(new HandlerCount(at, count)));
        handlers.sort(Comparator.comparingInt(HandlerCount::ordinal));
        List<PathCount> paths = new ArrayList<>();
        sum(all(same, MethodProfile::paths), p -> new PathCount(p.start(), p.outcomes(), 0), PathCount::count)
                .forEach((path, count) -> paths.add(new PathCount(path.start(), path.outcomes(), count)));
        paths.sort(PATHS);
        List<ReceiverCount> receivers = new ArrayList<>();
        sum(
                        all(same, MethodProfile::receivers),
                        r -> new ReceiverCount(r.ordinal(), r.receiver(), 0),
                        ReceiverCount::count)
                .forEach((at, count) -> receivers.add(new ReceiverCount(at.ordinal(), at.receiver(), count)));
        receivers.sort(Comparator.comparingInt(ReceiverCount::ordinal).thenComparing(ReceiverCount::receiver));
        MethodProfile first = same.get(0);
        long entries = same.stream().mapToLong(MethodProfile::entries).reduce(0, ProfileMerge::add);
        // Of one class file, so that what one of them knows holds of all.
        MethodDigest digest = same.stream()
                .map(MethodProfile::digest)
                .filter(d -> !d.equals(MethodDigest.UNKNOWN))
                .findFirst()
                .orElse(MethodDigest.UNKNOWN);
        return new MethodProfile(first.name(), first.descriptor(), entries, edges, handlers, paths, receivers, digest);
    }

    private static List<FactObservation> observations(List<FactObservation> seen) {
        List<FactObservation> result = new ArrayList<>();
        sum(seen, FactObservation::value, FactObservation::count)
                .forEach((value, count) -> result.add(new FactObservation(value, count)));
        result.sort(Comparator.comparing(FactObservation::value, Comparator.comparing(FactValue::text)));
        return result;
    }

    private static <T> List<T> concat(List<T> a, List<T> b) {
        List<T> result = new ArrayList<>(a);
        result.addAll(b);
        return result;
    }

    private static <T> List<T> all(List<MethodProfile> methods, Function<MethodProfile, List<T>> part) {
        return methods.stream().flatMap(m -> part.apply(m).stream()).toList();
    }

    private static <K, T> Map<K, List<T>> group(Collection<T> all, Function<T, K> key) {
        return all.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    private static <K, T> Map<K, Long> sum(Collection<T> all, Function<T, K> key, ToLongFunction<T> count) {
        Map<K, Long> sums = new LinkedHashMap<>();
        all.forEach(t -> sums.merge(key.apply(t), count.applyAsLong(t), ProfileMerge::add));
        return sums;
    }

    private static long add(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static int compareOutcomes(List<Outcome> a, List<Outcome> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = OUTCOMES.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
