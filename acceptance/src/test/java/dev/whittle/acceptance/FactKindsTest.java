package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.annotations.Hw;
import dev.whittle.annotations.HwBranch;
import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.JarContents;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A fact on a field, a method, a parameter and in a marker call: recorded, whittled, proved, and gone back on when it changes. */
class FactKindsTest {
    private static final Map<String, String> PROGRAM =
            Map.of("app.Bus", "package app; public enum Bus { PCI, PCIX, PCIE }", "app.Card", """
            package app;
            import dev.whittle.annotations.*;
            public final class Card {
                private final Bus bus;
                private final int lanes;
                @HwBranch("card.width") private final int width;
                Card(Bus bus, int lanes, int width) { this.bus = bus; this.lanes = lanes; this.width = width; }
                @HwBranch("card.serial") boolean serial() { return bus == Bus.PCIE && lanes >= 1; }
                int send(@HwBranch("card.port") int port, int word) {
                    int sum = word;
                    if (serial()) { sum ^= 0x55; } else { sum += slow(word); }
                    if (port == 0) { sum += 3; } else { sum -= slow(port); }
                    if (Hw.decide("card.wide", width > 32)) { sum <<= 1; } else { sum = ~sum; }
                    return sum;
                }
                private int slow(int n) {
                    int r = 0;
                    for (int i = 0; i < (n & 7); i++) { r = r * 31 + i; }
                    return r;
                }
            }
            """, "app.Main", """
            package app;
            public class Main {
                static int run(Card card, int port) {
                    int sum = 0;
                    for (int i = 0; i < 5000; i++) { sum = sum * 17 + card.send(port, i); }
                    return sum;
                }
                public static void main(String[] args) {
                    Card first = new Card(Bus.PCIE, 4, 64);
                    System.out.println(run(first, 0));
                    for (String arg : args) {
                        switch (arg) {
                            case "port": System.out.println(run(first, 1)); break;
                            case "bus": System.out.println(run(new Card(Bus.PCI, 0, 64), 0)); break;
                            case "lanes": System.out.println(run(new Card(Bus.PCIE, 0, 64), 0)); break;
                            default: System.out.println(run(new Card(Bus.PCIE, 4, 16), 0));
                        }
                        System.out.println(run(first, 0));
                    }
                }
            }
            """);

    @TempDir
    Path folder;

    private Path jar() throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        InMemoryCompiler.compile(PROGRAM).forEach((name, bytes) -> entries.put(name + ".class", bytes));
        for (Class<?> type : List.of(Hw.class, HwBranch.class)) {
            String name = type.getName().replace('.', '/') + ".class";
            try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
                entries.put(name, in.readAllBytes());
            }
        }
        Path jar = folder.resolve("card.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return jar;
    }

    private static String run(Path jar, String... arguments) {
        List<String> words = new ArrayList<>(List.of("-cp", jar.toString(), "app.Main"));
        words.addAll(List.of(arguments));
        JvmFork.Result result = JvmFork.run(words.toArray(String[]::new));
        Recorded.ok(result);
        return result.out();
    }

    @Test
    void eachKindOfFactIsFoldedAndGuarded() throws IOException {
        Path jar = jar();
        Path profile = folder.resolve("card.wprof");
        Recorded.ok(Tools.whittle("record", "-o", profile, "--", JvmFork.java(), "-cp", jar, "app.Main"));
        Path whittled = folder.resolve("card-whittled.jar");
        Recorded.ok(Tools.whittle("transform", jar, "--profile", profile, "-o", whittled));
        Recorded.ok(Tools.whittle("verify", jar, whittled));

        JsonNode report = Tools.json(folder.resolve("card-whittled.report.json"));
        List<String> facts = new ArrayList<>();
        for (JsonNode row : report.get("eliminated")) {
            if (row.get("method").asText().startsWith("app/Card.send")) {
                assertThat(row.get("verdict").get("is").asText())
                        .as(row.toString())
                        .isEqualTo("PROVED");
                row.get("facts").forEach(f -> facts.add(f.asText()));
            }
        }
        assertThat(facts).contains("card.serial.bus", "card.serial.lanes", "card.port", "card.width");
        assertThat(conditions(whittled))
                .as("the port at entry, three facts; the switch is not asked where the object is")
                .isEqualTo(4);

        for (String change : List.of("port", "bus", "lanes", "width")) {
            assertThat(run(whittled, change, change)).as(change).isEqualTo(run(jar, change, change));
        }
        assertThat(run(whittled, "port", "bus", "width", "lanes")).isEqualTo(run(jar, "port", "bus", "width", "lanes"));
    }

    /** What final field or argument it was is not known, nor its value: no branch that may be it is folded any more. */
    @ParameterizedTest
    @ValueSource(strings = {"width", "port"})
    void otherValuesOfEachKindAreLearned(String change) throws IOException {
        Path jar = jar();
        Path profile = folder.resolve("refined.wprof");
        Recorded.ok(Tools.whittle("record", "-o", profile, "--", JvmFork.java(), "-cp", jar, "app.Main"));
        List<Object> refine = new ArrayList<>();
        List<Integer> loads = new ArrayList<>();
        for (int round = 0; round < 3 && !loads.contains(0); round++) {
            Path whittled = folder.resolve("refined" + round + ".jar");
            List<Object> words = new ArrayList<>(List.of("transform", jar, "--profile", profile, "-o", whittled));
            words.addAll(refine);
            Recorded.ok(Tools.whittle(words.toArray()));
            Path learned = folder.resolve("refined" + round + ".txt");
            Path report = folder.resolve("cold" + round + ".json");
            JvmFork.Result result = JvmFork.run(
                    "-Dwhittle.learn=" + learned,
                    "-Dwhittle.report=" + report,
                    "-cp",
                    whittled.toString(),
                    "app.Main",
                    change);
            assertThat(result.out()).isEqualTo(run(jar, change));
            // A program of which all that was whittled came back is the original one, and has no report.
            loads.add(
                    Files.exists(report) ? Tools.json(report).path("coldLoads").asInt() : 0);
            refine.addAll(List.of("--refine", learned));
        }
        assertThat(loads.get(0)).isPositive();
        assertThat(loads).contains(0);
    }

    /** Conditional jumps in the hot form of send, guards included. */
    private static int conditions(Path whittled) {
        for (JarContents.Entry entry : JarContents.read(whittled).entries()) {
            if (entry.name().equals("app/Card.class")) {
                MethodNode send = ClassFiles.parse(entry.bytes()).methods.stream()
                        .filter(m -> m.name.equals("send"))
                        .findFirst()
                        .orElseThrow();
                Cfg cfg = Cfg.of(send);
                return (int) cfg.decisions().stream()
                        .filter(d -> cfg.instructions().get(d) instanceof JumpInsnNode)
                        .count();
            }
        }
        throw new AssertionError("no app/Card.class in " + whittled);
    }
}
