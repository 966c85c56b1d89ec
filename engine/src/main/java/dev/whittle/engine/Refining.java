package dev.whittle.engine;

import dev.whittle.model.Learned;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.MethodPlan;
import dev.whittle.model.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plans with what runs of whittled programs showed. It becomes part of the profile, which is only a hint: however wrong it is, the program
 * stays right. What each build showed is added in turn, so that it is read beside the plan by which that build left its code.
 *
 * <p>Where a plan let code leave that the profile had seen now and then (a principal path that does not explain all executions, a receiver
 * that others had too), its coming back is nothing new, and nothing changes: how often it comes is not learned.
 */
final class Refining {
    /** Builds of which each is read beside its own plan; those that come after are read with the last of these. */
    private static final int MOST_BUILDS = 8;

    private final Learned learned;
    private final List<RefiningStep> steps = new ArrayList<>();
    private final Plan first;
    private final Plan last;

    /**
     * @param classes the program as it was recorded
     * @param plans makes the plan of a profile
     */
    Refining(Map<String, byte[]> classes, Profile recorded, Learned learned, Function<Profile, Plan> plans) {
        this.learned = learned;
        this.first = plans.apply(recorded);
        Plan plan = first;
        Profile profile = recorded;
        for (Learned build : builds(learned)) {
            RefiningStep step = new RefiningStep(classes, profile, plan, build, plans);
            profile = step.refined();
            plan = plans.apply(profile);
            steps.add(step);
        }
        this.last = plan;
    }

    /** In the order in which the files name them. */
    private static List<Learned> builds(Learned learned) {
        Map<String, Learned> builds = new LinkedHashMap<>();
        learned.places().forEach(p -> add(builds, p.build(), new Learned(List.of(p), List.of(), 0)));
        learned.values().forEach(v -> add(builds, v.build(), new Learned(List.of(), List.of(v), 0)));
        return List.copyOf(builds.values());
    }

    private static void add(Map<String, Learned> builds, String build, Learned one) {
        String key = builds.containsKey(build) || builds.size() < MOST_BUILDS ? build : "";
        builds.merge(key, one, Learned::and);
    }

    /** Returns the plan with the reasons for what changed, and what was learned in sentences. */
    Planned planned() {
        Map<MethodId, SortedSet<Integer>> fresh = all(RefiningStep::fresh);
        Map<MethodId, SortedSet<Integer>> foreseen = all(RefiningStep::foreseen);
        List<MethodPlan> methods = last.methods().stream()
                .map(m -> new MethodPlan(m.method(), m.digest(), m.directives(), kept(m, fresh, foreseen)))
                .toList();
        Map<String, List<String>> values = values(v -> v.actual().text());
        List<Plan.FactPlan> facts =
                last.facts().stream().map(f -> explained(f, values)).toList();
        return new Planned(new Plan(last.version(), last.input(), facts, methods), sentences());
    }

    private Map<MethodId, SortedSet<Integer>> all(Function<RefiningStep, Map<MethodId, SortedSet<Integer>>> which) {
        Map<MethodId, SortedSet<Integer>> all = new TreeMap<>();
        steps.forEach(s -> which.apply(s)
                .forEach((id, at) ->
                        all.computeIfAbsent(id, m -> new TreeSet<>()).addAll(at)));
        return all;
    }

    private Map<String, List<String>> values(Function<Learned.Value, String> what) {
        Map<String, List<String>> all = new TreeMap<>();
        for (RefiningStep step : steps) {
            step.values().forEach((key, more) -> {
                List<String> texts = all.computeIfAbsent(key, k -> new ArrayList<>());
                more.values().stream().map(what).filter(t -> !texts.contains(t)).forEach(texts::add);
            });
        }
        return all;
    }

