package dev.whittle.engine;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.CodeSizes;
import dev.whittle.bytecode.Instructions;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Verdict;
import dev.whittle.model.WhittleReport;
import dev.whittle.model.WhittleReport.DecisionKind;
import dev.whittle.model.WhittleReport.EliminatedBranch;
import dev.whittle.model.WhittleReport.FixedCall;
import dev.whittle.model.WhittleReport.GuardKind;
import dev.whittle.model.WhittleReport.ReasonCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Counts what a whittling came to. */
final class ReportBuilder {
    private final Map<String, byte[]> classes;
    private final Function<MethodId, Optional<MethodGraph>> graphs;
    private final Map<String, ClassNode> parsed = new HashMap<>();

    ReportBuilder(Map<String, byte[]> classes, Function<MethodId, Optional<MethodGraph>> graphs) {
        this.classes = classes;
        this.graphs = graphs;
    }

    /**
     * What packaging knows besides.
     *
     * @param left internal names of classes that lie beside the program
     */
    record Sizes(long hotBefore, long hotAfter, long cold, long store, Set<String> left) {}

    WhittleReport build(String build, Rewriting.Result result, Sizes sizes) {
        List<EliminatedBranch> eliminated = eliminated(result);
        long proved = result.verdicts().values().stream()
                .filter(v -> v instanceof Verdict.Proved)
                .count();
        long tested = result.verdicts().values().stream()
                .filter(v -> v instanceof Verdict.Tested)
                .count();
        WhittleReport.Totals totals = new WhittleReport.Totals(
                decisionPoints(),
                hardwareBranches(),
                eliminated.stream()
                        .filter(b -> b.guard() != GuardKind.SIDE_EXIT)
                        .count(),
                guards(result),
                sizes.hotBefore(),
                sizes.hotAfter(),
                sizes.cold(),
                sizes.store(),
                proved,
                tested,
                result.reverted().size());
        List<WhittleReport.AssumedFact> facts = PlanEdits.folded(result.plan()).stream()
                .map(f -> new WhittleReport.AssumedFact(f.id(), f.field().key(), f.value()))
                .sorted(Comparator.comparing(WhittleReport.AssumedFact::id)
                        .thenComparing(WhittleReport.AssumedFact::factKey))
                .toList();
        return new WhittleReport(
                result.plan().input(),
                build,
                facts,
                eliminated,
                calls(result),
                totals,
                kept(result.plan(), sizes.left()));
    }

    private List<EliminatedBranch> eliminated(Rewriting.Result result) {
        List<EliminatedBranch> rows = new ArrayList<>();
        for (Plan.MethodPlan method : result.plan().methods()) {
            Verdict verdict = result.verdicts().get(method.method());
            if (verdict == null) {
                continue;
            }
            Set<FactId> atEntry = method.directives().stream()
                    .filter(d -> d instanceof Directive.AssumeParameter)
                    .map(d -> ((Directive.AssumeParameter) d).fact())
                    .collect(Collectors.toSet());
            for (Directive directive : method.directives()) {
                row(method.method(), directive, atEntry, verdict).ifPresent(rows::addAll);
            }
            rows.addAll(inPlace(method, verdict));
        }
        rows.sort(Comparator.comparing(EliminatedBranch::method).thenComparing(EliminatedBranch::ordinal));
        return rows;
    }

    private List<FixedCall> calls(Rewriting.Result result) {
        List<FixedCall> calls = new ArrayList<>();
        for (Plan.MethodPlan method : result.plan().methods()) {
            Verdict verdict = result.verdicts().get(method.method());
            for (Directive directive : method.directives()) {
                if (verdict != null && directive instanceof Directive.FixReceiver fix) {
                    Instructions code = Instructions.of(method(method.method()));
                    MethodInsnNode call = (MethodInsnNode) code.get(fix.ordinal());
                    calls.add(new FixedCall(
                            method.method(),
                            code.line(fix.ordinal()),
                            fix.ordinal(),
                            new MethodId(call.owner, call.name, call.desc),
                            fix.receiver(),
                            verdict));
                }
            }
        }
        calls.sort(Comparator.comparing(FixedCall::method).thenComparing(FixedCall::ordinal));
        return calls;
    }

    private Optional<List<EliminatedBranch>> row(
            MethodId id, Directive directive, Set<FactId> atEntry, Verdict verdict) {
        if (directive instanceof Directive.FoldBranch fold) {
            GuardKind guard = atEntry.containsAll(fold.facts()) ? GuardKind.ENTRY_GUARD : GuardKind.FACT_GUARD;
            return Optional.of(List.of(branch(id, fold.ordinal(), fold.facts(), fold.keptOutcome(), guard, verdict)));
        }
        if (directive instanceof Directive.HoistPath hoist) {
            return Optional.of(hoist.predicates().stream()
                    .map(p -> branch(id, p.ordinal(), List.of(), p.outcome(), GuardKind.ENTRY_GUARD, verdict))
                    .toList());
        }
        return Optional.empty();
    }

