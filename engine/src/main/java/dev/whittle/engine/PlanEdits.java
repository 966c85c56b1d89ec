package dev.whittle.engine;

import dev.whittle.model.FactId;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.FactPlan;
import dev.whittle.model.Plan.FactUse;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.MethodPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes things back out of a plan: what was not proved stays as it was, and the plan says why. Stateless. */
final class PlanEdits {
    private PlanEdits() {}

    /** Returns the plan in which some methods have other plans. */
    static Plan with(Plan plan, Map<MethodId, MethodPlan> others) {
        List<MethodPlan> methods = plan.methods().stream()
                .map(m -> others.getOrDefault(m.method(), m))
                .toList();
        return new Plan(plan.version(), plan.input(), plan.facts(), methods);
    }

    /** Returns the plan in which the given methods stay as they are, each with its reason. */
    static Plan withoutMethods(Plan plan, Map<MethodId, String> reasons) {
        List<MethodPlan> methods = plan.methods().stream()
                .map(m -> reasons.containsKey(m.method()) ? kept(m, reasons.get(m.method())) : m)
                .toList();
        return new Plan(plan.version(), plan.input(), plan.facts(), methods);
    }

    private static MethodPlan kept(MethodPlan method, String reason) {
        List<Keep> kept = new ArrayList<>(method.kept());
        kept.add(new Keep(-1, "transform", reason));
        return new MethodPlan(method.method(), method.digest(), List.of(), kept);
    }

    /**
     * Returns the plan that no longer speculates on the given facts.
     *
     * @param reasons by the key of the fact's field
     */
    static Plan withoutFacts(Plan plan, Map<String, String> reasons) {
        List<FactPlan> facts = plan.facts().stream()
                .map(f -> reasons.containsKey(f.field().key())
                        ? new FactPlan(
                                f.id(),
                                f.field(),
                                f.value(),
                                new FactUse.NotFolded(reasons.get(f.field().key())))
                        : f)
                .toList();
        Set<FactId> gone = plan.facts().stream()
                .filter(f -> reasons.containsKey(f.field().key()))
                .map(FactPlan::id)
                .collect(Collectors.toSet());
        List<MethodPlan> methods =
                plan.methods().stream().map(m -> withoutFolds(m, gone)).toList();
        return new Plan(plan.version(), plan.input(), facts, methods);
    }

    private static MethodPlan withoutFolds(MethodPlan method, Set<FactId> gone) {
        List<Directive> directives = new ArrayList<>();
        List<Keep> kept = new ArrayList<>(method.kept());
        for (Directive directive : method.directives()) {
            if (directive instanceof Directive.FoldBranch fold
                    && fold.facts().stream().anyMatch(gone::contains)) {
                kept.add(new Keep(fold.ordinal(), "fold", "its fact cannot be guarded: " + fold.facts()));
            } else {
                directives.add(directive);
            }
        }
        return new MethodPlan(method.method(), method.digest(), directives, kept);
    }

    /** Returns the facts that the plan folds. */
    static List<FactPlan> folded(Plan plan) {
        return plan.facts().stream()
                .filter(f -> f.use() instanceof FactUse.Folded)
                .toList();
    }
}