    private static List<Plan.Keep> kept(
            MethodPlan method, Map<MethodId, SortedSet<Integer>> fresh, Map<MethodId, SortedSet<Integer>> foreseen) {
        List<Plan.Keep> kept = new ArrayList<>(method.kept());
        fresh.getOrDefault(method.method(), new TreeSet<>())
                .forEach(at -> kept.add(new Plan.Keep(at, "outline", "it came back in a run: learned")));
        foreseen.getOrDefault(method.method(), new TreeSet<>())
                .forEach(at ->
                        kept.add(new Plan.Keep(at, "learned", "it came back in a run, as what is seldom taken may")));
        return kept;
    }

    private static Plan.FactPlan explained(Plan.FactPlan fact, Map<String, List<String>> values) {
        List<String> more = values.get(fact.field().key());
        if (more == null || !(fact.use() instanceof Plan.FactUse.NotFolded no)) {
            return fact;
        }
        String reason = no.reason() + " (" + String.join(", ", more) + " in a run: learned)";
        return new Plan.FactPlan(fact.id(), fact.field(), fact.value(), new Plan.FactUse.NotFolded(reason));
    }

    private List<String> sentences() {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        Map<String, List<String>> expected = values(Learned.Value::expected);
        values(v -> v.actual().text())
                .forEach((key, actual) -> lines.add(key.replace('/', '.') + " was written with "
                        + String.join(", ", actual) + " where "
                        + String.join(", ", expected.getOrDefault(key, List.of()))
                        + " was expected: it is not folded any more."));
        Map<MethodId, MethodPlan> before = byMethod(first);
        Map<MethodId, MethodPlan> after = byMethod(last);
        all(RefiningStep::fresh).forEach((id, at) -> lines.add(sentence(id, at, before.get(id), after.get(id))));
        all(RefiningStep::foreseen)
                .forEach((id, at) -> lines.add(
                        id + " came back at " + list(at) + ", as what is seldom taken may: nothing changes for that."));
        return lines.stream().map(Refining::clean).toList();
    }

    private String summary() {
        int foreign = steps.stream().mapToInt(RefiningStep::foreign).sum();
        int stale = steps.stream().mapToInt(RefiningStep::stale).sum();
        int facts = values(v -> "").size();
        return "Learned: code came back at " + count(learned.places().size(), "place") + ", and "
                + count(facts, "fact") + " had another value"
                + (stale == 0 ? "" : "; passed over: " + count(stale, "line") + " of another build of the class")
                + (foreign == 0
                        ? ""
                        : "; passed over: " + count(foreign, "line") + " of code or facts that are not here")
                + (learned.torn() == 0
                        ? ""
                        : "; passed over: " + count(learned.torn(), "line") + " that a kill cut short")
                + ".";
    }

    private String sentence(
            MethodId id, SortedSet<Integer> at, @Nullable MethodPlan before, @Nullable MethodPlan after) {
        int widened =
                steps.stream().mapToInt(s -> s.widened().getOrDefault(id, 0)).sum();
        String head = id + " came back at " + list(at) + ": ";
        return before == null || after == null || before.directives().equals(after.directives())
                ? head + "nothing changes for that."
                : head + count(widened, "outcome") + " more may be taken; " + what(after) + ", instead of "
                        + what(before) + ".";
    }

    private static String what(MethodPlan plan) {
        int folds = (int) plan.directives().stream()
                .filter(d -> d instanceof Directive.FoldBranch)
                .count();
        int exits = (int) plan.directives().stream()
                .filter(d -> d instanceof Directive.OutlineEdge || d instanceof Directive.OutlineHandler)
                .count();
        return plan.movesWhole() ? "all of it cold" : count(exits, "cold outcome") + " and " + count(folds, "fold");
    }

    private static Map<MethodId, MethodPlan> byMethod(Plan plan) {
        return plan.methods().stream().collect(Collectors.toMap(MethodPlan::method, m -> m, (a, b) -> a, TreeMap::new));
    }

    private static String list(SortedSet<Integer> places) {
        return places.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    /** Names come from class files. */
    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
