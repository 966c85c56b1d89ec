package dev.whittle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.demo.qemu.QemuMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QemuRunTest {
    @TempDir
    Path directory;

    /** Without QEMU these tests say so and are skipped; where it is required (CI) they fail. */
    @BeforeEach
    void needQemu() {
        if (QemuMachine.available()) {
            return;
        }
        String message =
                "QEMU IS NOT INSTALLED: the drivers were not run on QEMU's devices (apt-get install qemu-system-x86)";
        System.err.println(message);
        boolean required = "true".equals(System.getenv("CI")) || Boolean.getBoolean("whittle.requireQemu");
        assertThat(required).as(message).isFalse();
        Assumptions.abort(message);
    }

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#models")
    void framesAreEqualBothWaysOnEachModel(String model) {
        Runs run = Runs.demo("--device", model, "--backend", "qemu");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("(qemu)").contains("All frames are equal.");
        assertThat(run.status()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#models")
    void aNewRecordingSeesTheFramesThatTheShippedOneSaw(String model) throws IOException {
        Path replayed = directory.resolve("replayed.txt");
        Path ran = directory.resolve("ran.txt");
        assertThat(Runs.demo("--device", model, "--backend", "replay", "--out", replayed.toString())
                        .status())
                .isZero();
        assertThat(Runs.demo("--device", model, "--backend", "qemu", "--out", ran.toString())
                        .status())
                .isZero();
        assertThat(ran).hasSameTextualContentAs(replayed);
    }

    @ParameterizedTest
    @MethodSource("dev.whittle.demo.Runs#pairs")
    void oneDeviceIsExchangedForTheOtherWhileThreadsSend(String first, String second) throws IOException {
        Path json = directory.resolve("result.json");
        Runs run = Runs.demo(
                "--device",
                first,
                "--swap-to",
                second,
                "--backend",
                "qemu",
                "--frames",
                "32",
                "--json",
                json.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(Files.readString(json)).contains("\"framesEqual\": true", "\"framesEqualAfterSwap\": true");
    }

    @Test
    void theSecondDeviceIsBoundWhileThreadsStillSendThroughTheFirst() {
        Runs run =
                Runs.demo("--device", "82540em", "--swap-to", "82574l", "--swap-mode", "overlap", "--backend", "qemu");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void aRecordedTraceReplays() throws IOException {
        Path trace = directory.resolve("new.wtrc");
        Runs run = Runs.demo("--device", "82574l", "--backend", "qemu", "--frames", "16", "--record", trace.toString());
        assertThat(run.status()).isZero();
        assertThat(Replays.run(dev.whittle.demo.trace.Trace.decode(Files.readAllBytes(trace)))
                        .framesEqual())
                .isTrue();
    }
}
