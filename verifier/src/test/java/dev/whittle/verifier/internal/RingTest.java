package dev.whittle.verifier.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the normal forms take for equal is equal for all values that are tried, and what algebra says is equal they see. */
class RingTest {
    private static final int PAIRS = 20_000;
    private static final int VALUES = 8;

    private final Terms terms = new Terms();
    private final Knowledge nothing = new Knowledge(terms);
    private final Term x = terms.sym("x", 'I');
    private final Term y = terms.sym("y", 'I');
    private final Term z = terms.sym("z", 'J');

    private Term of(String op, Term... args) {
        char type = op.equals("i2l") ? 'J' : op.equals("l2i") ? 'I' : args[0].type();
        return terms.app(op, "", type, args);
    }

    private boolean same(Term a, Term b) {
        return new Ring().same(a, b, nothing, new Audit());
    }

    @Test
    void sumsAndProductsAreComparedWhateverTheirOrder() {
        assertThat(same(of("mul", of("add", x, y), of("sub", x, y)), of("sub", of("mul", x, x), of("mul", y, y))))
                .isTrue();
        assertThat(same(of("shl", x, terms.ofInt(5)), of("mul", terms.ofInt(32), x)))
                .isTrue();
        assertThat(same(of("shl", x, terms.ofInt(33)), of("add", x, x))).isTrue();
        assertThat(same(of("l2i", of("mul", of("i2l", x), of("i2l", y))), of("mul", y, x)))
                .isTrue();
        assertThat(same(of("xor", of("add", x, y), x), of("xor", x, of("add", y, x))))
                .isTrue();
    }

    @Test
    void whatOverflowsElsewhereIsNotTheSame() {
        assertThat(same(of("i2l", of("add", x, y)), of("add", of("i2l", x), of("i2l", y))))
                .isFalse();
        assertThat(same(of("shr", of("shl", x, terms.ofInt(1)), terms.ofInt(1)), x))
                .isFalse();
        assertThat(same(of("shl", x, y), of("shl", y, x))).isFalse();
        assertThat(same(of("sub", x, y), of("sub", y, x))).isFalse();
    }

    @Test
    void anEquationIsUsedAndOneThatGoesInCirclesIsNot() {
        Knowledge known = new Knowledge(terms);
        known.learn(terms.eq(y, of("mul", x, terms.ofInt(7))));
        assertThat(new Ring()
                        .same(
                                of("add", y, terms.ofInt(7)),
                                of("mul", of("add", x, terms.ofInt(1)), terms.ofInt(7)),
                                known,
                                new Audit()))
                .isTrue();
        known.learn(terms.eq(x, of("add", y, terms.ofInt(1))));
        assertThat(new Ring().same(x, terms.ofInt(3), known, new Audit())).isFalse();
    }

    @Test
    void whatIsTakenForEqualHasEqualValues() {
        SplittableRandom random = new SplittableRandom(20261121);
        int equal = 0;
        for (int i = 0; i < PAIRS; i++) {
            Term a = term(random, 3, random.nextBoolean());
            Term b = term(random, 3, a.type() == 'I');
            if (same(a, b)) {
                equal++;
                for (int k = 0; k < VALUES; k++) {
                    List<Term> values = List.of(
                            terms.ofInt(random.nextInt() >> random.nextInt(31)),
                            terms.ofInt(random.nextInt() >> random.nextInt(31)),
                            terms.ofLong(random.nextLong() >> random.nextInt(63)));
                    assertThat(value(a, values)).as("%s and %s", a, b).isSameAs(value(b, values));
                }
            }
        }
        assertThat(equal).isGreaterThan(PAIRS / 100);
    }

    private Term term(SplittableRandom random, int depth, boolean narrow) {
        if (depth == 0 || random.nextInt(5) == 0) {
            int constant = random.nextInt(4) - 1;
            if (random.nextInt(3) == 0) {
                return narrow ? terms.ofInt(constant) : terms.ofLong(constant);
            }
            return !narrow ? z : random.nextBoolean() ? x : y;
        }
        String[] ops = {"add", "sub", "mul", "neg", "shl", "and", "xor", narrow ? "l2i" : "i2l"};
        String op = ops[random.nextInt(ops.length)];
        if (op.equals("l2i") || op.equals("i2l")) {
            return of(op, term(random, depth - 1, !narrow));
        }
        Term a = term(random, depth - 1, narrow);
        if (op.equals("neg")) {
            return of(op, a);
        }
        return of(op, a, op.equals("shl") ? terms.ofInt(random.nextInt(70)) : term(random, depth - 1, narrow));
    }

    /** The folding of constants is another piece of code. */
    private Term value(Term t, List<Term> values) {
        if (t == x) {
            return values.get(0);
        } else if (t == y) {
            return values.get(1);
        } else if (t == z) {
            return values.get(2);
        }
        List<Term> args = new ArrayList<>();
        t.args().forEach(arg -> args.add(value(arg, values)));
        return args.isEmpty() ? t : terms.make(t.op(), t.payload(), t.type(), args);
    }
}
