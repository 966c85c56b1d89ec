package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.formats.DemoCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's order of steps and what it makes of their results; the real run is the demo itself. */
class DemoRunTest {
    @TempDir
    Path folder;

    private final FakeHouse house = new FakeHouse();

    /** Does what the driver's jar does with its options. */
    private int drive(List<String> command, boolean equalAfterSwap, int coldLoads) {
        Path json = Path.of(command.get(command.indexOf("--json") + 1));
        boolean swap = command.contains("--swap-to");
        try {
            Files.writeString(
                    json,
                    "{\"backend\": \"replay\", \"device\": \"d\", \"framesEqual\": true, \"framesEqualAfterSwap\": "
                            + (swap ? equalAfterSwap : null) + ", \"sessions\": []}");
            for (String word : command) {
                if (word.startsWith("-Dwhittle.report=")) {
                    Files.writeString(
                            Path.of(word.substring(17)), "{\"coldLoads\": " + coldLoads + ", \"fragments\": []}");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return swap && !equalAfterSwap ? 1 : 0;
    }

    @Test
    void aGoodRunEndsWithZeroATableAndItsFiles() {
        house.program = command -> drive(command, true, 17);
        assertThat(house.run("demo", "-o", folder.toString())).isZero();
        var result = DemoCodec.readResult(folder.resolve("result.json"));
        assertThat(result.framesEqualAfterSwap()).isTrue();
        assertThat(result.coldLoads()).isEqualTo(17);
        assertThat(result.backend()).isEqualTo("replay");
        assertThat(result.hotBytes()).isEqualTo(500);
        assertThat(folder.resolve("timing.json")).content().contains("\"record\"", "\"swap\"");
        assertThat(house.out()).endsWith("cold code loaded after the exchange  17 times\n");
        assertThat(house.asked.stream().filter(a -> a instanceof List<?> c && c.contains("-jar")))
                .hasSize(4);
    }

    @Test
    void differentFramesOrNoColdCodeEndWithOne() {
        house.program = command -> drive(command, false, 17);
        assertThat(house.run("demo", "-o", folder.toString())).isEqualTo(1);
        assertThat(house.out()).contains("DIFFERENT");
        house.program = command -> drive(command, true, 0);
        assertThat(house.run("demo", "-o", folder.toString())).isEqualTo(1);
    }

    @Test
    void aDriverThatDoesNotStartEndsTheDemoInOneSentence() {
        house.program = command -> 2;
        assertThat(house.run("demo", "-o", folder.toString())).isEqualTo(2);
        assertThat(house.err()).hasLineCount(1).contains("recorded driver ended with exit code 2");
    }
}
