package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each wrong rewrite is valid bytecode with digests and certificate that agree; each is refused, and its twin is proved. */
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
        VerificationResult result = Verifier.verify(input);
        assertThat(result.allProved()).isFalse();
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
