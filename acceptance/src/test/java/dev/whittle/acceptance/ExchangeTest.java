package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver is recorded and whittled on one model; then each other model takes its place while threads send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExchangeTest {
    @TempDir
    static Path folder;

    private final Map<String, Path> whittled = new ConcurrentHashMap<>();

    static List<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (String recorded : Tools.MODELS) {
            for (String exchanged : Tools.MODELS) {
                if (!recorded.equals(exchanged)) {
                    pairs.add(Arguments.of(recorded, exchanged));
                }
            }
        }
        return pairs;
    }

    private Path whittle(String model) {
        return whittled.computeIfAbsent(model, m -> {
            Path profile = folder.resolve(m + ".wprof");
            ok(Tools.whittle(
                    "record",
                    "-o",
                    profile,
                    "--",
                    JvmFork.java(),
                    "-jar",
                    Tools.demo(),
                    "--device",
                    m,
                    "--backend",
                    Tools.backend()));
            Path output = folder.resolve(m + ".jar");
            ok(Tools.whittle("transform", Tools.demo(), "--profile", profile, "-o", output));
            ok(Tools.whittle("verify", Tools.demo(), output));
            return output;
        });
    }

    private static void ok(JvmFork.Result result) {
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void framesAreEqualBeforeAndAfterTheExchange(String recorded, String exchanged) throws IOException {
        Path program = whittle(recorded);
        String name = recorded + "-" + exchanged;
        Path json = folder.resolve(name + ".json");
        Path report = folder.resolve(name + ".report.json");
        JvmFork.Result run = JvmFork.run(
                "-Dwhittle.report=" + report,
                "-jar",
                program.toString(),
                "--device",
                recorded,
                "--swap-to",
                exchanged,
                "--backend",
                Tools.backend(),
                "--json",
                json.toString());
        ok(run);
        JsonNode result = Tools.json(json);
        assertThat(result.path("backend").asText()).isEqualTo(Tools.backend());
        assertThat(result.path("framesSent").asInt()).isPositive();
        assertThat(result.path("framesReceived").asInt()).isPositive();
        assertThat(result.path("framesEqual").asBoolean()).isTrue();
        assertThat(result.path("framesEqualAfterSwap").asBoolean()).isTrue();
        assertThat(Tools.json(report).path("coldLoads").asInt()).isPositive();
        assertThat(Tools.json(report).path("invalidatedFacts").size()).isPositive();
    }

    @Test
    void theOffSwitchRunsTheOriginalCode() throws IOException {
        Path program = whittle("82540em");
        Path frames = folder.resolve("off.frames");
        Path expected = folder.resolve("original.frames");
        String[] tail = {"--device", "82540em", "--swap-to", "82574l", "--backend", "replay", "--out"};
        ok(JvmFork.run(
                concat(new String[] {"-Dwhittle.off=true", "-jar", program.toString()}, tail, frames.toString())));
        ok(JvmFork.run(concat(new String[] {"-jar", Tools.demo().toString()}, tail, expected.toString())));
        assertThat(Files.readAllBytes(frames)).isEqualTo(Files.readAllBytes(expected));
    }

    private static String[] concat(String[] head, String[] middle, String last) {
        List<String> all = new ArrayList<>(List.of(head));
        all.addAll(List.of(middle));
        all.add(last);
        return all.toArray(String[]::new);
    }
}
