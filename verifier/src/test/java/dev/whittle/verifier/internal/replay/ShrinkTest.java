package dev.whittle.verifier.internal.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A step never makes an input larger, and leaves one that can be read. */
class ShrinkTest {
    private static final Recipe ONE = new Recipe.Scalar(1);
    private static final Recipe SHARED = new Recipe.Items(7, "I", List.of(ONE, new Recipe.Scalar(-300), ONE));
    private static final Recipe NODE = new Recipe.Made(
            3,
            "q/Node",
            List.of(
                    new Recipe.Field("q/Node", "next", "Lq/Node;", new Recipe.Again(3)),
                    new Recipe.Field("q/Node", "port", "I", new Recipe.Scalar(80)),
                    new Recipe.Field("q/Node", "data", "[I", SHARED)));

    private static Input input(Recipe... arguments) {
        List<String> names = List.of("a", "b", "c", "d", "e").subList(0, arguments.length);
        return new Input(null, List.of(arguments), names, new TreeSet<>());
    }

    private static List<Input> steps(Input input, String... kept) {
        return new Shrink(Set.of(kept)).steps(input);
    }

    /** Takes the first step that still passes, as often as there is one. */
    private static Input least(Input input, Predicate<Input> passes) {
        Input best = input;
        for (boolean again = true; again; ) {
            again = false;
            for (Input each : steps(best)) {
                if (passes.test(each)) {
                    best = each;
                    again = true;
                    break;
                }
            }
        }
        return best;
    }

    private static int parts(Recipe recipe) {
        List<Recipe> inside = new ArrayList<>();
        if (recipe instanceof Recipe.Items items) {
            inside.addAll(items.values());
        } else if (recipe instanceof Recipe.Platform platform) {
            inside.addAll(platform.parts());
        } else if (recipe instanceof Recipe.Made made) {
            made.fields().forEach(f -> inside.add(f.value()));
        }
        return 1 + inside.stream().mapToInt(ShrinkTest::parts).sum();
    }

    private static int parts(Input input) {
        return input.arguments().stream().mapToInt(ShrinkTest::parts).sum();
    }

    @Test
    void noStepHasMoreInItAndEachIsAnother() {
        Input input = input(
                NODE,
                new Recipe.Again(7),
                new Recipe.Platform(Recipe.Kind.LIST, List.of(new Recipe.Scalar("text"), new Recipe.Copy("text"))),
                new Recipe.Scalar(Double.NaN),
                new Recipe.Scalar(Long.MIN_VALUE));
        assertThat(steps(input)).hasSizeGreaterThan(30).allSatisfy(each -> {
            assertThat(parts(each)).isLessThanOrEqualTo(parts(input));
            assertThat(each).isNotEqualTo(input);
        });
    }

    @Test
    void whatReferredToSomethingLeftOutIsNullAsItIsMade() {
        assertThat(steps(input(SHARED, new Recipe.Again(7))))
                .extracting(Input::toString)
                .contains("a = null, b = null", "a = [1, -300, 1], b = null", "a = #7[1, 1], b = #7")
                .noneMatch(text -> text.contains("null, b = #7"));
    }

    @Test
    void allStepsTogetherEndWithWhatMatters() {
        Input least = least(
                input(NODE, new Recipe.Scalar("a long text with an x in it"), new Recipe.Scalar(1_000)),
                each -> each.toString().contains("x")
                        && each.arguments().get(2) instanceof Recipe.Scalar s
                        && s.value() instanceof Integer i
                        && i > 41);
        assertThat(least).hasToString("a = null, b = \"x\", c = 42");
        assertThat(least(input(new Recipe.Scalar(Long.MIN_VALUE), new Recipe.Scalar(-0.75f)), each -> true))
                .hasToString("a = 0L, b = 0.0f");
    }

    @Test
    void fieldsOfFactsStay() {
        Input input = new Input(NODE, List.of(), List.of(), new TreeSet<>());
        assertThat(steps(input, "q/Node.port"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.toString()).contains("port=80"));
        assertThat(steps(input)).anySatisfy(each -> assertThat(each.toString()).contains("port=0"));
    }
}
