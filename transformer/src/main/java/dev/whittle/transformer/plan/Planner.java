package dev.whittle.transformer.plan;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.CodeSizes;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.FactUse;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Plan.MethodPlan;
import dev.whittle.model.Profile;
import dev.whittle.transformer.internal.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes a plan. Stateless; equal input gives an equal plan. */
public final class Planner {
    private Planner() {}

    /** Plans a program that runs with nothing beside it. */
    public static Plan plan(
            String inputName,
            Map<String, byte[]> classes,
            Predicate<String> open,
            Profile profile,
            Function<MethodId, Optional<MethodGraph>> graphs,
            List<FactDeclaration> declarations,
            Map<String, FactUse> factUses,
            PlanSettings settings) {
        return plan(inputName, classes, Map.of(), open, profile, graphs, declarations, factUses, settings);
    }

    /**
     * Returns what to do to each method of the classes given.
     *
     * @param classes the whole program, by internal name
     * @param library what it runs with, by internal name; it is looked at and never changed
     * @param open whether a class may be changed, by internal name
     * @param graphs what analysis knows of a method, on demand
     * @param factUses whether a field may be folded at all, by {@code owner.field}
     */
    public static Plan plan(
            String inputName,
            Map<String, byte[]> classes,
            Map<String, byte[]> library,
            Predicate<String> open,
            Profile profile,
            Function<MethodId, Optional<MethodGraph>> graphs,
            List<FactDeclaration> declarations,
            Map<String, FactUse> factUses,
            PlanSettings settings) {
        Assumptions assumptions = Assumptions.of(classes, profile, declarations, factUses);
        PlanContext context =
                new PlanContext(assumptions, graphs, !declarations.isEmpty(), new Members(classes, library), settings);
        List<MethodPlan> methods = new ArrayList<>();
        Set<String> guarded = new TreeSet<>();
        for (Map.Entry<String, byte[]> entry : new TreeMap<>(classes).entrySet()) {
            if (open.test(entry.getKey())) {
                methods.addAll(planClass(entry.getKey(), entry.getValue(), profile, context, guarded));
            }
        }
        List<Plan.FactPlan> facts =
                assumptions.facts().stream().map(f -> needed(f, guarded)).toList();
        return new Plan(Plan.VERSION, inputName, facts, methods);
    }

    /** Where each place can ask an object, nothing asks for the guard, and no write has to break it. */
    private static Plan.FactPlan needed(Plan.FactPlan fact, Set<String> guarded) {
        return fact.use() instanceof FactUse.Folded use
                        && fact.bit() != 0
                        && !guarded.contains(fact.field().key())
                ? new Plan.FactPlan(fact.id(), fact.field(), fact.value(), new FactUse.Folded(use.mark(), false))
                : fact;
    }

    /** @param guarded receives the keys of the facts that are relied on without asking an object */
    private static List<MethodPlan> planClass(
            String name, byte[] bytes, Profile profile, PlanContext context, Set<String> guarded) {
        ClassNode node = ClassFiles.parse(bytes);
        ClassDigest digest = Digests.of(bytes);
        Optional<Profile.ClassProfile> seen = profile.find(name, digest);
        String refusal = refusal(node, seen, profile, context.members());
        List<MethodPlan> result = new ArrayList<>();
        long leaving = 0;
        for (MethodNode method : node.methods) {
            if (method.instructions.size() == 0) {
                continue;
            }
            MethodId id = new MethodId(name, method.name, method.desc);
            String why = refusal.isEmpty() && method.name.startsWith("<")
                    ? "constructors and class initialisers stay"
                    : refusal;
            Optional<Profile.MethodProfile> counts = seen.flatMap(c -> c.find(method.name, method.desc));
            if (why.isEmpty() && counts.isEmpty()) {
                why = "the profile has no counters of it";
            }
            if (why.isEmpty()) {
                MethodPlanner planner = new MethodPlanner(node, method, id, digest, counts.orElseThrow(), context);
                MethodPlan plan = planner.plan();
                leaving += plan.movesWhole() ? CodeSizes.withDebugEntries(method) : 0;
                result.add(plan);
                guarded.addAll(planner.guarded());
            } else {
                result.add(new MethodPlan(id, digest, List.of(), List.of(new Keep(-1, "method", why))));
            }
        }
        int moved = (int) result.stream().filter(MethodPlan::movesWhole).count();
        boolean pays = context.pays(leaving, context.settings().wholeBytes(moved));
        return pays ? result : result.stream().map(Planner::stays).toList();
    }

    private static MethodPlan stays(MethodPlan plan) {
        return plan.movesWhole()
                ? new MethodPlan(plan.method(), plan.digest(), List.of(), List.of(MethodPlanner.SMALL))
                : plan;
    }

    private static String refusal(
            ClassNode node, Optional<Profile.ClassProfile> seen, Profile profile, Members members) {
        if ((node.access & Opcodes.ACC_INTERFACE) != 0) {
            return "methods of interfaces stay";
        }
        if (seen.isEmpty()) {
            boolean other = profile.classes().stream().anyMatch(c -> c.name().equals(node.name));
            return other ? "the profile is of another build of the class" : "the profile does not know the class";
        }
        return seen.get().complete()
                ? members.raising().refusal(node)
                : "the profile's counters of the class are not complete";
    }

    /** Outcome counts of a method, by ordinal and outcome. */
    static Map<Integer, Map<Integer, Long>> outcomes(Profile.MethodProfile counts) {
        Map<Integer, Map<Integer, Long>> result = new TreeMap<>();
        counts.edges()
                .forEach(e -> result.computeIfAbsent(e.ordinal(), o -> new TreeMap<>())
                        .merge(e.outcome(), e.count(), Long::sum));
        return result;
    }

    static boolean isDecision(Cfg cfg, int ordinal) {
        return cfg.outcomes(ordinal) > 0;
    }
}
