package dev.whittle.verifier.internal;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Sort;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks Z3, under a limit that counts its own steps and not time, so that the answer is the same each time. What it does not
 * answer counts as not shown; so does a solver that is not there.
 */
final class Solver implements AutoCloseable {
    private static final int STEPS = 2_000_000;
    private static final int MAX_QUERIES = 2_000;
    private static final int MAX_MODELS = 16;

    private final Map<Term, Expr<?>> encoded = new HashMap<>();
    private final Set<SortedMap<Integer, Long>> models = new LinkedHashSet<>();
    private @Nullable Context context;
    private String failure = "";
    private final int maxQueries;
    private final int steps;
    private int queries;

    Solver() {
        this(MAX_QUERIES, STEPS);
    }

    /**
     * For a proof that is given up once it asks more.
     *
     * @param steps of the solver's own, for one query
     */
    Solver(int maxQueries, int steps) {
        this.maxQueries = maxQueries;
        this.steps = steps;
    }

    int queries() {
        return queries;
    }

    /** Returns why there were no answers, or an empty string. */
    String failure() {
        return failure;
    }

    /** Returns true only if it was shown that the facts cannot all hold. */
    boolean impossible(Collection<Term> facts) {
        if (queries >= maxQueries && maxQueries < MAX_QUERIES) {
            throw new Unproved("it asks more of the solver than is tried");
        }
        if (!failure.isEmpty() || queries >= maxQueries) {
            return false;
        }
        queries++;
        try {
            Context c = context();
            com.microsoft.z3.Solver solver = c.mkSolver();
            Params limit = c.mkParams();
            limit.add("rlimit", steps);
            solver.setParameters(limit);
            for (Term fact : facts) {
                solver.add(new BoolExpr[] {(BoolExpr) encode(fact, c)});
            }
            Status status = solver.check();
            if (status == Status.SATISFIABLE) {
                remember(solver.getModel());
            }
            return status == Status.UNSATISFIABLE;
        } catch (Z3Exception | LinkageError | ClassCastException e) {
            failure = "the solver failed: " + e;
            return false;
        }
    }

    private void remember(Model model) {
        SortedMap<Integer, Long> values = new TreeMap<>();
        encoded.forEach((term, expression) -> {
            if (term.is("arg") && model.getConstInterp(expression) instanceof BitVecNum n) {
                String payload = String.valueOf(term.payload());
                values.put(
                        Integer.valueOf(payload.substring(0, payload.indexOf(':'))),
                        n.getBigInteger().longValue());
            }
        });
        if (!values.isEmpty() && models.add(values) && models.size() > MAX_MODELS) {
            models.remove(models.iterator().next());
        }
    }

    /**
     * Returns arguments for which a query could not be refuted, the latest last: local index to value, where an int may be spelled without
     * its sign. They are worth trying.
     */
    List<SortedMap<Integer, Long>> models() {
        return List.copyOf(models);
    }

    private Context context() {
        Context c = context;
        if (c == null) {
            c = new Context();
            context = c;
        }
        return c;
    }

    private Expr<?> encode(Term t, Context c) {
        Expr<?> known = encoded.get(t);
        if (known == null) {
            List<Expr<?>> args = new java.util.ArrayList<>();
            for (Term arg : t.args()) {
                args.add(encode(arg, c));
            }
            Expr<?> logic = Logic.encode(t, args, c);
            known = logic != null ? logic : uninterpreted(t, args, c);
            encoded.put(t, known);
        }
        return known;
    }

    /** Equal operands give equal results, and nothing else is known. */
    private static Expr<?> uninterpreted(Term t, List<Expr<?>> args, Context c) {
        Sort[] sorts = args.stream().map(Expr::getSort).toArray(Sort[]::new);
        String name =
                t.op() + "|" + t.payload().getClass().getName() + "|" + t.payload() + "|" + args.size() + t.type();
        FuncDecl<?> function = c.mkFuncDecl(name, sorts, sort(t.type(), c));
        return c.mkApp(function, args.toArray(Expr[]::new));
    }

