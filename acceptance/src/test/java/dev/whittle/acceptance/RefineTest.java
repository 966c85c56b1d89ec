package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.annotations.HwBranch;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whittled program meets that its recording had not seen becomes part of the next plan, and then no longer costs anything. */
class RefineTest {
    /** A fact that may change, a rare path that returns to the others, a method that never ran, a catch. */
    private static final Map<String, String> PROGRAM =
            Map.of("app.Bus", "package app; public enum Bus { PCI, PCIX, PCIE }", "app.Card", """
            package app;
            import dev.whittle.annotations.*;
            public final class Card {
                @HwBranch("card.bus") private Bus bus;
                int errors;
                Card(Bus bus) { this.bus = bus; }
                void plug(Bus next) { bus = next; }
                int send(int word) {
                    int sum = word;
                    if (bus == Bus.PCI) { sum ^= 0x55; } else if (bus == Bus.PCIX) { sum += 77; } else { sum = wide(sum); }
                    if (word < 0) { errors++; sum = -sum; }
                    if (word == Integer.MIN_VALUE) { sum += 1000003; errors += 100; }
                    try {
                        sum += 1000 / (word + 7);
                    } catch (ArithmeticException e) {
                        errors += 1000;
                    }
                    return sum;
                }
                private int wide(int n) {
                    int r = n;
                    for (int i = 0; i < (n & 7); i++) { r = r * 31 + i; if (r == 12345) { errors += 5; } }
                    return r;
                }
            }
            """, "app.Main", """
            package app;
            public class Main {
                static int run(Card card, int from, int to) {
                    int sum = 0;
                    for (int i = from; i < to; i++) { sum = sum * 17 + card.send(i); }
                    return sum + card.errors;
                }
                public static void main(String[] args) {
                    Card card = new Card(Bus.PCI);
                    System.out.println(run(card, 0, 5000));
                    for (String arg : args) {
                        switch (arg) {
                            case "negative" -> System.out.println(run(card, -3, 5000));
                            case "zero" -> System.out.println(run(card, -9, 5000));
                            case "plug" -> { card.plug(Bus.PCIE); System.out.println(run(card, 0, 5000)); }
                            default -> System.out.println("?");
                        }
                    }
                }
            }
            """);

    @TempDir
    Path folder;

    private Path jar;
    private Path profile;

    private void record(String... arguments) throws Exception {
        Map<String, byte[]> classes = new HashMap<>(InMemoryCompiler.compile(PROGRAM));
        String annotation = HwBranch.class.getName().replace('.', '/');
        try (InputStream in = HwBranch.class.getClassLoader().getResourceAsStream(annotation + ".class")) {
            classes.put(annotation, in.readAllBytes());
        }
        jar = dev.whittle.testkit.JarBuilder.write(folder.resolve("card.jar"), classes, Map.of(), "app.Main");
        profile = folder.resolve("card.wprof");
        List<Object> words =
                new ArrayList<>(List.of("record", "--hot", "0", "-o", profile, "--", JvmFork.java(), "-jar", jar));
        words.addAll(List.of(arguments));
        Recorded.ok(Tools.whittle(words.toArray()));
    }

    private JvmFork.Result transform(Path output, Path... learned) {
        List<Object> words = new ArrayList<>(List.of(
                "transform", jar, "--profile", profile, "--exit-bytes", "0", "--exclude", "app.Main", "-o", output));
        for (Path file : learned) {
            words.addAll(List.of("--refine", file));
        }
        JvmFork.Result result = Tools.whittle(words.toArray());
        Recorded.ok(result);
        Recorded.ok(Tools.whittle("verify", jar, output));
        return result;
    }

