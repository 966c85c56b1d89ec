package dev.whittle.verifier.internal.smt;

import io.github.cvc5.CVC5ApiException;
import io.github.cvc5.Command;
import io.github.cvc5.Context;
import io.github.cvc5.InputParser;
import io.github.cvc5.Result;
import io.github.cvc5.Solver;
import io.github.cvc5.SymbolManager;
import io.github.cvc5.Term;
import io.github.cvc5.TermManager;
import io.github.cvc5.UnknownExplanation;
import io.github.cvc5.modes.InputLanguage;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The process of cvc5. Each question has a solver of its own, so that an answer does not depend on what was asked before. */
public final class Cvc5Worker {
    private Cvc5Worker() {}

    public static void main(String[] args) {
        Worker.run(Cvc5Worker::answer);
    }

    private static Reply answer(Question question, long steps) {
        try {
            TermManager terms = new TermManager();
            Solver solver = new Solver(terms);
            solver.setOption("rlimit", Long.toString(steps));
            // Of its SAT solvers this one counts its steps; the others run on past the limit.
            solver.setOption("bv-sat-solver", "minisat");
            solver.setOption(
                    "produce-models", Boolean.toString(!question.values().isEmpty()));
            SymbolManager symbols = new SymbolManager(terms);
            InputParser parser = new InputParser(solver, symbols);
            parser.setStringInput(InputLanguage.SMT_LIB_2_6, question.script(), "question");
            for (Command c = parser.nextCommand(); !c.isNull(); c = parser.nextCommand()) {
                String said = c.invoke(solver, symbols);
                if (said.contains("error")) {
                    return new Reply(new Answer.Fault("it failed: " + said.strip()), 0);
                }
            }
            Result result = solver.checkSat();
            return new Reply(answer(result, solver, symbols, question), taken(solver));
        } catch (CVC5ApiException e) {
            return new Reply(new Answer.Fault("it failed: " + e.getMessage()), 0);
        } finally {
            Context.deletePointers();
        }
    }

    private static Answer answer(Result result, Solver solver, SymbolManager symbols, Question question) {
        if (result.isUnsat()) {
            return new Answer.Refuted();
        }
        if (result.isSat()) {
            return new Answer.Satisfiable(values(solver, symbols, question));
        }
        UnknownExplanation why = result.getUnknownExplanation();
        return why == UnknownExplanation.MEMOUT
                ? new Answer.Fault("it ran out of memory")
                : new Answer.Unknown(why == UnknownExplanation.RESOURCEOUT ? "its steps are used up" : why.toString());
    }

    private static SortedMap<String, String> values(Solver solver, SymbolManager symbols, Question question) {
        SortedMap<String, String> values = new TreeMap<>();
        if (!question.values().isEmpty()) {
            Map<String, Term> declared = new HashMap<>();
            for (Term term : symbols.getDeclaredTerms()) {
                declared.put(Names.bare(term.toString()), term);
            }
            for (String name : question.values()) {
                Term term = declared.get(Names.bare(name));
                if (term != null) {
                    values.put(name, solver.getValue(term).toString());
                }
            }
        }
        return values;
    }

    private static long taken(Solver solver) {
        return solver.getStatistics().get("resource::resourceUnitsUsed").getInt();
    }
}
