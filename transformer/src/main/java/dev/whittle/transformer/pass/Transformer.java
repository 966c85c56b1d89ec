package dev.whittle.transformer.pass;

import dev.whittle.model.FactSite;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.transformer.internal.EnumConstants;
import dev.whittle.transformer.internal.HelperCalls;
import dev.whittle.transformer.internal.Members;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Carries plans for one program out, one after the other. What a plan makes of a nest depends on nothing but what it says of the nest, so
 * that only nests of which it says something else than the plan before are made again. Equal plans give equal bytes, whatever came before.
 * Not thread-safe.
 */
public final class Transformer {
    private final Map<String, byte[]> classes;
    private final String build;
    private final Linking linking;
    private final Members members;
    private final EnumConstants enums;
    private final HelperCalls helpers;
    private final ProgramIndex index;
    private final Map<String, Made> made = new HashMap<>();

    private record Made(NestRewriter.Task task, List<TransformedClass> classes) {}

    /**
     * @param classes the whole program, by internal name
     * @param library what it runs with, by internal name; it is looked at and never changed
     * @param build id of the build, which each call of the runtime carries
     */
    public Transformer(Map<String, byte[]> classes, Map<String, byte[]> library, String build, Linking linking) {
        this.classes = new TreeMap<>(classes);
        this.build = build;
        this.linking = linking;
        this.members = new Members(this.classes, library);
        this.enums = new EnumConstants(this.classes);
        this.helpers = new HelperCalls(this.classes, enums);
        this.index = new ProgramIndex(this.classes);
    }

    /** Returns the classes that change when one plan is carried out, as {@link #transform(Plan)} does. */
    public static List<TransformedClass> transform(Map<String, byte[]> classes, Plan plan, String build) {
        return new Transformer(classes, Map.of(), build, Linking.CALL_SITE).transform(plan);
    }

    /** Returns the classes that change, sorted by name, and behind them those that were to change and do not. */
    public List<TransformedClass> transform(Plan plan) {
        List<TransformedClass> result = new ArrayList<>();
        tasks(plan).forEach((host, task) -> {
            Made known = made.get(host);
            if (known == null || !known.task().equals(task)) {
                known = new Made(
                        task,
                        new NestRewriter(classes, build, linking, members, enums, helpers, index, host, task)
                                .rewrite());
                made.put(host, known);
            }
            result.addAll(known.classes());
        });
        result.sort(Comparator.<TransformedClass, Boolean>comparing(c -> c.bytes() == classes.get(c.name()))
                .thenComparing(TransformedClass::name));
        return result;
    }

    /** What there is to do, by nest host. */
    private Map<String, NestRewriter.Task> tasks(Plan plan) {
        Map<String, Map<MethodId, Plan.MethodPlan>> methods = new HashMap<>();
        for (Plan.MethodPlan method : plan.methods()) {
            String owner = method.method().owner();
            if (!method.directives().isEmpty() && classes.containsKey(owner)) {
                methods.computeIfAbsent(index.host(owner), h -> new TreeMap<>())
                        .put(
                                method.method(),
                                new Plan.MethodPlan(method.method(), method.digest(), method.directives(), List.of()));
            }
        }
        Map<String, NestRewriter.Task> tasks = new TreeMap<>();
        index.nests().forEach((host, names) -> {
            Map<MethodId, Plan.MethodPlan> todo = methods.getOrDefault(host, Map.of());
            boolean folds = todo.values().stream().anyMatch(Transformer::rests);
            Map<String, NestRewriter.Assumed> facts = new TreeMap<>();
            for (Plan.FactPlan fact : plan.facts()) {
                FactSite.Field field = fact.field();
                boolean matters =
                        folds || names.stream().anyMatch(n -> index.touches(n, field.name(), field.descriptor()));
                if (fact.use() instanceof Plan.FactUse.Folded && matters) {
                    facts.put(
                            field.key(),
                            new NestRewriter.Assumed(fact.value(), field.descriptor(), fact.bit(), fact.guarded()));
                }
            }
            if (!todo.isEmpty() || !facts.isEmpty()) {
                tasks.put(host, new NestRewriter.Task(names, todo, facts));
            }
        });
        return tasks;
    }

    /** What a fold rests on may be read by a helper in another nest. */
    private static boolean rests(Plan.MethodPlan method) {
        return method.directives().stream()
                .anyMatch(d -> d instanceof Plan.Directive.FoldBranch || d instanceof Plan.Directive.AssumeParameter);
    }
}
