package dev.whittle.engine;

import dev.whittle.model.Learned;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.ClassProfile;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.model.Profile.MethodProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** How branches go where facts have the values that were learned: what the planner folds for a profile of these values alone. */
final class LearnedFolds {
    /** Sets of values that are tried; more of them would be more than a program has at once. */
    private static final int MOST = 4;

    private final Map<MethodId, Map<Integer, Set<Integer>>> outcomes = new HashMap<>();

    private LearnedFolds() {}

    /** @param values learned, by key and by spelling */
    static LearnedFolds of(
            Profile profile,
            SortedMap<String, SortedMap<String, Learned.Value>> values,
            Function<Profile, Plan> plans) {
        LearnedFolds folds = new LearnedFolds();
        int sets = Math.min(
                MOST, values.values().stream().mapToInt(Map::size).max().orElse(0));
        for (int i = 0; i < sets; i++) {
            TreeMap<String, List<FactObservation>> facts = new TreeMap<>(profile.facts());
            for (Map.Entry<String, SortedMap<String, Learned.Value>> e : values.entrySet()) {
                List<Learned.Value> learned = List.copyOf(e.getValue().values());
                Learned.Value one = learned.get(Math.min(i, learned.size() - 1));
                facts.put(e.getKey(), List.of(new FactObservation(one.actual(), 1)));
            }
            folds.add(plans.apply(new Profile(profile.provenance(), bare(profile), facts)));
        }
        return folds;
    }

    /** Each method was run, and nothing is known of its branches: none speaks against a fold. */
    private static List<ClassProfile> bare(Profile profile) {
        return profile.classes().stream()
                .map(c -> new ClassProfile(
                        c.name(),
                        c.digest(),
                        c.complete(),
                        c.methods().stream().map(LearnedFolds::bare).toList()))
                .toList();
    }

    private static MethodProfile bare(MethodProfile method) {
        return new MethodProfile(method.name(), method.descriptor(), 1, List.of(), List.of(), List.of(), List.of());
    }

    private void add(Plan plan) {
        for (Plan.MethodPlan method : plan.methods()) {
            for (Directive directive : method.directives()) {
                if (directive instanceof Directive.FoldBranch fold) {
                    outcomes.computeIfAbsent(method.method(), m -> new TreeMap<>())
                            .computeIfAbsent(fold.ordinal(), o -> new TreeSet<>())
                            .add(fold.keptOutcome());
                }
            }
        }
    }

    /** Returns the outcomes of the branches that the values decide, by ordinal. */
    Map<Integer, Set<Integer>> of(MethodId method) {
        return outcomes.getOrDefault(method, Map.of());
    }
}
