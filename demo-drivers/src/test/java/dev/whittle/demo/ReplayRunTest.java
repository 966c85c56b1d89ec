package dev.whittle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.demo.trace.Trace;
import dev.whittle.demo.work.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayRunTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#models")
    void theShippedTraceOfEachModelReplaysWithAllFramesEqual(String model) throws IOException {
        Path json = directory.resolve("result.json");
        Path frames = directory.resolve("frames.txt");
        Runs run = Runs.demo(
                "--device", model, "--backend", "replay", "--json", json.toString(), "--out", frames.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains(model).contains("(replay)").contains("All frames are equal.");
        assertThat(Files.readString(json))
                .contains("\"backend\": \"replay\"", "\"device\": \"" + model + "\"", "\"swapTo\": null")
                .contains("\"framesSent\": 256", "\"framesEqual\": true", "\"framesEqualAfterSwap\": null");
        assertThat(Files.readAllLines(frames)).hasSize(256 + 240);
    }

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#pairs")
    void oneDeviceIsExchangedForTheOtherWhileThreadsSend(String first, String second) throws IOException {
        Path json = directory.resolve("result.json");
        Runs run = Runs.demo("--device", first, "--swap-to", second, "--backend", "replay", "--json", json.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(Files.readString(json))
                .contains("\"swapTo\": \"" + second + "\"")
                .contains("\"framesSent\": 512", "\"framesEqual\": true", "\"framesEqualAfterSwap\": true");
    }

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#pairs")
    void theSecondDeviceIsBoundWhileThreadsStillSendThroughTheFirst(String first, String second) {
        Path overlapped = directory.resolve("overlap.txt");
        Path inSequence = directory.resolve("sequence.txt");
        String[] words = {"--device", first, "--swap-to", second, "--backend", "replay", "--swap-mode"};
        assertThat(with(words, "overlap", "--out", overlapped.toString()).status())
                .isZero();
        assertThat(with(words, "sequence", "--out", inSequence.toString()).status())
                .isZero();
        assertThat(overlapped).hasSameTextualContentAs(inSequence);
    }

    private static Runs with(String[] words, String... more) {
        return Runs.demo(java.util.stream.Stream.concat(java.util.Arrays.stream(words), java.util.Arrays.stream(more))
                .toArray(String[]::new));
    }

    @Test
    void aFrameThatIsOtherOnTheWireIsCounted() {
        AtomicInteger collected = new AtomicInteger();
        Session session = Replays.run(
                Trace.shipped("82545em"),
                machine -> new Replays.OtherWire(machine, frame -> {
                    if (collected.getAndIncrement() == 17) {
                        frame[20] ^= 1;
                    }
                    return frame;
                }));
        assertThat(session.sentEqual()).isEqualTo(session.sent() - 1);
        assertThat(session.framesEqual()).isFalse();
    }

    @Test
    void aDeviceCanBeBoundAgainAndAgain() throws IOException {
        Path frames = directory.resolve("frames.txt");
        Runs run = Runs.demo("--backend", "replay", "--repeat", "5", "--out", frames.toString());
        assertThat(run.status()).isZero();
        assertThat(Files.readAllLines(frames)).hasSize(5 * (256 + 240));
    }

    @Test
    void twoRunsSeeTheSameFramesInTheSameOrder() throws IOException {
        Path one = directory.resolve("one.txt");
        Path two = directory.resolve("two.txt");
        String[] words = {"--device", "82545em", "--swap-to", "82544gc", "--backend", "replay", "--out"};
        for (Path file : new Path[] {one, two}) {
            String[] all = java.util.Arrays.copyOf(words, words.length + 1);
            all[words.length] = file.toString();
            assertThat(Runs.demo(all).status()).isZero();
        }
        assertThat(one).hasSameTextualContentAs(two);
    }
}
