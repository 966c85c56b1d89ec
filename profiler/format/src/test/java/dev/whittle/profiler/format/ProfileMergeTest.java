package dev.whittle.profiler.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.ClassDigest;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Profile;
import dev.whittle.model.RecordedInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileMergeTest {
    private static final ClassDigest ONE = new ClassDigest("1".repeat(64));
    private static final ClassDigest TWO = new ClassDigest("2".repeat(64));

    @Test
    void countsOfTheSameBuildAddUp() {
        Profile merged = ProfileMerge.merge(List.of(profile("a", ONE, true, 3), profile("b", ONE, true, 4)));
        assertThat(merged.provenance()).containsExactly("a", "b");
        Profile.MethodProfile method =
                merged.find("C", ONE).orElseThrow().find("m", "()V").orElseThrow();
        assertThat(method.entries()).isEqualTo(7);
        assertThat(method.edges()).containsExactly(new Profile.EdgeCount(1, 0, 7), new Profile.EdgeCount(1, 1, 0));
        assertThat(merged.classes().get(0).complete()).isTrue();
        assertThat(merged.facts().get("C.f"))
                .containsExactly(
                        new Profile.FactObservation(new FactValue.OfInt(3), 1),
                        new Profile.FactObservation(new FactValue.OfInt(4), 1));
    }

    @Test
    void anotherBuildStaysApart() {
        Profile merged = ProfileMerge.merge(List.of(profile("a", TWO, true, 3), profile("b", ONE, true, 4)));
        assertThat(merged.classes()).extracting(Profile.ClassProfile::digest).containsExactly(ONE, TWO);
    }

    @Test
    void oneIncompleteRunMakesTheClassIncomplete() {
        Profile merged = ProfileMerge.merge(List.of(profile("a", ONE, true, 3), profile("b", ONE, false, 4)));
        assertThat(merged.classes().get(0).complete()).isFalse();
    }

    @Test
    void countsSaturate() {
        Profile merged = ProfileMerge.merge(
                List.of(profile("a", ONE, true, Long.MAX_VALUE), profile("b", ONE, true, Long.MAX_VALUE)));
        assertThat(merged.classes().get(0).methods().get(0).entries()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingMergesToTheEmptyProfile() {
        assertThat(ProfileMerge.merge(List.of())).isEqualTo(Profile.empty());
        Profile one = profile("a", ONE, true, 3);
        assertThat(ProfileMerge.merge(List.of(Profile.empty(), one))).isEqualTo(one);
    }

    @Test
    void argumentsAreJoinedOnceEachAndNotTooMany() {
        MethodId method = new MethodId("C", "m", "(I)V");
        Profile merged = ProfileMerge.merge(List.of(called(method, 0, 3), called(method, 2, 5)));
        assertThat(merged.inputs().get(method))
                .isEqualTo(called(method, 0, 5).inputs().get(method));
        Profile many = ProfileMerge.merge(List.of(called(method, 0, 50), called(method, 50, 100)));
        assertThat(many.inputs().get(method)).hasSize(64);
    }

    private static Profile called(MethodId method, int from, int to) {
        List<RecordedInput> seen = IntStream.range(from, to)
                .mapToObj(i -> new RecordedInput(List.of(new RecordedInput.Value.OfInt(i))))
                .toList();
        return new Profile(List.of("a"), List.of(), new TreeMap<>(), new TreeMap<>(Map.of(method, seen)));
    }

    private static Profile profile(String source, ClassDigest digest, boolean complete, long count) {
        var edges = List.of(new Profile.EdgeCount(1, 0, count), new Profile.EdgeCount(1, 1, 0));
        var method = new Profile.MethodProfile("m", "()V", count, edges, List.of(), List.of(), List.of());
        var fact = new Profile.FactObservation(new FactValue.OfInt((int) count), 1);
        return new Profile(
                List.of(source),
                List.of(new Profile.ClassProfile("C", digest, complete, List.of(method))),
                new TreeMap<>(Map.of("C.f", List.of(fact))));
    }
}
