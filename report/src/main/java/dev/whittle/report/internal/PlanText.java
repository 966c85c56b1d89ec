package dev.whittle.report.internal;

import dev.whittle.model.Plan;

/** A plan in counts. */
public final class PlanText {
    private PlanText() {}

    public static String render(Plan plan) {
        Counts done = new Counts();
        Counts kept = new Counts();
        for (Plan.MethodPlan method : plan.methods()) {
            method.directives().forEach(d -> done.add(word(d)));
            method.kept().forEach(k -> kept.add(k.what() + ": " + k.reason()));
        }
        long touched =
                plan.methods().stream().filter(m -> !m.directives().isEmpty()).count();
        StringBuilder out = new StringBuilder();
        out.append(Words.clean(plan.input())).append(": ");
        out.append(touched == 0 ? "nothing to do" : Words.count(touched, "method") + " to change");
        out.append(" of ").append(Words.count(plan.methods().size(), "method")).append(" considered\n");
        plan.facts().forEach(f -> out.append("  ").append(Words.clean(fact(f))).append('\n'));
        if (!done.isEmpty()) {
            out.append("\nplanned\n").append(done.render());
        }
        if (!kept.isEmpty()) {
            out.append("\nkept as it is, because\n").append(kept.render());
        }
        return out.toString();
    }

    private static String fact(Plan.FactPlan fact) {
        String head = fact.id() + " = " + Words.value(fact.value()) + "  ("
                + Words.key(fact.field().key()) + ")";
        return fact.use() instanceof Plan.FactUse.NotFolded no ? head + " is not folded: " + no.reason() : head;
    }

    private static String word(Plan.Directive directive) {
        if (directive instanceof Plan.Directive.FoldBranch) {
            return "fold a hardware branch";
        }
        if (directive instanceof Plan.Directive.AssumeParameter) {
            return "assume a parameter";
        }
        if (directive instanceof Plan.Directive.OutlineEdge) {
            return "outline a cold branch";
        }
        if (directive instanceof Plan.Directive.OutlineHandler) {
            return "outline a cold handler";
        }
        if (directive instanceof Plan.Directive.FixReceiver) {
            return "fix the receiver of a call";
        }
        return directive instanceof Plan.Directive.MoveWhole ? "move a whole method" : "hoist a principal path";
    }
}
