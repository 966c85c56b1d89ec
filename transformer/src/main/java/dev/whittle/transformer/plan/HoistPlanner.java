package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.Loading;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Plan.Predicate;
import dev.whittle.model.Plan.PrincipalPath;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.transformer.internal.EntryPredicate;
import dev.whittle.transformer.internal.PrincipalComponent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.objectweb.asm.tree.MethodNode;

/**
 * Chooses the one test at a method's entry from its first principal path: what every execution does, and one representative of each group
 * of outcomes that always come together on the component's heavier side. Stateless.
 */
final class HoistPlanner {
    /** Outcomes that weigh less than this share of the heaviest are not part of the component's group. */
    private static final double WEIGHTY = 0.5;

    private HoistPlanner() {}

    /** @param cold outcomes that no execution that passes the entry guard has taken */
    record Hoist(Optional<Directive.HoistPath> directive, List<Keep> kept, Set<Outcome> cold) {
        static Hoist none() {
            return new Hoist(Optional.empty(), List.of(), Set.of());
        }

        static Hoist keep(String reason) {
            return new Hoist(Optional.empty(), List.of(new Keep(-1, "hoist", reason)), Set.of());
        }
    }

    /**
     * Chooses anew until every predicate is one that analysis lets be asked at entry.
     *
     * @param fixed why a condition may not be asked at entry, or an empty string; asked of candidates only
     */
    static Hoist plan(
            MethodNode method,
            Cfg cfg,
            Profile.MethodProfile counts,
            Set<Integer> folded,
            double explainedShare,
            IntFunction<String> fixed) {
        Set<Integer> excluded = new TreeSet<>(folded);
        List<Keep> refused = new ArrayList<>();
        while (true) {
            Hoist hoist = propose(method, cfg, counts, excluded, explainedShare);
            int before = refused.size();
            hoist.directive()
                    .map(Directive.HoistPath::predicates)
                    .orElse(List.of())
                    .forEach(p -> {
                        String reason = fixed.apply(p.ordinal());
                        if (!reason.isEmpty() && excluded.add(p.ordinal())) {
                            refused.add(new Keep(p.ordinal(), "hoist", reason));
                        }
                    });
            if (refused.size() == before) {
                refused.addAll(hoist.kept());
                return new Hoist(hoist.directive(), refused, hoist.cold());
            }
        }
    }

    private static Hoist propose(
            MethodNode method, Cfg cfg, Profile.MethodProfile counts, Set<Integer> folded, double explainedShare) {
        List<PathCount> paths = counts.paths().stream()
                .filter(p -> p.start() == 0 && p.count() > 0)
                .toList();
        if (paths.isEmpty()) {
            return Hoist.none();
        } else if (PrincipalComponent.tooLarge(paths)) {
            return Hoist.keep("it took too many different paths for one entry test");
        }
        PrincipalComponent component = PrincipalComponent.of(paths);
        Set<Outcome> askable = askable(method, cfg, folded, component);
        List<Predicate> always = new ArrayList<>();
        Map<BitSet, List<Outcome>> groups = new TreeMap<>(java.util.Comparator.comparing(BitSet::toString));
        double heaviest =
                component.loadings().stream().mapToDouble(Math::abs).max().orElse(0);
        for (int c = 0; c < component.columns().size(); c++) {
            Outcome outcome = component.columns().get(c);
            BitSet taken = rows(paths, outcome);
            if (taken.cardinality() == paths.size()) {
                if (askable.contains(outcome)) {
                    always.add(new Predicate(outcome.ordinal(), outcome.outcome()));
                }
            } else if (component.loadings().get(c) > 0 && component.loadings().get(c) >= WEIGHTY * heaviest) {
                groups.computeIfAbsent(taken, k -> new ArrayList<>()).add(outcome);
            }
        }
        return choose(cfg, paths, component, askable, always, groups.values(), explainedShare);
    }

    private static Set<Outcome> askable(MethodNode method, Cfg cfg, Set<Integer> folded, PrincipalComponent component) {
        Set<Outcome> result = new HashSet<>();
        for (Outcome outcome : component.columns()) {
            int at = outcome.ordinal();
            if (at >= 0
                    && at < cfg.size()
                    && outcome.outcome() < cfg.outcomes(at)
                    && !folded.contains(at)
                    && EntryPredicate.of(method, cfg, at, outcome.outcome()).isPresent()) {
                result.add(outcome);
            }
        }
        return result;
    }

    private static BitSet rows(List<PathCount> paths, Outcome outcome) {
        BitSet rows = new BitSet();
        for (int r = 0; r < paths.size(); r++) {
            rows.set(r, paths.get(r).outcomes().contains(outcome));
        }
        return rows;
    }

    private static Hoist choose(
            Cfg cfg,
            List<PathCount> paths,
            PrincipalComponent component,
            Set<Outcome> askable,
            List<Predicate> always,
            java.util.Collection<List<Outcome>> groups,
            double asked) {
        List<Predicate> all = new ArrayList<>(always);
        Set<Outcome> cold = new HashSet<>();
        int spared = always.size();
        for (List<Outcome> group : groups) {
            Optional<Outcome> representative =
                    group.stream().filter(askable::contains).findFirst();
            if (representative.isPresent()) {
                Outcome o = representative.get();
                all.add(new Predicate(o.ordinal(), o.outcome()));
                spared += group.size();
                group.stream()
                        .filter(other -> !other.equals(o) && cfg.outcomes(other.ordinal()) == 2)
                        .forEach(other -> cold.add(new Outcome(other.ordinal(), 1 - other.outcome())));
            }
        }
        double explained = share(paths, all);
        if (all.size() > always.size() && explained >= asked && spared >= 2) {
            return new Hoist(Optional.of(directive(all, component, explained)), List.of(), cold);
        } else if (always.size() >= 2) {
            return new Hoist(Optional.of(directive(always, component, 1)), List.of(), Set.of());
        }
        return all.size() > always.size() && explained < asked
                ? Hoist.keep("its first principal path explains less of the executions than was asked for")
                : Hoist.none();
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

    private static Directive.HoistPath directive(
            List<Predicate> predicates, PrincipalComponent component, double explained) {
        List<Predicate> sorted = predicates.stream()
                .sorted(java.util.Comparator.comparingInt(Predicate::ordinal))
                .toList();
        List<Loading> loadings = new ArrayList<>();
        for (int c = 0; c < component.columns().size(); c++) {
            Outcome outcome = component.columns().get(c);
            loadings.add(new Loading(
                    outcome.ordinal(), outcome.outcome(), component.loadings().get(c)));
        }
        String share = String.format(Locale.ROOT, "%.1f %%", 100 * explained);
        Note note = new Note(
                "its first principal path takes " + share + " of the executions",
                predicates.size() + " tests become one",
                "an execution that deviates runs the whole original from the store");
        double rounded = Math.rint(explained * 1e6) / 1e6;
        return new Directive.HoistPath(sorted, new PrincipalPath(rounded, component.varianceShare(), loadings), note);
    }
}
