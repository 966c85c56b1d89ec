package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Component;
import dev.whittle.model.Plan.Predicate;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.transformer.internal.PrincipalComponent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Predicates for one test at entry: what each execution does, and of each component whose heavier side enough executions are on, one
 * representative of each group of outcomes that always come together there. Components of less variance are looked at too: outcomes that
 * come and go on their own have the most of it, and no test at entry can stand for them.
 *
 * @param predicates what is asked
 * @param cold outcomes that no recorded execution takes that passes
 * @param spared tests that one test takes the place of, or makes certain in all recorded executions
 * @param components those that predicates were taken from
 * @param explained share of the executions that pass, 0 to 1
 * @param refused true if a component was left out because too few executions are on its heavier side
 */
record GuardChoice(
        List<Predicate> predicates,
        Set<Outcome> cold,
        int spared,
        List<Component> components,
        double explained,
        boolean refused) {
    /** Outcomes that weigh less than this share of the heaviest are not part of a component's group. */
    private static final double WEIGHTY = 0.5;

    /** More are not looked at: they explain little, and a person should be able to read what was chosen. */
    private static final int MAX_COMPONENTS = 8;

    GuardChoice {
        predicates = List.copyOf(predicates);
        cold = Set.copyOf(cold);
        components = List.copyOf(components);
    }

    /**
     * @param askable outcomes that can be asked at entry
     * @param asked share of the executions that have to pass, 0 to 1
     */
    static GuardChoice of(Cfg cfg, List<PathCount> paths, Set<Outcome> askable, double asked) {
        List<PrincipalComponent> components = PrincipalComponent.of(paths);
        Map<Outcome, BitSet> rows = rows(paths);
        List<Predicate> always = askable.stream()
                .filter(o -> rows.getOrDefault(o, new BitSet()).cardinality() == paths.size())
                .sorted(Comparator.comparingInt(Outcome::ordinal))
                .map(o -> new Predicate(o.ordinal(), o.outcome()))
                .toList();
        GuardChoice choice = new GuardChoice(always, Set.of(), always.size(), List.of(), 1, false);
        for (PrincipalComponent component : components.subList(0, Math.min(MAX_COMPONENTS, components.size()))) {
            choice = choice.with(groups(component, rows, paths.size()), component, cfg, paths, askable, asked);
        }
        return choice;
    }

    private GuardChoice with(
            Iterable<List<Outcome>> groups,
            PrincipalComponent component,
            Cfg cfg,
            List<PathCount> paths,
            Set<Outcome> askable,
            double asked) {
        List<Predicate> all = new ArrayList<>(predicates);
        Set<Outcome> never = new HashSet<>(cold);
        int tests = spared;
        for (List<Outcome> group : groups) {
            Optional<Outcome> representative =
                    group.stream().filter(askable::contains).findFirst();
            boolean known = group.stream().anyMatch(o -> decided(o.ordinal()));
            if (representative.isPresent() && !known) {
                Outcome o = representative.get();
                all.add(new Predicate(o.ordinal(), o.outcome()));
                tests += group.size();
                group.stream()
                        .filter(other -> !other.equals(o) && cfg.outcomes(other.ordinal()) == 2)
                        .forEach(other -> never.add(new Outcome(other.ordinal(), 1 - other.outcome())));
            }
        }
        double passing = share(paths, all);
        if (all.size() == predicates.size()) {
            return this;
        } else if (passing < asked) {
            return new GuardChoice(predicates, cold, spared, components, explained, true);
        }
        List<Component> used = new ArrayList<>(components);
        used.add(component.inPlan());
        return new GuardChoice(all, never, tests, used, passing, refused);
    }

    private boolean decided(int ordinal) {
        return predicates.stream().anyMatch(p -> p.ordinal() == ordinal)
                || cold.stream().anyMatch(o -> o.ordinal() == ordinal);
    }

    /** The outcomes on the heavier side of a component, those that come in the same executions together. */
    private static Iterable<List<Outcome>> groups(PrincipalComponent component, Map<Outcome, BitSet> rows, int paths) {
        double heaviest =
                component.loadings().stream().mapToDouble(Math::abs).max().orElse(0);
        TreeMap<BitSet, List<Outcome>> groups = new TreeMap<>(Comparator.comparing(BitSet::toString));
        for (int c = 0; c < component.columns().size(); c++) {
            double weight = component.loadings().get(c);
            Outcome outcome = component.columns().get(c);
            BitSet taken = rows.getOrDefault(outcome, new BitSet());
            if (taken.cardinality() < paths && weight > 0 && weight >= WEIGHTY * heaviest) {
                groups.computeIfAbsent(taken, k -> new ArrayList<>()).add(outcome);
            }
        }
        return groups.values();
    }

    /** The paths that each outcome is on, by their places in the list. */
    private static Map<Outcome, BitSet> rows(List<PathCount> paths) {
        Map<Outcome, BitSet> rows = new HashMap<>();
        for (int r = 0; r < paths.size(); r++) {
            for (Outcome outcome : paths.get(r).outcomes()) {
                rows.computeIfAbsent(outcome, o -> new BitSet()).set(r);
            }
        }
        return rows;
    }

    private static double share(List<PathCount> paths, List<Predicate> predicates) {
        double total = 0;
        double follow = 0;
        for (PathCount path : paths) {
            total += path.count();
            boolean holds =
                    predicates.stream().allMatch(p -> path.outcomes().contains(new Outcome(p.ordinal(), p.outcome())));
            follow += holds ? path.count() : 0;
        }
        return follow / total;
    }
}
