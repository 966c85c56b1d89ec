package dev.whittle.formats;

import dev.whittle.model.Certificate;
import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactId;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.model.WhittleReport;
import java.util.List;

/** One of everything, so that a round trip touches each field and each kind. */
final class Samples {
    static final MethodId RX = new MethodId("com/example/Adapter", "rx", "([BI)Z");
    static final ClassDigest DIGEST = new ClassDigest("ab".repeat(32));
    private static final FactId MAC = new FactId("net.mac");
    private static final Plan.Note NOTE = new Plan.Note("one \"outcome\" only", "-12 bytes", "exit\ttaken ü");

    private Samples() {}

    static Plan plan() {
        Plan.PrincipalPath path = new Plan.PrincipalPath(
                0.99,
                List.of(new Plan.Component(0.5, List.of(new Plan.Loading(3, 1, 0.25), new Plan.Loading(9, 0, -0.75)))));
        List<Plan.Directive> directives = List.of(
                new Plan.Directive.FoldBranch(3, 1, List.of(MAC), NOTE),
                new Plan.Directive.AssumeParameter(1, new FactValue.OfInt(7), MAC, NOTE),
                new Plan.Directive.OutlineEdge(9, 0, NOTE),
                new Plan.Directive.OutlineHandler(40, NOTE),
                new Plan.Directive.FixReceiver(12, "com/example/Fast", NOTE),
                new Plan.Directive.MoveWhole(NOTE),
                new Plan.Directive.HoistPath(List.of(new Plan.Predicate(9, 1)), path, NOTE));
        return new Plan(
                Plan.VERSION,
                "app.jar",
                facts(),
                List.of(new Plan.MethodPlan(
                        RX, DIGEST, directives, List.of(new Plan.Keep(-1, "hoist-path", "a call comes first")))));
    }

    private static List<Plan.FactPlan> facts() {
        FactSite.Field field = new FactSite.Field("com/example/Adapter", "mac", "Lcom/example/Mac;");
        return List.of(
                new Plan.FactPlan(MAC, field, new FactValue.OfEnum("I82540EM"), new Plan.FactUse.Folded(3, false)),
                new Plan.FactPlan(
                        new FactId("net.n"), field, new FactValue.OfLong(-5), new Plan.FactUse.NotFolded("it varied")));
    }

    static WhittleFile file() {
        Certificate certificate = new Certificate(
                RX,
                DIGEST,
                false,
                List.of(new Certificate.PositionPair(0, 2, List.of(new Plan.Predicate(9, 1)))),
                List.of(new Certificate.GuardPoint(0, "com/example/Adapter.mac", new FactValue.OfEnum("I82540EM"))),
                List.of(new Certificate.ExitPoint(7, 4, 11, List.of(0, 1, 2), 1)));
        return new WhittleFile(
                "b1",
                "00".repeat(32),
                "11".repeat(32),
                "META-INF/whittle/b1/store.wcs",
                facts(),
                List.of(certificate),
                List.of(new TransformedClass.Refusal(RX, "too many arguments")),
                List.of(
                        new WhittleFile.Judged(RX, new Verdict.Proved("product", 3)),
                        new WhittleFile.Judged(RX, new Verdict.Tested(10, 0.5, 42, "solver gave up")),
                        new WhittleFile.Judged(RX, new Verdict.Counterexample("x=1", "2", "3")),
                        new WhittleFile.Judged(RX, new Verdict.Unsupported("subroutine"))));
    }

    static WhittleReport report() {
        return new WhittleReport(
                "app.jar",
                "b1",
                List.of(new WhittleReport.AssumedFact(
                        MAC, "com/example/Adapter.mac", new FactValue.OfEnum("I82540EM"))),
                List.of(new WhittleReport.EliminatedBranch(
                        RX,
                        120,
                        3,
                        List.of(MAC),
                        WhittleReport.DecisionKind.JUMP,
                        1,
                        WhittleReport.GuardKind.FACT_GUARD,
                        new Verdict.Proved("product", 3),
                        31)),
                List.of(new WhittleReport.FixedCall(
                        RX, 121, 9, RX, "com/example/Fast", new Verdict.Proved("product", 3))),
                new WhittleReport.Totals(47, 15, 12, 3, 9000, 5000, 4000, 1800, 9, 0, 1),
                List.of(new WhittleReport.ReasonCount("not in the profile", 35)));
    }
}
