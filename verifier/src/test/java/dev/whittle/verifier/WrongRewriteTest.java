package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Verdict;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wrong rewrite is valid bytecode with digests and certificate that agree; each is refused, and its twin is proved. */
@Tag("any-jvm")
class WrongRewriteTest {
    @Test
    void theUnmutatedTwinIsProved() {
        VerificationResult result = new Subject().judge();
        assertThat(result.classFindings()).isEmpty();
        assertThat(result.factFindings()).isEmpty();
        assertThat(result.verdicts().entrySet())
                .hasSize(8)
                .allSatisfy(
                        e -> assertThat(e.getValue()).as(e.getKey().toString()).isInstanceOf(Verdict.Proved.class));
    }

    @ParameterizedTest
    @MethodSource("dev.whittle.verifier.Mutations#all")
    void isRefused(Mutations.Mutation mutation) {
        Subject subject = new Subject();
        VerificationInput twin = new Subject().hand.input();
        mutation.change().accept(subject);
        VerificationInput input = subject.hand.input();
        assertThat(sameBytes(twin, input)).as("the mutation changes something").isFalse();
        VerificationResult result = Solvers.verify(input);
        assertThat(result.allProved()).isFalse();
    }

    /**
     * Of the kinds of wrong rewrites, these come back with an input that shows it. The others break a rule of form, which is found before
     * anything is run, but for the three named below, which no input can show: there, the wrong code does the same in this program.
     */
    @Test
    void mostWrongCodeGivesAnInputThatShowsIt() {
        Set<String> shown = new TreeSet<>();
        Set<String> unseen = new TreeSet<>();
        int kinds = 0;
        for (Mutations.Mutation mutation : Mutations.all().toList()) {
            kinds++;
            Subject subject = new Subject();
            mutation.change().accept(subject);
            VerificationResult result = subject.judge();
            result.verdicts().values().forEach(v -> {
                if (v instanceof Verdict.Counterexample c) {
                    assertThat(c.input()).contains("seed ");
                    assertThat(c.expected()).isNotEqualTo(c.actual());
                    shown.add(mutation.name());
                } else if (v instanceof Verdict.Tested) {
                    unseen.add(mutation.name());
                }
            });
        }
        assertThat(kinds).isGreaterThanOrEqualTo(55);
        assertThat(shown).hasSizeGreaterThanOrEqualTo(27);
        assertThat(unseen)
                .as(
                        "wrong, and the same in this program: nothing that is called changes the fact, or throws another type")
                .isSubsetOf("missing test after a call", "wrong call", "handler of another type");
    }

    /** The runtime throws where it finds no cold code that fits, so that is what an input shows. */
    @ParameterizedTest
    @ValueSource(strings = {"fragment that is not there", "fragment of another method", "exit of another build"})
    void anExitToNoColdCodeOfItsOwnIsShown(String name) {
        Mutations.Mutation mutation =
                Mutations.all().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        Subject subject = new Subject();
        mutation.change().accept(subject);
        assertThat(subject.judge().verdicts().values())
                .filteredOn(v -> !(v instanceof Verdict.Proved))
                .singleElement()
                .isInstanceOfSatisfying(
                        Verdict.Counterexample.class,
                        c -> assertThat(c.actual()).contains("cannot be brought back"));
    }

    @Test
    void aFragmentThatCannotJoinItsNestIsNotRun() {
        Subject subject = new Subject();
        subject.fragmentOf(subject.sum, 0).nestHostClass = "demo/Card$Mac";
        assertThat(subject.judge().verdicts().values())
                .allSatisfy(v -> assertThat(v).isInstanceOf(Verdict.Unsupported.class));
    }

    private static boolean sameBytes(VerificationInput a, VerificationInput b) {
        return a.certificates().equals(b.certificates())
                && a.whittled().keySet().stream()
                        .allMatch(k -> java.util.Arrays.equals(
                                a.whittled().get(k), b.whittled().get(k)))
                && a.fragments().keySet().stream()
                        .allMatch(k -> java.util.Arrays.equals(
                                a.fragments().get(k), b.fragments().get(k)));
    }
}
