package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.engine.Profiles;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that are wrong, damaged or hostile, through the command line. */
class WrongInputTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Recorded recorded;

    @BeforeEach
    void record() {
        recorded = new Recorded(shared);
    }

    private void refused(JvmFork.Result result, String named, List<Path> before) throws IOException {
        assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
        assertThat(result.err().strip().lines().filter(l -> !l.startsWith("SLF4J")))
                .as(result.err())
                .hasSize(1);
        assertThat(result.err()).contains(named).doesNotContain("\tat ");
        assertThat(files()).isEqualTo(before);
    }

    /** Whittles the driver with its store beside it. */
    private Path sidecar(Path output) {
        Recorded.ok(Tools.whittle(
                "transform",
                Tools.demo(),
                "--profile",
                recorded.profile("82540em"),
                "--store",
                "sidecar",
                "-o",
                output));
        return output;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    @Test
    void damagedFilesGiveOneSentenceExitCodeTwoAndNoOutput() throws IOException {
        Path profile = recorded.profile("82540em");
        Path output = folder.resolve("out.jar");
        byte[] jar = Files.readAllBytes(Tools.demo());
        Path cutJar = Files.write(folder.resolve("cut.jar"), Arrays.copyOf(jar, jar.length / 2));
        byte[] counts = Files.readAllBytes(profile);
        counts[counts.length / 2] ^= 4;
        Path badProfile = Files.write(folder.resolve("bad.wprof"), counts);
        Path badPlan = Files.writeString(folder.resolve("bad.json"), "{\"version\": 1, \"input\": ");
        Path badRules = Files.writeString(folder.resolve("bad.yaml"), "rules: [");
        List<Path> before = files();
        refused(Tools.whittle("transform", cutJar, "--profile", profile, "-o", output), "cut.jar", before);
        refused(Tools.whittle("transform", Tools.demo(), "--profile", badProfile, "-o", output), "bad.wprof", before);
        refused(Tools.whittle("transform", Tools.demo(), "--plan", badPlan, "-o", output), "bad.json", before);
        refused(
                Tools.whittle("transform", Tools.demo(), "--profile", profile, "--rules", badRules, "-o", output),
                "bad.yaml",
                before);
        refused(
                Tools.whittle("transform", folder.resolve("no.jar"), "--profile", profile, "-o", output),
                "no.jar",
                before);
    }

    @Test
    void aDamagedStoreIsNamedByVerify() throws IOException {
        Path output = sidecar(folder.resolve("side.jar"));
        Path store = folder.resolve("side.wcs");
        byte[] bytes = Files.readAllBytes(store);
        Files.write(store, Arrays.copyOf(bytes, bytes.length - 1));
        refused(Tools.whittle("verify", Tools.demo(), output), "side.wcs", files());
        bytes[bytes.length - 5] ^= 1;
        Files.write(store, bytes);
        refused(Tools.whittle("verify", Tools.demo(), output), "side.wcs", files());
    }

    /** Without its store the program goes on until it needs it, says which fragment is missing, and names the file. */
    @Test
    void aMissingSidecarIsATypedError() throws IOException {
        Path output = sidecar(folder.resolve("side.jar"));
        Files.delete(folder.resolve("side.wcs"));
        JvmFork.Result same = JvmFork.run("-jar", output.toString(), "--device", "82540em", "--backend", "replay");
        Recorded.ok(same);
        JvmFork.Result other = JvmFork.run("-jar", output.toString(), "--device", "82574l", "--backend", "replay");
        assertThat(other.exit()).isNotZero();
        assertThat(other.err() + other.out()).contains("side.wcs").contains("fragment");
    }

    @Test
    void nothingIsOverwrittenWithoutForce() throws IOException {
        Path output = Files.writeString(folder.resolve("out.jar"), "mine");
        refused(
                Tools.whittle("transform", Tools.demo(), "--profile", recorded.profile("82540em"), "-o", output),
                "out.jar",
                files());
        assertThat(Files.readString(output)).isEqualTo("mine");
    }

    @Test
    void aClassEntryThatCannotBeParsedIsCopiedWithAWarning() throws IOException {
        Map<String, byte[]> classes = InMemoryCompiler.compile(
                Map.of(
                        "app.Main",
                        "package app; public class Main { public static void main(String[] a) { System.out.println(\"ran \" + a.length); } }"));
        byte[] garbage = "not a class".getBytes(StandardCharsets.UTF_8);
        Path jar = JarBuilder.write(folder.resolve("odd.jar"), classes, Map.of("app/Odd.class", garbage), "app.Main");
        Path profile = folder.resolve("odd.wprof");
        Recorded.ok(Tools.whittle("record", "-o", profile, "--", JvmFork.java(), "-jar", jar));
        Path output = folder.resolve("out.jar");
        JvmFork.Result result = Tools.whittle("transform", jar, "--profile", profile, "-o", output);
        Recorded.ok(result);
        assertThat(result.err()).contains("app/Odd.class");
        assertThat(dev.whittle.bytecode.JarContents.read(output).find("app/Odd.class"))
                .isEqualTo(garbage);
        assertThat(JvmFork.run("-jar", output.toString(), "x").out()).contains("ran 1");
    }

    @Test
    void twoRunsGiveIdenticalFiles() throws IOException {
        for (String name : List.of("a", "b")) {
            Files.createDirectory(folder.resolve(name));
            sidecar(folder.resolve(name).resolve("x.jar"));
        }
        for (String file : List.of("x.jar", "x.wcs", "x.whittle", "x.report.json")) {
            assertThat(folder.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
    }

    /** Everything hot is called cold, and everything cold hot. */
    @Test
    void anInvertedProfileGivesTheSameFramesThroughAnExchange() throws IOException {
        Path file = folder.resolve("inverted.wprof");
        ProfileFile.write(file, Profiles.inverted(recorded.read("82540em")));
        Path output = folder.resolve("inverted.jar");
        Recorded.ok(Tools.whittle("transform", Tools.demo(), "--profile", file, "-o", output));
        Recorded.ok(Tools.whittle("verify", Tools.demo(), output));
        assertThat(Tools.json(folder.resolve("inverted.whittle"))
                        .path("certificates")
                        .size())
                .isGreaterThanOrEqualTo(20);
        Path expected = folder.resolve("expected.frames");
        Path frames = folder.resolve("inverted.frames");
        for (Path[] run : new Path[][] {{Tools.demo(), expected}, {output, frames}}) {
            Recorded.ok(JvmFork.run(
                    "-jar",
                    run[0].toString(),
                    "--device",
                    "82540em",
                    "--swap-to",
                    "82574l",
                    "--backend",
                    "replay",
                    "--out",
                    run[1].toString()));
        }
        assertThat(frames).hasSameBinaryContentAs(expected);
    }
}