    private static Sort sort(char type, Context c) {
        return switch (type) {
            case 'I' -> c.mkBitVecSort(32);
            case 'J' -> c.mkBitVecSort(64);
            case 'B' -> c.mkBoolSort();
            default -> c.mkUninterpretedSort("Sort" + type);
        };
    }

    @Override
    public void close() {
        Context c = context;
        if (c != null) {
            c.close();
        }
    }

    /** Operations that have a meaning in the logic of bit vectors. */
    private static final class Logic {
        private Logic() {}

        static @Nullable Expr<?> encode(Term t, List<Expr<?>> args, Context c) {
            if (t.type() == 'B') {
                return condition(t, args, c);
            }
            if (t.type() != 'I' && t.type() != 'J') {
                return null;
            }
            int width = t.type() == 'I' ? 32 : 64;
            if (t.isConst()) {
                return c.mkBV(t.value(), width);
            }
            if (args.isEmpty() || args.stream().anyMatch(a -> !(a instanceof BitVecExpr))) {
                return null;
            }
            BitVecExpr a = (BitVecExpr) args.get(0);
            return args.size() == 1 ? unary(t.op(), a, c) : binary(t.op(), a, (BitVecExpr) args.get(1), width, c);
        }

        private static @Nullable Expr<?> condition(Term t, List<Expr<?>> args, Context c) {
            return switch (t.op()) {
                case "true" -> c.mkTrue();
                case "false" -> c.mkFalse();
                case "not" -> c.mkNot((BoolExpr) args.get(0));
                case "and" -> c.mkAnd(args.toArray(BoolExpr[]::new));
                case "eq" -> c.mkEq(args.get(0), args.get(1));
                case "lt" -> c.mkBVSLT((BitVecExpr) args.get(0), (BitVecExpr) args.get(1));
                default -> null;
            };
        }

        private static @Nullable Expr<?> unary(String op, BitVecExpr a, Context c) {
            return switch (op) {
                case "neg" -> c.mkBVNeg(a);
                case "i2l" -> c.mkSignExt(32, a);
                case "l2i" -> c.mkExtract(31, 0, a);
                case "i2b" -> c.mkSignExt(24, c.mkExtract(7, 0, a));
                case "i2c" -> c.mkZeroExt(16, c.mkExtract(15, 0, a));
                case "i2s" -> c.mkSignExt(16, c.mkExtract(15, 0, a));
                default -> null;
            };
        }

        private static @Nullable Expr<?> binary(String op, BitVecExpr a, BitVecExpr b, int width, Context c) {
            return switch (op) {
                case "add" -> c.mkBVAdd(a, b);
                case "sub" -> c.mkBVSub(a, b);
                case "mul" -> c.mkBVMul(a, b);
                case "div" -> c.mkBVSDiv(a, b);
                case "rem" -> c.mkBVSRem(a, b);
                case "and" -> c.mkBVAND(a, b);
                case "or" -> c.mkBVOR(a, b);
                case "xor" -> c.mkBVXOR(a, b);
                case "shl" -> c.mkBVSHL(a, shift(b, width, c));
                case "shr" -> c.mkBVASHR(a, shift(b, width, c));
                case "ushr" -> c.mkBVLSHR(a, shift(b, width, c));
                case "lcmp" ->
                    c.mkITE(c.mkBVSLT(a, b), c.mkBV(-1, 32), c.mkITE(c.mkEq(a, b), c.mkBV(0, 32), c.mkBV(1, 32)));
                default -> null;
            };
        }

        private static BitVecExpr shift(BitVecExpr by, int width, Context c) {
            BitVecExpr masked = c.mkBVAND(by, c.mkBV(width - 1, 32));
            return width == 64 ? c.mkZeroExt(32, masked) : masked;
        }
    }
}
