package dev.whittle.verifier.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.verifier.internal.smt.Answer;
import dev.whittle.verifier.internal.smt.Bench;
import dev.whittle.verifier.internal.smt.Benches;
import dev.whittle.verifier.internal.smt.Limits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What is decided by rewriting terms is put to the second solver, which is a real one here. */
class AuditTest {
    private static final Benches BENCHES = Benches.real(Limits.DEFAULT, true);
    private static final Bench BENCH = BENCHES.take();

    private final Terms terms = new Terms();
    private final Solver solver = new Solver(BENCH, Long.MAX_VALUE);

    @AfterAll
    static void close() {
        BENCHES.give(BENCH);
        BENCHES.close();
    }

    private Term arg(int slot) {
        return terms.app("arg", slot + ":I", 'I');
    }

    @Test
    void eachKindOfRewritingIsTakenDownAndAgreedTo() {
        Term x = arg(0);
        terms.app("add", "", 'I', terms.ofInt(Integer.MAX_VALUE), terms.ofInt(1));
        terms.app("shl", "", 'I', terms.ofInt(1), terms.ofInt(33));
        terms.app("ushr", "", 'J', terms.ofLong(-1), terms.ofInt(65));
        terms.app("i2c", "", 'I', terms.ofInt(-1));
        terms.app("lcmp", "", 'I', terms.ofLong(2), terms.ofLong(1));
        terms.app("xor", "", 'I', x, terms.ofInt(0));
        terms.eq(terms.ofInt(1), terms.ofInt(2));
        terms.eq(terms.nul, terms.app("this", "", 'A'));
        terms.lt(x, x);
        terms.lt(terms.ofInt(1), terms.ofInt(2));
        int made = terms.audit().wrongs().size();
        assertThat(made).isEqualTo(10);
        Knowledge known = new Knowledge(terms);
        Term y = arg(1);
        known.learn(terms.eq(terms.app("or", "", 'I', x, y), terms.ofInt(0)));
        known.learn(terms.eq(terms.app("xor", "", 'I', arg(2), y), terms.ofInt(0)));
        assertThat(terms.audit().wrongs()).hasSizeGreaterThanOrEqualTo(made + 3);
        int learnt = terms.audit().wrongs().size();
        assertThat(known.decide(terms.lt(x, terms.ofInt(3)))).isEqualTo(terms.yes);
        assertThat(terms.audit().wrongs().size()).isGreaterThan(learnt);
        solver.recheck(terms);
        assertThat(solver.fault()).isEmpty();
    }

    @Test
    void sumsThatWereWronglyTakenForEqualAreFoundByComputingThem() {
        Term x = arg(0);
        Term square = terms.app("mul", "", 'I', x, x);
        terms.audit().equal(Map.of(), terms.app("add", "", 'I', x, x), terms.app("mul", "", 'I', x, terms.ofInt(2)));
        solver.recheck(terms);
        terms.audit().equal(Map.of(), square, terms.app("mul", "", 'I', x, terms.ofInt(3)));
        assertThatThrownBy(() -> solver.recheck(terms))
                .isInstanceOf(Unproved.class)
                .hasMessageContaining("running does not agree that " + square);
        assertThat(solver.fault()).contains("-7");
    }

    @Test
    void aWrongRewritingIsFoundAmongRightOnes() {
        for (int i = 0; i < 300; i++) {
            terms.app("add", "", 'I', terms.ofInt(i), terms.ofInt(1));
        }
        Term x = arg(0);
        // x - 1 < x is what an eager rewriter would take for true: it is not where it overflows.
        Term less = terms.lt(terms.app("sub", "", 'I', x, terms.ofInt(1)), x);
        terms.audit().follows(List.of(), terms.raw("not", List.of(less)));
        assertThatThrownBy(() -> solver.recheck(terms))
                .isInstanceOf(Unproved.class)
                .hasMessageContaining("cvc5 1.3.2 does not agree with what was rewritten")
                .hasMessageContaining("lt[sub[arg[0:I], 1], arg[0:I]]");
        assertThat(solver.fault()).contains("does not agree");
    }

    @Test
    void whatHoldsOnlyUnderItsPremisesNeedsThem() {
        Term x = arg(0);
        Term small = terms.lt(x, terms.ofInt(10));
        Term smaller = terms.lt(x, terms.ofInt(11));
        terms.audit().follows(List.of(small), terms.raw("not", List.of(smaller)));
        solver.recheck(terms);
        terms.audit().follows(List.of(smaller), terms.raw("not", List.of(small)));
        assertThatThrownBy(() -> solver.recheck(terms)).hasMessageContaining("does not agree");
    }

    private Term quotients(int seed, int count) {
        Term value = terms.app("arg", seed + ":D", 'D');
        for (int i = 1; i <= count; i++) {
            value = terms.app("fdiv", "", 'D', value, terms.app("arg", seed + i + ":D", 'D'));
        }
        return value;
    }

    /** Solvers take minutes and gigabytes to write that many divisions out, whatever their limit of steps: nobody is asked. */
    @Test
    void moreFloatingPointArithmeticThanIsDecidedIsNotAsked() {
        Term q = quotients(0, 40);
        Term order = terms.app("dcmpl", "", 'I', q, quotients(100, 40));
        assertThat(solver.impossible(List.of(terms.eq(order, terms.ofInt(1)), terms.eq(q, quotients(200, 40)))))
                .isFalse();
        // What holds whatever division means is decided all the same.
        assertThat(solver.impossible(
                        List.of(terms.eq(order, terms.ofInt(1)), terms.not(terms.lt(terms.ofInt(0), order)))))
                .isTrue();
        terms.audit()
                .follows(List.of(terms.eq(order, terms.ofInt(1))), terms.raw("lt", List.of(order, terms.ofInt(0))));
        solver.recheck(terms);
        terms.audit().follows(List.of(), terms.raw("eq", List.of(order, terms.ofInt(1))));
        assertThatThrownBy(() -> solver.recheck(terms))
                .isInstanceOf(Unproved.class)
                .hasMessageContaining("more floating-point arithmetic");
        assertThat(solver.fault()).isEmpty();
    }

    @Test
    void answersComeWithArgumentsToTry() {
        assertThat(solver.impossible(List.of(terms.eq(arg(0), terms.ofInt(-7)))))
                .isFalse();
        assertThat(solver.models())
                .singleElement()
                .satisfies(m -> assertThat(m.get(0).intValue()).isEqualTo(-7));
        assertThat(BENCH.first().ask(SmtText.question(List.of(terms.no), false), 1000))
                .isEqualTo(new Answer.Refuted());
    }
}
