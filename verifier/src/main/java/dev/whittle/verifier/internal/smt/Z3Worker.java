package dev.whittle.verifier.internal.smt;

import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Global;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Statistics;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The process of Z3. Each question has a context of its own, so that an answer does not depend on what was asked before. */
public final class Z3Worker {
    private Z3Worker() {}

    /** @param args the memory it may take, in megabytes */
    public static void main(String[] args) {
        Worker.run((question, steps) -> answer(question, steps, args[0]));
    }

    private static Reply answer(Question question, long steps, String megabytes) {
        Global.setParameter("memory_max_size", megabytes);
        try (Context context = new Context()) {
            Solver solver = context.mkSolver();
            Params limit = context.mkParams();
            limit.add("rlimit", (int) Math.min(steps, Integer.MAX_VALUE));
            solver.setParameters(limit);
            solver.fromString(question.script());
            Status status = solver.check();
            return new Reply(answer(status, solver, question), taken(solver));
        } catch (Z3Exception e) {
            String message = String.valueOf(e.getMessage());
            return new Reply(fault(message), 0);
        }
    }

    private static Answer answer(Status status, Solver solver, Question question) {
        return switch (status) {
            case UNSATISFIABLE -> new Answer.Refuted();
            case SATISFIABLE ->
                new Answer.Satisfiable(
                        question.values().isEmpty() ? new TreeMap<>() : values(solver.getModel(), question));
            case UNKNOWN -> {
                String reason = solver.getReasonUnknown();
                yield reason.toLowerCase(Locale.ROOT).contains("memory") ? fault(reason) : new Answer.Unknown(reason);
            }
        };
    }

    private static Answer fault(String message) {
        return new Answer.Fault(
                message.toLowerCase(Locale.ROOT).contains("memory")
                        ? "it ran out of memory"
                        : "it failed: " + message.strip());
    }

    /** What the model leaves open may be anything and is left out. */
    private static SortedMap<String, String> values(Model model, Question question) {
        SortedMap<String, String> all = new TreeMap<>();
        for (FuncDecl<?> constant : model.getConstDecls()) {
            Expr<?> value = model.getConstInterp(constant);
            all.put(constant.getName().toString(), value.getSExpr());
        }
        SortedMap<String, String> values = new TreeMap<>();
        for (String name : question.values()) {
            String value = all.get(Names.bare(name));
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private static long taken(Solver solver) {
        Statistics.Entry entry = solver.getStatistics().get("rlimit count");
        return entry == null ? 0 : Integer.toUnsignedLong(entry.getUIntValue());
    }
}
