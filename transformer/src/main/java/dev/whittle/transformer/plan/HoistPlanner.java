package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Plan.Predicate;
import dev.whittle.model.Plan.PrincipalPath;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.transformer.internal.EntryPredicate;
import dev.whittle.transformer.internal.PrincipalComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.MethodNode;

/** Chooses the one test at a method's entry from its principal components. Stateless. */
final class HoistPlanner {
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
        GuardChoice choice = GuardChoice.of(cfg, paths, askable(method, cfg, folded, paths), explainedShare);
        if (choice.predicates().isEmpty() || choice.spared() < 2) {
            return choice.refused()
                    ? Hoist.keep("no principal path of it explains as much of the executions as was asked for")
                    : Hoist.none();
        }
        return new Hoist(Optional.of(directive(choice)), List.of(), choice.cold());
    }

    private static Set<Outcome> askable(MethodNode method, Cfg cfg, Set<Integer> folded, List<PathCount> paths) {
        return paths.stream()
                .flatMap(p -> p.outcomes().stream())
                .distinct()
                .filter(o -> o.ordinal() >= 0
                        && o.ordinal() < cfg.size()
                        && o.outcome() < cfg.outcomes(o.ordinal())
                        && !folded.contains(o.ordinal())
                        && EntryPredicate.of(method, cfg, o.ordinal(), o.outcome())
                                .isPresent())
                .collect(Collectors.toSet());
    }

    private static Directive.HoistPath directive(GuardChoice choice) {
        List<Predicate> sorted = choice.predicates().stream()
                .sorted(Comparator.comparingInt(Predicate::ordinal))
                .toList();
        String share = String.format(Locale.ROOT, "%.1f %%", 100 * choice.explained());
        Note note = new Note(
                "its principal path takes " + share + " of the executions",
                sorted.size() + " tests become one",
                "an execution that deviates runs the whole original from the store");
        double rounded = Math.rint(choice.explained() * 1e6) / 1e6;
        return new Directive.HoistPath(sorted, new PrincipalPath(rounded, choice.components()), note);
    }
}