    /** Runs a whittled program beside the original, and returns what came back. */
    private JsonNode run(Path whittled, Path learned, String... arguments) throws IOException {
        Path report = folder.resolve("cold.json");
        List<String> command = new ArrayList<>(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        JvmFork.Result original = JvmFork.run(command.toArray(String[]::new));
        command.set(1, whittled.toString());
        command.addAll(0, List.of("-Dwhittle.learn=" + learned, "-Dwhittle.report=" + report));
        JvmFork.Result result = JvmFork.run(command.toArray(String[]::new));
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(original.out());
        return Tools.json(report);
    }

    private void nothingNew(JsonNode report) {
        assertThat(report.path("coldLoads").asInt()).as(report.toString()).isZero();
        assertThat(report.path("invalidatedFacts").size()).isZero();
    }

    @Test
    void aRarePathThatCameIsOutlinedNoMoreAndTheOthersStillAre() throws Exception {
        record();
        Path first = folder.resolve("first.jar");
        transform(first);
        Path learned = folder.resolve("learned.txt");
        assertThat(run(first, learned, "negative").path("coldLoads").asInt()).isPositive();

        Path planFile = folder.resolve("card.plan.json");
        JvmFork.Result plan =
                Tools.whittle("plan", jar, "-p", profile, "--exit-bytes", "0", "--refine", learned, "-o", planFile);
        Recorded.ok(plan);
        assertThat(plan.out())
                .contains("Learned: code came back at ")
                .contains("app.Card.send(I)I came back at ")
                .contains("it came back in a run: learned");
        assertThat(Files.readString(planFile)).contains("it came back in a run: learned");

        Path second = folder.resolve("second.jar");
        assertThat(transform(second, learned).out()).contains("app.Card.send(I)I came back at ");
        Path again = folder.resolve("again.txt");
        nothingNew(run(second, again, "negative"));
        // What never came is as cold as before: division by zero, and another bus.
        assertThat(run(second, again, "zero").path("coldLoads").asInt()).isPositive();
        JsonNode plugged = run(second, again, "negative", "plug");
        assertThat(plugged.path("coldLoads").asInt()).isPositive();
        assertThat(plugged.path("invalidatedFacts").toString()).contains("app/Card.bus");

        Path third = folder.resolve("third.jar");
        transform(third, learned, again);
        nothingNew(run(third, folder.resolve("last.txt"), "negative", "zero", "plug", "zero"));
    }

    @Test
    void aFactThatHadAnotherValueIsNotFoldedAnyMore() throws Exception {
        record();
        Path first = folder.resolve("first.jar");
        transform(first);
        Path learned = folder.resolve("learned.txt");
        JsonNode report = run(first, learned, "plug");
        assertThat(report.path("invalidatedFacts").toString()).contains("app/Card.bus");
        Path second = folder.resolve("second.jar");
        JvmFork.Result refined = transform(second, learned);
        assertThat(refined.out())
                .contains("app.Card.bus was written with E:PCIE where E:PCI was expected: it is not folded any more.");
        nothingNew(run(second, folder.resolve("again.txt"), "plug"));
        JsonNode kept = Tools.json(folder.resolve("second.report.json"));
        assertThat(kept.path("facts").toString()).doesNotContain("app/Card.bus");
    }

    @Test
    void aRunThatShowsNothingNewChangesNothing() throws Exception {
        record();
        Path first = folder.resolve("first.jar");
        transform(first);
        Path learned = folder.resolve("learned.txt");
        nothingNew(run(first, learned));
        Path second = folder.resolve("second.jar");
        assertThat(transform(second, learned).out())
                .contains("Learned: code came back at 0 places, and 0 facts had another value.");
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
    }

    /** The recording and the driver's own run, then another model: until nothing is new, and each round is right. */
    @Test
    void theDriverLearnsAnotherModel() throws IOException {
        Path demoProfile = new Recorded(folder).profile("82540em");
        List<Object> words = new ArrayList<>();
        List<Integer> loads = new ArrayList<>();
        Path expected = folder.resolve("original.frames");
        exchange(Tools.demo(), List.of(), expected);
        for (int round = 0; round < 4 && (loads.isEmpty() || loads.get(loads.size() - 1) > 0); round++) {
            Path program = folder.resolve("round" + round + ".jar");
            List<Object> transform =
                    new ArrayList<>(List.of("transform", Tools.demo(), "-p", demoProfile, "-o", program));
            transform.addAll(words);
            Recorded.ok(Tools.whittle(transform.toArray()));
            Path learned = folder.resolve("round" + round + ".txt");
            Path report = folder.resolve("round" + round + ".json");
            Path frames = folder.resolve("round" + round + ".frames");
            exchange(program, List.of("-Dwhittle.learn=" + learned, "-Dwhittle.report=" + report), frames);
            assertThat(Files.readAllBytes(frames)).isEqualTo(Files.readAllBytes(expected));
            loads.add(Tools.json(report).path("coldLoads").asInt());
            if (round > 0) {
                assertThat(Tools.json(report).path("invalidatedFacts").size()).isZero();
            }
            words.addAll(List.of("--refine", learned));
        }
        assertThat(loads.get(0)).isGreaterThan(20);
        assertThat(loads.get(loads.size() - 1)).as(loads.toString()).isZero();
    }

    private static void exchange(Path program, List<String> options, Path frames) {
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", program.toString(), "--device", "82540em", "--swap-to", "82574l"));
        command.addAll(List.of("--backend", "replay", "--out", frames.toString()));
        Recorded.ok(JvmFork.run(command.toArray(String[]::new)));
    }

    @Test
    void damageIsOneSentenceAndExitTwo() throws Exception {
        record();
        Path learned = folder.resolve("learned.txt");
        Files.writeString(learned, "whittle-learned-1\tcold\tx\n\nsomething\n");
        for (List<Object> command : List.of(
                List.<Object>of("plan", jar, "-p", profile, "--refine", learned, "-o", folder.resolve("p.json")),
                List.<Object>of("transform", jar, "-p", profile, "--refine", learned, "-o", folder.resolve("w.jar")),
                List.<Object>of(
                        "plan",
                        jar,
                        "-p",
                        profile,
                        "--refine",
                        folder.resolve("absent"),
                        "-o",
                        folder.resolve("p.json")))) {
            JvmFork.Result result = Tools.whittle(command.toArray());
            assertThat(result.exit()).as(result.err()).isEqualTo(2);
            assertThat(result.err().lines()).as(result.err()).hasSize(1).allMatch(l -> l.contains("learned file"));
            assertThat(folder.resolve("p.json")).doesNotExist();
            assertThat(folder.resolve("w.jar")).doesNotExist();
        }
    }
}
