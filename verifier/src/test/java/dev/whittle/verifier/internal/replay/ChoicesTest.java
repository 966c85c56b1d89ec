package dev.whittle.verifier.internal.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A fuzzer's bytes and the generator's draws stand for the same. */
class ChoicesTest {
    private static List<Long> draw(Choices choices) {
        List<Long> drawn = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            drawn.add((long) choices.below(1 + i % 12));
            drawn.add(choices.any());
            drawn.add((long) choices.below(95));
            drawn.add((long) choices.below(100_000));
        }
        return drawn;
    }

    @Test
    void whatWasDrawnIsDrawnAgainFromItsBytes() {
        for (int seed = 0; seed < 20; seed++) {
            Choices first = Choices.fresh(new SplittableRandom(seed));
            List<Long> drawn = draw(first);
            Choices second = Choices.ofBytes(first.bytes(List.of()));
            assertThat(draw(second)).isEqualTo(drawn);
            assertThat(second.bytes(List.of())).isEqualTo(first.bytes(List.of()));
        }
    }

    @Test
    void printableCharactersStandForThemselvesAndAnyBytesForSomething() {
        Choices choices = Choices.ofBytes("aZ~ ".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            text.append((char) (' ' + choices.below(95)));
        }
        assertThat(text).hasToString("aZ~ ");
        assertThat(choices.below(12)).isEqualTo(1);
        assertThat(choices.any()).isNotNegative();
    }

    @Test
    void onlyAFuzzersBytesAreEverTakenAsTheyAre() {
        Choices made = Choices.fresh(new SplittableRandom(3));
        for (int i = 0; i < 100; i++) {
            assertThat(made.plain()).isFalse();
        }
        Choices read = Choices.ofBytes(made.bytes(List.of()));
        for (int i = 0; i < 100; i++) {
            assertThat(read.plain()).isFalse();
        }
        byte[] bytes = {1, 0x78, 0x56, 0x34, 0x12, 0, 1, -1};
        Choices given = Choices.ofBytes(bytes);
        assertThat(given.plain()).isTrue();
        assertThat(given.raw(4)).isEqualTo(0x12345678);
        assertThat(given.plain()).isFalse();
        assertThat(given.plain()).isTrue();
        assertThat(given.raw(8)).isEqualTo(255);
        assertThat(given.plain()).isFalse();
        assertThat(given.drawn()).isEmpty();
    }
}
