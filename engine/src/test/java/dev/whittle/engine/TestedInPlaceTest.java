package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cfg.Analysis;
import dev.whittle.cfg.Analyzer;
import dev.whittle.cfg.FactFields;
import dev.whittle.cfg.FactScanner;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Profile;
import dev.whittle.model.Verdict;
import dev.whittle.model.WhittleReport;
import dev.whittle.model.WhittleReport.GuardKind;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hardware branches whose facts cannot be folded: a marker call, and a static field. */
class TestedInPlaceTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of("app.Nic", """
            package app;
            import dev.whittle.annotations.*;
            class Nic {
                @HwBranch("net.bus") static int bus = 1;
                int n;
                int quirk(boolean odd, int a) { if (Hw.decide("net.quirk", odd)) { n = a * 3 + n; return n ^ 5; } return a; }
                int bus(int a) { if (bus == 3) { n = a * 5 + n; return n ^ 6; } return a; }
                int plain(int a) { if (a == 9) { n = a * 7 + n; return n ^ 7; } return a; }
            }
            """));

    @Test
    void leaveTheirOtherOutcomeToTheStoreAndAreReportedAsTestedInPlace() {
        List<FactDeclaration> declarations = FactScanner.scan(CLASSES);
        try (Analysis analysis = Analyzer.open(CLASSES, List.of(), declarations)) {
            Map<String, Plan.FactUse> uses = new TreeMap<>();
            for (FactDeclaration d : declarations) {
                if (d.site() instanceof FactSite.Field field) {
                    uses.put(field.key(), FactFields.of(CLASSES).assess(field));
                }
            }
            Plan plan = Planner.plan(
                    "test",
                    CLASSES,
                    c -> true,
                    profile(),
                    id -> Optional.of(analysis.graph(id)),
                    declarations,
                    uses,
                    new PlanSettings(0.99, 100_000));
            assertThat(plan.methods())
                    .filteredOn(m -> !m.directives().isEmpty())
                    .extracting(m -> m.method().name())
                    .containsExactlyInAnyOrder("quirk", "bus");
            assertThat(plan.methods())
                    .flatMap(Plan.MethodPlan::directives)
                    .allSatisfy(d -> assertThat(d).isInstanceOf(Directive.OutlineEdge.class))
                    .extracting(d -> d.note().reason())
                    .containsExactlyInAnyOrder(
                            "it follows from [net.quirk] and was never taken; it is tested in place",
                            "it follows from [net.bus] and was never taken; it is tested in place");
            WhittleReport report = report(analysis, plan);
            assertThat(report.eliminated())
                    .extracting(b -> b.method().name() + " " + b.facts() + " " + b.outcomeKept() + " " + b.guard())
                    .containsExactly(
                            "bus " + List.of(new FactId("net.bus")) + " 1 " + GuardKind.SIDE_EXIT,
                            "quirk " + List.of(new FactId("net.quirk")) + " 1 " + GuardKind.SIDE_EXIT);
            assertThat(report.totals().hardwareBranches()).isEqualTo(2);
            assertThat(report.totals().eliminated()).isZero();
        }
    }

    private static WhittleReport report(Analysis analysis, Plan plan) {
        Map<MethodId, Verdict> verdicts = plan.methods().stream()
                .filter(m -> !m.directives().isEmpty())
                .collect(Collectors.toMap(Plan.MethodPlan::method, m -> new Verdict.Proved("product", 1)));
        return new ReportBuilder(CLASSES, id -> Optional.of(analysis.graph(id)))
                .build(
                        "b0",
                        new Rewriting.Result(plan, List.of(), verdicts, Map.of(), List.of()),
                        new ReportBuilder.Sizes(1, 1, 1, 1, java.util.Set.of()));
    }

    /** Every conditional jump was always taken. */
    private static Profile profile() {
        return new Profile(
                List.of("test"),
                Profiles.eachMethod(Profiles.random(CLASSES, 1), TestedInPlaceTest::taken),
                new TreeMap<>());
    }

    private static Profile.MethodProfile taken(Profile.MethodProfile m) {
        return new Profile.MethodProfile(
                m.name(),
                m.descriptor(),
                9,
                m.edges().stream()
                        .map(e -> new Profile.EdgeCount(e.ordinal(), e.outcome(), e.outcome() == 0 ? 0 : 9))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }
}
