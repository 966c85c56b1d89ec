package dev.whittle.profiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodDigest;
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
        StaleMatch match = StaleMatch.of(profile, Map.of("A", TWO, "B", TWO, "D", ONE), n -> Map.of());
        assertThat(match.matching()).containsExactly(otherA);
        assertThat(match.stale()).containsExactly("B");
        assertThat(match.missing()).containsExactly("C");
        assertThat(match.unseen()).containsExactly("D");
        assertThat(match.methods()).isEqualTo(1);
        assertThat(match.applied(profile)).isSameAs(profile);
        assertThat(match.summary())
                .isEqualTo(
                        "1 recorded classes with 1 methods match, 1 are of another build (0 methods of these have the"
                                + " same code, 0 the same but for names or constants, 0 other code), 1 are not in the input,"
                                + " and 1 classes of the input were never seen.");
    }

    private static Profile.MethodProfile named(String name, long entries, int code, int shape) {
        return new Profile.MethodProfile(
                name, "()V", entries, List.of(), List.of(), List.of(), List.of(), new MethodDigest(code, shape));
    }

    /** Of several builds the one that fits best; a method without digest fits no other build. */
    @Test
    void methodsOfAnotherBuildFitByTheirCode() {
        ClassDigest three = new ClassDigest("3".repeat(64));
        Profile profile = new Profile(
                List.of("x"),
                List.of(
                        new Profile.ClassProfile("A", ONE, true, List.of(named("same", 1, 5, 6))),
                        new Profile.ClassProfile(
                                "A",
                                TWO,
                                false,
                                List.of(
                                        named("same", 2, 5, 6),
                                        named("shape", 3, 7, 8),
                                        named("other", 4, 9, 10),
                                        named("gone", 5, 11, 12),
                                        named("unknown", 6, 0, 0)))),
                new TreeMap<>());
        StaleMatch match = StaleMatch.of(
                profile,
                Map.of("A", three),
                n -> Map.of(
                        new StaleMatch.Signature("same", "()V"), new MethodDigest(5, 6),
                        new StaleMatch.Signature("shape", "()V"), new MethodDigest(70, 8),
                        new StaleMatch.Signature("other", "()V"), new MethodDigest(90, 100),
                        new StaleMatch.Signature("unknown", "()V"), new MethodDigest(0, 0),
                        new StaleMatch.Signature("new", "()V"), new MethodDigest(13, 14)));
        assertThat(match.carried().classes())
                .containsExactly(new Profile.ClassProfile(
                        "A", three, false, List.of(named("same", 2, 5, 6), named("shape", 3, 7, 8))));
        assertThat(match.applied(profile).find("A", three))
                .contains(match.carried().classes().get(0));
        assertThat(match.applied(profile).classes()).hasSize(3);
        assertThat(match.rest())
                .isEqualTo("1 class is of another build than the profile: 1 methods have the code that was recorded, 1"
                        + " other names or constants in the same code, and 3 stay as they are.");
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
