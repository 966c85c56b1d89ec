package dev.whittle.verifier.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import com.microsoft.z3.Tactic;
import dev.whittle.verifier.internal.smt.Answer;
import dev.whittle.verifier.internal.smt.Engine;
import dev.whittle.verifier.internal.smt.Launch;
import dev.whittle.verifier.internal.smt.Limits;
import dev.whittle.verifier.internal.smt.Question;
import dev.whittle.verifier.internal.smt.WorkerEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The model of the JVM against the JVM, on random code: the constants that the model folds, and what a solver makes of its terms. In full
 * with {@code mvn -pl verifier test -Dtest=JvmModelTest -Dwhittle.test.args="-Dwhittle.snippets=100000"}.
 */
class JvmModelTest {
    private static final int SNIPPETS = Integer.getInteger("whittle.snippets", 3_000);
    private static final long SEED = Long.getLong("whittle.snippets.seed", 20_261_121L);
    private static final int BATCH = 50;
    private static final int INPUTS = 2;
    private static final long STEPS = 20_000_000;

    private static List<SnippetCheck.Observation> observe(long seed, UnaryOperator<MethodNode> twin) {
        List<MethodNode> methods = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            methods.add(Snippet.of(seed + i, "s" + i, false));
            methods.add(Snippet.of(seed + i, "s" + i + "t", true));
        }
        SnippetRun run = new SnippetRun(methods);
        SplittableRandom random = new SplittableRandom(~seed);
        List<SnippetCheck.Observation> seen = new ArrayList<>();
        for (int i = 0; i < methods.size(); i += 2) {
            MethodNode method = methods.get(i);
            Code code = new Code("S", twin.apply(method));
            for (int k = 0; k < INPUTS; k++) {
                Object[] arguments = Snippet.PARAMETERS
                        .chars()
                        .mapToObj(t -> Edges.of((char) t, random))
                        .toArray();
                String name = "snippet " + (seed + i / 2) + " on " + List.of(arguments);
                seen.add(new SnippetCheck.Observation(name, code, arguments, run.run(method.name, arguments)));
            }
        }
        return seen;
    }

    private static Status ask(Question question) {
        try (Context context = new Context(Map.of("model", "false"))) {
            // With the arguments known nearly all is known: that is found out before anything is searched.
            Params rounds = context.mkParams();
            rounds.add("max_rounds", 1_000);
            Tactic known = context.usingParams(context.mkTactic("propagate-values"), rounds);
            Solver solver = context.mkSolver(context.andThen(
                    context.mkTactic("simplify"), known, context.mkTactic("solve-eqs"), context.mkTactic("smt")));
            solver.add(context.parseSMTLIB2String(question.script(), null, null, null, null));
            return solver.check();
        }
    }

    /** Returns what differs, or an empty string. */
    private static String difference(List<SnippetCheck.Observation> seen, UnaryOperator<String> change) {
        SnippetCheck check = new SnippetCheck();
        seen.forEach(check::add);
        if (ask(check.wrong(change)) == Status.UNSATISFIABLE && ask(check.possible(change)) == Status.SATISFIABLE) {
            return "";
        }
        if (seen.size() == 1) {
            return seen.get(0).name() + " " + seen.get(0).outcome() + "\n"
                    + check.possible(change).script();
        }
        for (SnippetCheck.Observation one : seen) {
            String why = difference(List.of(one), change);
            if (!why.isEmpty()) {
                return why;
            }
        }
        return "together: " + seen.get(0).name();
    }

    @Test
    void theModelDoesWhatTheJvmDoes() {
        Set<Integer> opcodes = new ConcurrentSkipListSet<>();
        LongAdder threw = new LongAdder();
        LongAdder seen = new LongAdder();
        long start = System.nanoTime();
        LongStream.range(0, SNIPPETS / BATCH).parallel().forEach(n -> {
            List<SnippetCheck.Observation> batch = observe(SEED + n * BATCH, m -> m);
            for (SnippetCheck.Observation o : batch) {
                assertThat(SnippetCheck.folded(o)).isEmpty();
                o.code().method.instructions.forEach(node -> opcodes.add(node.getOpcode()));
                threw.add(o.outcome().result() == null ? 1 : 0);
                seen.increment();
            }
            assertThat(difference(batch, script -> script)).isEmpty();
        });
        opcodes.remove(-1);
        assertThat(opcodes).containsAll(wanted());
        assertThat(threw.sum()).isPositive();
        assertThat(seen.sum()).isEqualTo((long) SNIPPETS * INPUTS);
        System.out.printf(
                "%d snippets, %d runs (%d threw), %d opcodes, %d s%n",
                SNIPPETS, seen.sum(), threw.sum(), opcodes.size(), (System.nanoTime() - start) / 1_000_000_000);
    }

    /** Each answer is one that both solvers give. */
    @Test
    void theSecondSolverSaysTheSameOfASample() {
        try (Engine engine = new WorkerEngine(Launch.cvc5(getClass().getClassLoader()), Limits.DEFAULT)) {
            for (SnippetCheck.Observation o : observe(~SEED, m -> m).subList(0, 40)) {
                SnippetCheck check = new SnippetCheck();
                check.add(o);
                Answer wrong = engine.ask(check.wrong(script -> script), STEPS);
                assertThat(wrong).as(o.name()).isInstanceOf(Answer.Refuted.class);
                Answer possible = engine.ask(check.possible(script -> script), STEPS);
                assertThat(possible).as(o.name()).isInstanceOf(Answer.Satisfiable.class);
            }
        }
    }

    /** Each instruction on int, long, float and double. */
    private static List<Integer> wanted() {
        List<Integer> wanted = new ArrayList<>(List.of(Opcodes.NOP, Opcodes.GOTO, Opcodes.IINC));
        int[][] ranges = {
            {Opcodes.ICONST_M1, Opcodes.LDC},
            {Opcodes.ILOAD, Opcodes.DLOAD},
            {Opcodes.ISTORE, Opcodes.DSTORE},
            {Opcodes.POP, Opcodes.IF_ICMPLE},
            {Opcodes.TABLESWITCH, Opcodes.DRETURN}
        };
        for (int[] range : ranges) {
            for (int opcode = range[0]; opcode <= range[1]; opcode++) {
                wanted.add(opcode);
            }
        }
        return wanted;
    }

    @ParameterizedTest
    @CsvSource({
        "#x0000001f, #xffffffff",
        "#x0000003f, #xffffffff",
        "bvsdiv, bvudiv",
        "bvsrem, bvsmod",
        "bvashr, bvlshr",
        "zero_extend 16, sign_extend 16",
        "sign_extend 24, zero_extend 24",
        "RNE, RTZ",
        "RTZ, RNE",
        "fp.lt, fp.leq",
        "fp.eq, =",
        "fp.neg, fp.abs",
        "fp.geq, fp.gt",
        "bvslt, bvult",
        "#x7fffffff, #x80000000"
    })
    void aWrongMeaningIsFound(String right, String wrong) {
        for (long seed = SEED; seed < SEED + 40 * BATCH; seed += BATCH) {
            SnippetCheck check = new SnippetCheck();
            observe(seed, m -> m).forEach(check::add);
            if (ask(check.wrong(s -> s.replace(right, wrong))) != Status.UNSATISFIABLE) {
                return;
            }
        }
        throw new AssertionError(wrong + " for " + right + " was not found");
    }

    @ParameterizedTest
    @CsvSource({
        "IADD, ISUB", "ISHL, ISHR", "IUSHR, ISHR", "LSHR, LUSHR", "IDIV, IREM", "LREM, LDIV", "FREM, FADD",
                "DREM, DSUB",
        "FCMPL, FCMPG", "DCMPG, DCMPL", "I2C, I2S", "I2B, I2S", "DMUL, DADD", "SWAP, NOP", "LAND, LOR", "LADD, LXOR"
    })
    void aWrongInstructionIsFound(String right, String wrong) throws ReflectiveOperationException {
        int from = Opcodes.class.getField(right).getInt(null);
        int to = Opcodes.class.getField(wrong).getInt(null);
        for (long seed = SEED; seed < SEED + 100 * BATCH; seed += BATCH) {
            for (SnippetCheck.Observation o : observe(seed, m -> exchanged(m, from, to))) {
                if (!SnippetCheck.folded(o).isEmpty()) {
                    return;
                }
            }
        }
        throw new AssertionError(wrong + " for " + right + " was not found");
    }

    private static MethodNode exchanged(MethodNode method, int from, int to) {
        for (AbstractInsnNode node : method.instructions.toArray()) {
            if (node.getOpcode() == from) {
                method.instructions.set(node, new InsnNode(to));
            }
        }
        return method;
    }
}
