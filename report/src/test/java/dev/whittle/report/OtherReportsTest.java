package dev.whittle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.formats.WhittleFile.Judged;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodGraph.Decision;
import dev.whittle.model.MethodGraph.Hoistability;
import dev.whittle.model.MethodGraph.Provenance;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Verdict;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OtherReportsTest {
    private static final ClassDigest DIGEST = new ClassDigest("ab".repeat(32));
    private static final FactId MAC = new FactId("net.mac");
    private static final MethodId RX = new MethodId("a/Adapter", "rx", "(I)V");
    private static final MethodId TX = new MethodId("a/Adapter", "tx", "()V");

    private static Decision decision(int line, Provenance provenance) {
        return new Decision(line, line, 0, provenance, new Hoistability.Fixed("test"));
    }

    @Test
    void analysisNamesHardwareBranchesAndCountsTheOthersByReason() {
        MethodGraph rx = new MethodGraph(
                RX,
                DIGEST,
                List.of(),
                List.of(
                        decision(7, new Provenance.FromFacts(Set.of(MAC), List.of("field mac", "isNew()"))),
                        decision(8, new Provenance.NoFact()),
                        decision(9, new Provenance.Unknown("native code"))),
                List.of(),
                List.of());
        MethodGraph tx = new MethodGraph(
                TX,
                DIGEST,
                List.of(),
                List.of(
                        decision(20, new Provenance.NoFact()),
                        decision(21, new Provenance.Mixed(Set.of(MAC), "the argument"))),
                List.of(),
                List.of());
        assertThat(Reports.analysis(List.of(tx, rx), Reports.UNBOUNDED)).isEqualTo("""
                        5 decision points in 2 methods, of which 1 hardware branch

                        method             line  fact     derived through
                        a.Adapter.rx(int)     7  net.mac  field mac > isNew()

                        the others
                          2  no fact takes part
                          1  derives from facts and from the argument
                          1  unknown: native code
                        """);
    }

    @Test
    void planCountsWhatIsDoneAndWhatIsKept() {
        Plan.Note note = new Plan.Note("r", "g", "k");
        FactSite.Field field = new FactSite.Field("a/Adapter", "mac", "I");
        Plan plan = new Plan(
                Plan.VERSION,
                "app.jar",
                List.of(
                        new Plan.FactPlan(MAC, field, new FactValue.OfInt(5), new Plan.FactUse.Folded()),
                        new Plan.FactPlan(
                                new FactId("net.rev"),
                                field,
                                new FactValue.OfInt(1),
                                new Plan.FactUse.NotFolded("it varied"))),
                List.of(
                        new Plan.MethodPlan(
                                RX,
                                DIGEST,
                                List.of(
                                        new Plan.Directive.FoldBranch(3, 1, List.of(MAC), note),
                                        new Plan.Directive.FoldBranch(5, 1, List.of(MAC), note)),
                                List.of(new Plan.Keep(9, "outline", "it ran"))),
                        new Plan.MethodPlan(TX, DIGEST, List.of(), List.of(new Plan.Keep(2, "outline", "it ran")))));
        assertThat(Reports.plan(plan)).isEqualTo("""
                        app.jar: 1 method to change of 2 methods considered
                          net.mac = 5  (a.Adapter.mac)
                          net.rev = 1  (a.Adapter.mac) is not folded: it varied

                        planned
                          2  fold a hardware branch

                        kept as it is, because
                          2  outline: it ran
                        """);
    }

    @Test
    void anEmptyPlanSaysSo() {
        assertThat(Reports.plan(new Plan(Plan.VERSION, "app.jar", List.of(), List.of())))
                .isEqualTo("app.jar: nothing to do of 0 methods considered\n");
    }

    @Test
    void verdictsNameWhatIsNotProved() {
        List<Judged> judged = List.of(
                new Judged(TX, new Verdict.Counterexample("x = 1", "returns 2", "returns 3")),
                new Judged(RX, new Verdict.Proved("product", 1)),
                new Judged(RX, new Verdict.Proved("product", 1)));
        assertThat(Reports.verdicts(judged, List.of("The store is of another build."), Reports.UNBOUNDED))
                .isEqualTo("""
                        3 transformed methods
                          2  PROVED
                          1  COUNTEREXAMPLE

                        method          verdict         because
                        a.Adapter.tx()  COUNTEREXAMPLE  with x = 1 the original returns 2, and the new code returns 3
                        The store is of another build.
                        """);
    }
}