    /** Hardware branches that are not folded and of which one outcome is left: the hot code still tests them. */
    private List<EliminatedBranch> inPlace(Plan.MethodPlan method, Verdict verdict) {
        Map<Integer, Set<Integer>> left = new TreeMap<>();
        for (Directive directive : method.directives()) {
            if (directive instanceof Directive.OutlineEdge edge) {
                left.computeIfAbsent(edge.ordinal(), o -> new HashSet<>()).add(edge.outcome());
            }
        }
        List<EliminatedBranch> rows = new ArrayList<>();
        if (!left.isEmpty()) {
            Map<Integer, List<FactId>> facts = factsOf(method.method());
            left.keySet().retainAll(facts.keySet());
            Cfg cfg = Cfg.of(method(method.method()));
            left.forEach((ordinal, gone) -> {
                if (cfg.outcomes(ordinal) - gone.size() == 1) {
                    int kept = IntStream.range(0, cfg.outcomes(ordinal))
                            .filter(o -> !gone.contains(o))
                            .findFirst()
                            .orElseThrow();
                    rows.add(branch(
                            method.method(),
                            ordinal,
                            Objects.requireNonNull(facts.get(ordinal)),
                            kept,
                            GuardKind.SIDE_EXIT,
                            verdict));
                }
            });
        }
        return rows;
    }

    private Map<Integer, List<FactId>> factsOf(MethodId id) {
        Map<Integer, List<FactId>> facts = new TreeMap<>();
        graphs.apply(id).stream().flatMap(g -> g.decisions().stream()).forEach(d -> {
            if (d.provenance() instanceof MethodGraph.Provenance.FromFacts from) {
                facts.put(d.ordinal(), from.facts().stream().sorted().toList());
            }
        });
        return facts;
    }

    private EliminatedBranch branch(
            MethodId id, int ordinal, List<FactId> facts, int kept, GuardKind guard, Verdict verdict) {
        Cfg cfg = Cfg.of(method(id));
        return new EliminatedBranch(
                id,
                cfg.instructions().line(ordinal),
                ordinal,
                facts,
                cfg.instructions().get(ordinal) instanceof JumpInsnNode ? DecisionKind.JUMP : DecisionKind.SWITCH,
                kept,
                guard,
                verdict,
                bytesBehind(cfg, ordinal, kept));
    }

    /** Bytes of the instructions that only the other outcomes reach. */
    private static long bytesBehind(Cfg cfg, int ordinal, int kept) {
        java.util.BitSet behind = cfg.reachable(0, e -> true);
        behind.andNot(cfg.reachable(0, e -> e.from() != ordinal || e.outcome() == kept));
        return CodeSizes.of(cfg.instructions(), behind);
    }

    private ClassNode parsed(String name) {
        return parsed.computeIfAbsent(name, n -> ClassFiles.parse(Objects.requireNonNull(classes.get(n), n)));
    }

    private MethodNode method(MethodId id) {
        ClassNode node = parsed(id.owner());
        return node.methods.stream()
                .filter(m -> m.name.equals(id.name()) && m.desc.equals(id.descriptor()))
                .findFirst()
                .orElseThrow();
    }

    private long decisionPoints() {
        return classes.keySet().stream()
                .mapToLong(c -> parsed(c).methods.stream()
                        .mapToLong(ReportBuilder::decisions)
                        .sum())
                .sum();
    }

    private static long decisions(MethodNode method) {
        try {
            return Cfg.of(method).decisions().size();
        } catch (UnsupportedOperationException subroutine) {
            return 0;
        }
    }

    private long hardwareBranches() {
        long count = 0;
        for (String name : classes.keySet()) {
            ClassNode node = parsed(name);
            for (MethodNode method : node.methods) {
                // Analysis is what takes long: of a method that decides nothing it has nothing to say.
                if (decisions(method) > 0) {
                    count += graphs.apply(new MethodId(node.name, method.name, method.desc)).stream()
                            .flatMap(g -> g.decisions().stream())
                            .filter(d -> d.provenance() instanceof MethodGraph.Provenance.FromFacts)
                            .count();
                }
            }
        }
        return count;
    }

    private static long guards(Rewriting.Result result) {
        return result.classes().stream()
                .flatMap(c -> c.certificates().stream())
                .mapToLong(c -> c.guards().stream()
                        .map(Certificate.GuardPoint::transformed)
                        .distinct()
                        .count())
                .sum();
    }

    /** The reason without its place, so that equal reasons are counted together; the plan has the places. */
    private static String kind(String reason) {
        return reason.replaceAll("\\([^)]*\\)", "")
                .replaceAll("\\b[\\w$]+(/[\\w$]+)+(\\.[\\w$<>]+)?", "...")
                .replaceAll("(invokespecial of) [\\w$]+", "$1 a method")
                .replaceAll(" (at|to) \\d+", "")
                .strip();
    }

    private static List<ReasonCount> kept(Plan plan, Set<String> left) {
        Map<String, Long> counts = plan.methods().stream()
                .filter(m -> !left.contains(m.method().owner()))
                .flatMap(m -> m.kept().stream())
                .collect(Collectors.groupingBy(k -> kind(k.reason()), TreeMap::new, Collectors.counting()));
        plan.facts().stream()
                .filter(f -> f.use() instanceof Plan.FactUse.NotFolded)
                .forEach(f -> counts.merge(
                        f.id() + " is not folded: " + ((Plan.FactUse.NotFolded) f.use()).reason(), 1L, Long::sum));
        return counts.entrySet().stream()
                .map(e -> new ReasonCount(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingLong(ReasonCount::count).reversed().thenComparing(ReasonCount::reason))
                .toList();
    }
}
