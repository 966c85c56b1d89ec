package dev.whittle.verifier.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not equal for all values is seen by running it with some, and what is equal is let through. */
class SmallDomainTest {
    private static final Terms T = new Terms();
    private static final Term X = T.sym("x", 'I');
    private static final Term Y = T.sym("y", 'I');
    private static final Term A = T.sym("a", 'D');
    private static final Term B = T.sym("b", 'D');

    private record Both(String what, Term first, Term second) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Term of(String op, Term... args) {
        char type = op.equals("i2l") ? 'J' : op.equals("l2i") ? 'I' : args[0].type();
        return T.app(op, "", type, args);
    }

    private static Term real(double value) {
        return T.ofBits(Double.doubleToRawLongBits(value), 'D');
    }

    private static String difference(Term first, Term second) {
        return new SmallDomain(Map.of()).difference(first, second);
    }

    static List<Both> equal() {
        Term element = T.app("element I", "", 'I', X);
        return List.of(
                new Both(
                        "a product",
                        of("mul", of("add", X, Y), of("sub", X, Y)),
                        of("sub", of("mul", X, X), of("mul", Y, Y))),
                new Both("a low half", of("l2i", of("mul", of("i2l", X), of("i2l", Y))), of("mul", Y, X)),
                new Both("an element", of("add", element, element), of("mul", T.ofInt(2), element)),
                new Both("a real sum", of("fadd", A, B), of("fadd", B, A)),
                new Both("a real double", of("fadd", A, A), of("fmul", A, real(2))),
                new Both("a real half", of("fdiv", A, real(4)), of("fmul", A, real(0.25))),
                new Both("a real difference", of("fsub", A, B), of("fadd", A, of("fneg", B))));
    }

    static List<Both> different() {
        Term element = T.app("element I", "", 'I', X);
        Term[] many = Stream.iterate(0, i -> i + 1)
                .limit(20)
                .map(i -> T.sym("m" + i, 'I'))
                .toArray(Term[]::new);
        Term sum = Stream.of(many).reduce((p, q) -> of("add", p, q)).orElseThrow();
        Term other = of("add", of("sub", sum, many[7]), of("mul", many[7], many[7]));
        return List.of(
                new Both("a wide sum", of("i2l", of("add", X, Y)), of("add", of("i2l", X), of("i2l", Y))),
                new Both("a power", of("mul", X, of("mul", X, X)), X),
                new Both("a shift", of("shr", of("shl", X, T.ofInt(1)), T.ofInt(1)), X),
                new Both("another element", T.app("element I", "", 'I', Y), element),
                new Both("a product by one keeps no NaN", of("fmul", A, real(1)), A),
                new Both("minus nought", of("fadd", A, real(0)), of("fsub", A, real(0))),
                new Both("sums in another order", of("fadd", of("fadd", A, B), B), of("fadd", A, of("fadd", B, B))),
                new Both("a third", of("fdiv", A, real(3)), of("fmul", A, real(1.0 / 3))),
                new Both("one of twenty", sum, other));
    }

    @ParameterizedTest
    @MethodSource("equal")
    void whatIsEqualIsLetThrough(Both both) {
        assertThat(difference(both.first(), both.second())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("different")
    void whatDiffersIsSeen(Both both) {
        assertThat(difference(both.first(), both.second())).isNotEmpty();
    }

    @Test
    void aNameStandsForWhatAnEquationSays() {
        Map<Term, Term> meaning = Map.of(Y, of("mul", X, T.ofInt(7)));
        assertThat(new SmallDomain(meaning).difference(of("add", Y, X), of("mul", X, T.ofInt(8))))
                .isEmpty();
        assertThat(new SmallDomain(meaning).difference(of("add", Y, X), of("mul", X, T.ofInt(9))))
                .isNotEmpty();
    }
}
