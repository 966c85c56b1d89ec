package dev.whittle.transformer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.model.FactId;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodGraph.Hoistability;
import dev.whittle.model.MethodGraph.Provenance;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Keep;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.transformer.plan.PlanSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What a plan makes of the graphs that analysis gives it. */
class GraphPlanTest {
    /** Decisions 4, 8 and 12: two small numbers, each above a bound. */
    private static final String SOURCE = """
            package app; class Rx {
              int unassessed;
              static int f(int a, int b, int x) { int r = x; if (a == 3) r++; if (b == 4) r++; if (x == 5) r++; return r; } }
            """;

    private static final List<PathCount> BOTH =
            List.of(new PathCount(0, List.of(new Outcome(4, 0), new Outcome(8, 0), new Outcome(12, 0)), 100));

    private String source = SOURCE;
    private final List<MethodId> asked = new ArrayList<>();

    private Plan.MethodPlan plan(
            List<PathCount> paths,
            Map<String, FactValue> facts,
            int exitBytes,
            BiFunction<MethodId, Cfg, Optional<MethodGraph>> graphs) {
        Whittled w = new Whittled(
                Map.of("app.Rx", source),
                (m, at) -> at.endsWith(paths.isEmpty() ? ":0" : ":1") ? 0 : 1,
                facts,
                new Whittled.Seen(paths.isEmpty() ? Map.of() : Map.of("app/Rx.f", paths), Map.of()),
                new PlanSettings(0.99, exitBytes),
                (id, cfg) -> {
                    asked.add(id);
                    return graphs.apply(id, cfg);
                });
        return w.plan.methods().stream()
                .filter(m -> m.method().name().equals("f"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> hoisted(Plan.MethodPlan plan) {
        return plan.directives().stream()
                .filter(Directive.HoistPath.class::isInstance)
                .flatMap(d -> ((Directive.HoistPath) d).predicates().stream())
                .map(Plan.Predicate::ordinal)
                .toList();
    }

    @Test
    void hoistsWhatAnalysisLetsBeAskedAtEntry() {
        Plan.MethodPlan plan = plan(BOTH, Map.of(), 0, Whittled::analysed);
        assertThat(hoisted(plan)).containsExactly(4, 8, 12);
        assertThat(plan.kept()).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void leavesInPlaceWhatAnalysisRefuses() {
        Plan.MethodPlan plan = plan(BOTH, Map.of(), 0, (id, cfg) -> {
            MethodGraph all = Whittled.analysed(id, cfg).orElseThrow();
            List<MethodGraph.Decision> decisions = all.decisions().stream()
                    .map(d -> d.ordinal() == 8
                            ? new MethodGraph.Decision(
                                    8, -1, 0, d.provenance(), new Hoistability.Fixed("computing it may throw"))
                            : d)
                    .toList();
            return Optional.of(new MethodGraph(
                    all.method(), all.digest(), all.blocks(), decisions, all.loopHeaders(), all.effects()));
        });
        assertThat(hoisted(plan)).containsExactly(4, 12);
        assertThat(plan.kept()).containsExactly(new Keep(8, "hoist", "computing it may throw"));
    }

    @Test
    void hoistsNothingInAMethodThatIsUnanalysed() {
        Plan.MethodPlan none = plan(BOTH, Map.of(), 0, (id, cfg) -> Optional.empty());
        assertThat(hoisted(none)).isEmpty();
        assertThat(none.kept()).extracting(Keep::what).containsOnly("hoist");
        assertThat(none.kept())
                .extracting(Keep::reason)
                .allSatisfy(r -> assertThat(r).startsWith("unanalysed"));
        Plan.MethodPlan unknown = plan(
                BOTH,
                Map.of(),
                0,
                (id, cfg) -> Whittled.graph(
                        id, cfg, new Provenance.Unknown("unanalysed: x"), new Hoistability.Fixed("unanalysed: x")));
        assertThat(hoisted(unknown)).isEmpty();
        assertThat(unknown.kept()).extracting(Keep::reason).containsOnly("unanalysed: x");
    }

    @Test
    void aFactThatCannotBeFoldedIsTestedInPlaceWhateverItsExitsCost() {
        // What is visible before the first cold way keeps it from the exit of the method's beginning, which costs
        // nothing.
        source = SOURCE.replace("int r = x;", "last = x; int r = x;").replace("int unassessed;", "static int last;");
        Provenance marker = new Provenance.FromFacts(Set.of(new FactId("net.quirk")), List.of("marker call"));
        Map<String, FactValue> declared = Map.of("app/Rx.f(III)I#2", new FactValue.OfInt(9));
        Plan.MethodPlan plan = plan(
                List.of(), declared, 100_000, (id, cfg) -> Whittled.graph(id, cfg, marker, new Hoistability.Fixed("")));
        assertThat(plan.directives())
                .filteredOn(Directive.OutlineEdge.class::isInstance)
                .isNotEmpty()
                .allSatisfy(d -> assertThat(d.note().reason()).contains("net.quirk", "tested in place"));
        assertThat(plan(List.of(), declared, 100_000, Whittled::analysed).directives())
                .noneMatch(Directive.OutlineEdge.class::isInstance);
    }

    @Test
    void asksForNoGraphThatNothingDependsOn() {
        plan(List.of(), Map.of(), 0, Whittled::analysed);
        assertThat(asked).isEmpty();
    }
}
