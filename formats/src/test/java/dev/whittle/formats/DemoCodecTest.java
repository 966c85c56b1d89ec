package dev.whittle.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCodecTest {
    @TempDir
    Path folder;

    private static final DemoResult RESULT =
            new DemoResult("82540em", "82574l", "qemu", 300, 60, 40, 5, 1000, 900, 400, 20, 0, 1, true, true, true, 7);

    @Test
    void theResultHoldsEachFieldByItsName() throws IOException {
        Path file = folder.resolve("demo/result.json");
        DemoCodec.writeResult(file, RESULT);
        assertThat(DemoCodec.readResult(file)).isEqualTo(RESULT);
        assertThat(Files.readString(file))
                .contains(
                        "\"device\": \"82540em\"",
                        "\"backend\": \"qemu\"",
                        "\"decisionPoints\": 300",
                        "\"framesEqualAfterSwap\": true",
                        "\"coldLoads\": 7")
                .doesNotContain("good");
    }

    @Test
    void timingKeepsTheOrderOfStages() throws IOException {
        Map<String, Double> seconds = new LinkedHashMap<>();
        seconds.put("record", 1.25);
        seconds.put("analyze", 0.5);
        DemoCodec.writeTiming(folder.resolve("t.json"), seconds);
        assertThat(folder.resolve("t.json")).hasContent("{\n  \"record\": 1.25,\n  \"analyze\": 0.5\n}\n");
    }

    @Test
    void aRunIsReadWithoutTheFieldsForPeople() throws IOException {
        Path file = Files.writeString(
                folder.resolve("r.json"),
                "{\"backend\": \"replay\", \"device\": \"d\", \"swapTo\": null, \"framesEqual\": true,"
                        + " \"framesEqualAfterSwap\": null, \"sessions\": [1]}");
        assertThat(DemoCodec.readRun(file)).isEqualTo(new DemoCodec.Run("replay", "d", true, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{}", "{\"coldLoads\": \"7\"}", "{\"coldLoads\": 1.5}", "{\"coldLoads\": 1"})
    void damagedFilesAreOneSentence(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("r.json"), text);
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> DemoCodec.readColdLoads(file))
                .withMessageContaining("r.json")
                .withMessageNotContaining("\n");
    }
}
