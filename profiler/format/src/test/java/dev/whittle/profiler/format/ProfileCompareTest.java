package dev.whittle.profiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactValue;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileDiff.Difference;
import dev.whittle.profiler.format.ProfileDiff.Side;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProfileCompareTest {
    private static final ClassDigest ONE = new ClassDigest("1".repeat(64));
    private static final ClassDigest TWO = new ClassDigest("2".repeat(64));

    @Test
    void countsDoNotDifferButWhatRanDoes() {
        assertThat(ProfileDiff.of(profile(3, 1, 5), profile(9, 2, 5))).isEmpty();
        assertThat(ProfileDiff.of(profile(3, 0, 5), profile(9, 2, 6)))
                .containsExactly(
                        new Difference("A [111111111111] m()V @1:1", Side.SECOND),
                        new Difference("A [111111111111] m()V @4 handler", Side.SECOND),
                        new Difference("A.f = I:5", Side.FIRST),
                        new Difference("A.f = I:6", Side.SECOND));
        assertThat(ProfileDiff.of(profile(1, 0, 5), Profile.empty()))
                .extracting(Difference::what)
                .containsExactly(
                        "A [111111111111]", "A [111111111111] m()V", "A [111111111111] m()V @1:0", "A.f = I:5");
    }

    @Test
    void digestsTellWhatStillFits() {
        Profile.ClassProfile a = type("A", ONE);
        Profile.ClassProfile otherA = type("A", TWO);
        Profile profile =
                new Profile(List.of("x"), List.of(a, otherA, type("B", ONE), type("C", ONE)), new TreeMap<>());
        StaleMatch match = StaleMatch.of(profile, Map.of("A", TWO, "B", TWO, "D", ONE));
        assertThat(match.matching()).containsExactly(otherA);
        assertThat(match.stale()).containsExactly("B");
        assertThat(match.missing()).containsExactly("C");
        assertThat(match.unseen()).containsExactly("D");
        assertThat(match.methods()).isEqualTo(1);
        assertThat(match.usable(profile).classes()).containsExactly(otherA);
        assertThat(match.summary())
                .isEqualTo("1 recorded classes with 1 methods match, 1 are of another build, 1 are not in the input,"
                        + " and 1 classes of the input were never seen.");
    }

    private static Profile profile(long taken, long other, int fact) {
        var edges = List.of(new Profile.EdgeCount(1, 0, taken), new Profile.EdgeCount(1, 1, other));
        var handlers = List.of(new Profile.HandlerCount(4, other));
        var method = new Profile.MethodProfile("m", "()V", taken, edges, handlers, List.of(), List.of());
        var seen = List.of(new Profile.FactObservation(new FactValue.OfInt(fact), taken));
        return new Profile(
                List.of("x"),
                List.of(new Profile.ClassProfile("A", ONE, true, List.of(method))),
                new TreeMap<>(Map.of("A.f", seen)));
    }

    private static Profile.ClassProfile type(String name, ClassDigest digest) {
        var method = new Profile.MethodProfile("m", "()V", 1, List.of(), List.of(), List.of(), List.of());
        return new Profile.ClassProfile(name, digest, true, List.of(method));
    }
}
