package dev.whittle.verifier.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import dev.whittle.verifier.internal.smt.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmtTextTest {
    private final Terms terms = new Terms();
    private final Term x = terms.app("arg", "0:F", 'F');
    private final Term y = terms.app("arg", "1:F", 'F');
    private final Term i = terms.app("arg", "2:I", 'I');

    private static Status ask(Question question) {
        try (Context context = new Context()) {
            Solver solver = context.mkSolver();
            solver.add(context.parseSMTLIB2String(question.script(), null, null, null, null));
            return solver.check();
        }
    }

    private boolean proves(Term condition) {
        return ask(SmtText.question(List.of(terms.not(condition)), true)) == Status.UNSATISFIABLE;
    }

    private boolean possible(Term condition) {
        return ask(SmtText.question(List.of(condition), true)) == Status.SATISFIABLE;
    }

    private Term arithmetic(String op, Term a, Term b) {
        return terms.app(op, "", a.type(), a, b);
    }

    private Term number(float value) {
        return terms.ofBits(Float.floatToRawIntBits(value), 'F');
    }

    private Term number(double value) {
        return terms.ofBits(Double.doubleToRawLongBits(value), 'D');
    }

    @Test
    void additionIsCommutativeAndNotAssociative() {
        assertThat(proves(terms.eq(arithmetic("fadd", x, y), arithmetic("fadd", y, x))))
                .isTrue();
        Term left = arithmetic("fadd", arithmetic("fadd", x, y), number(1e20f));
        Term right = arithmetic("fadd", x, arithmetic("fadd", y, number(1e20f)));
        assertThat(proves(terms.eq(left, right))).isFalse();
    }

    @Test
    void withoutFloatingPointNothingIsKnownButThatEqualOperandsGiveEqualResults() {
        Term differ = terms.not(terms.eq(arithmetic("fadd", x, y), arithmetic("fadd", y, x)));
        assertThat(ask(SmtText.question(List.of(differ), false))).isEqualTo(Status.SATISFIABLE);
        Term sum = arithmetic("fadd", x, y);
        Term other = terms.app("sym", "z", 'F');
        Term alike = terms.not(terms.eq(sum, arithmetic("fadd", x, other)));
        assertThat(ask(SmtText.question(List.of(alike, terms.eq(other, y)), false)))
                .isEqualTo(Status.UNSATISFIABLE);
        assertThat(SmtText.effort(List.of(differ))).isNotNegative();
        assertThat(SmtText.effort(List.of(terms.lt(i, terms.ofInt(1))))).isEqualTo(-1);
    }

    @Test
    void nothingNeutralIsNeutralForEachNanAndEachZero() {
        assertThat(proves(terms.eq(arithmetic("fadd", x, number(0.0f)), x))).isFalse();
        assertThat(proves(terms.eq(arithmetic("fmul", x, number(1.0f)), x))).isFalse();
        Term ordered = terms.eq(terms.app("fcmpl", "", 'I', x, x), terms.ofInt(0));
        Term differ = terms.not(terms.eq(arithmetic("fmul", x, number(1.0f)), x));
        assertThat(ask(SmtText.question(List.of(ordered, differ), true))).isEqualTo(Status.UNSATISFIABLE);
    }

    @Test
    void zerosAndNansOfOtherBitsAreOtherValues() {
        assertThat(proves(terms.eq(number(0.0f), number(-0.0f)))).isFalse();
        Term quiet = number(Float.intBitsToFloat(0x7fc00000));
        Term other = number(Float.intBitsToFloat(0x7fc00001));
        assertThat(proves(terms.eq(quiet, other))).isFalse();
        assertThat(proves(terms.not(terms.eq(quiet, other)))).isTrue();
        assertThat(proves(terms.eq(arithmetic("fsub", x, y), quiet))).isFalse();
        Term bothNan = terms.eq(terms.app("fcmpl", "", 'I', x, y), terms.app("fcmpg", "", 'I', x, y));
        assertThat(possible(terms.not(bothNan))).isTrue();
        Term differ = terms.not(terms.eq(x, y));
        Term nan = terms.not(terms.eq(terms.app("fcmpl", "", 'I', x, x), terms.ofInt(0)));
        Term nanToo = terms.not(terms.eq(terms.app("fcmpl", "", 'I', y, y), terms.ofInt(0)));
        assertThat(ask(SmtText.question(List.of(differ, nan, nanToo), true))).isEqualTo(Status.SATISFIABLE);
    }

    @Test
    void anUnknownFunctionTellsNansApart() {
        Term ofSum = terms.app("mystery", "", 'I', arithmetic("fadd", x, y));
        Term ofOther = terms.app("mystery", "", 'I', arithmetic("fadd", y, x));
        assertThat(proves(terms.eq(ofSum, ofOther))).isFalse();
        Term ofX = terms.app("mystery", "", 'I', x);
        Term ofY = terms.app("mystery", "", 'I', y);
        assertThat(ask(SmtText.question(List.of(terms.eq(x, y), terms.not(terms.eq(ofX, ofY))), true)))
                .isEqualTo(Status.UNSATISFIABLE);
        Term equalNumbers = terms.eq(terms.app("fcmpl", "", 'I', x, y), terms.ofInt(0));
        assertThat(ask(SmtText.question(List.of(equalNumbers, terms.not(terms.eq(ofX, ofY))), true)))
                .as("zeros of either sign")
                .isEqualTo(Status.SATISFIABLE);
    }

    @Test
    void conversionsSaturate() {
        Term max = terms.app("convert fi", "", 'I', number(3e9f));
        assertThat(proves(terms.eq(max, terms.ofInt(Integer.MAX_VALUE)))).isTrue();
        Term least = terms.app("convert dj", "", 'J', number(Double.NEGATIVE_INFINITY));
        assertThat(proves(terms.eq(least, terms.ofLong(Long.MIN_VALUE)))).isTrue();
        Term zero = terms.app("convert di", "", 'I', number(Double.NaN));
        assertThat(proves(terms.eq(zero, terms.ofInt(0)))).isTrue();
        Term there = terms.app("convert id", "", 'D', i);
        assertThat(proves(terms.eq(terms.app("convert di", "", 'I', there), i))).isTrue();
        Term lossy = terms.app("convert if", "", 'F', i);
        assertThat(proves(terms.eq(terms.app("convert fi", "", 'I', lossy), i))).isFalse();
    }

    @Test
    void theRemainderIsNotThatOfTheLogic() {
        Term remainder = arithmetic("frem", number(5.0f), number(3.0f));
        assertThat(proves(terms.eq(remainder, number(-1.0f)))).isFalse();
        assertThat(proves(terms.eq(arithmetic("frem", x, y), arithmetic("frem", x, y))))
                .isTrue();
    }

    @Test
    void textGrowsWithTheTermsAndNotWithTheirPaths() {
        Term sum = i;
        for (int k = 0; k < 200; k++) {
            sum = terms.app("add", "", 'I', sum, sum);
        }
        Question question = SmtText.question(List.of(terms.eq(sum, terms.ofInt(1))), false);
        assertThat(question.script().length()).isLessThan(20_000);
        assertThat(ask(question)).isEqualTo(Status.UNSATISFIABLE);
        for (int k = 0; k < 50_000; k++) {
            sum = terms.app("xor", "", 'I', sum, i);
        }
        assertThat(SmtText.question(List.of(terms.eq(sum, i)), false).script()).contains("bvxor");
    }

    @Test
    void anyTextMayBeAName() {
        Term odd = terms.app("ldc", "a|b\\c\"\n;(", 'A');
        Term even = terms.app("ldc", "a|b\\c\"\n;)", 'A');
        Term seven = terms.app("load", "x|y.f:I", 'I', odd, terms.sym("memory at entry", 'V'));
        Question question =
                SmtText.question(List.of(terms.not(terms.eq(odd, even)), terms.eq(seven, terms.ofInt(7))), true);
        assertThat(ask(question)).isEqualTo(Status.SATISFIABLE);
        assertThat(question.script()).doesNotContain("|", ";");
    }

    @Test
    void argumentsAreWantedByLocal() {
        Question question = SmtText.question(List.of(terms.lt(i, terms.app("convert fi", "", 'I', x))), true);
        assertThat(question.values()).containsExactly("arg0_F", "arg2_I");
        assertThat(question.values().stream().map(SmtText::local)).containsExactly(0, 2);
        assertThat(question.script()).contains("(declare-fun arg0_F () (_ BitVec 32))");
        Terms others = new Terms();
        others.ofInt(77);
        Term again = others.app("arg", "2:I", 'I');
        Term same = others.lt(again, others.app("convert fi", "", 'I', others.app("arg", "0:F", 'F')));
        assertThat(SmtText.question(List.of(same), true)).isEqualTo(question);
    }

    @Test
    void nullAndConstantsOfAnEnumAreApart() {
        Term a = terms.app("enum", "E.A", 'A');
        Term b = terms.app("enum", "E.B", 'A');
        Term unknown = terms.app("arg", "3:LE;", 'A');
        assertThat(ask(SmtText.question(List.of(terms.eq(unknown, a), terms.eq(unknown, b)), false)))
                .isEqualTo(Status.UNSATISFIABLE);
        assertThat(ask(SmtText.question(List.of(terms.eq(unknown, a), terms.eq(unknown, terms.nul)), false)))
                .isEqualTo(Status.UNSATISFIABLE);
        assertThat(ask(SmtText.question(List.of(terms.not(terms.eq(unknown, a))), false)))
                .isEqualTo(Status.SATISFIABLE);
    }
}
