package dev.whittle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see when the machine fails: the table in {@code docs/faults.md}. */
class FaultsTest {
    /** A place where nobody can write, whatever their rights. */
    private static final Path NOWHERE = Path.of("/proc/whittle");

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    /** Runs a JVM that can write no file beyond a length, in units of 1024 bytes: as on a disk that is full. */
    private static JvmFork.Result limited(int length, List<String> java) {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -f " + length + "; exec \"$@\"", "limited"));
        command.add(JvmFork.java());
        command.add("-XX:-UsePerfData");
        command.addAll(java);
        return JvmFork.execute(command);
    }

    private static List<String> recording(Path profile) {
        return List.of(
                "-javaagent:" + Tools.agent() + "=out=" + profile,
                "-jar",
                Tools.demo().toString(),
                "--device",
                "82540em",
                "--backend",
                "replay");
    }

    /** The agent writes a profile when it begins, to see whether it can: that one stays. */
    @Test
    void aDiskThatFillsUpCostsTheProfileAndNotTheProgram() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")));
        Path profile = folder.resolve("app.wprof");
        JvmFork.Result whole = limited(100_000, recording(profile));
        Recorded.ok(whole);
        assertThat(Files.size(profile)).isGreaterThan(2_048);
        JvmFork.Result cut = limited(1, recording(profile));
        Recorded.ok(cut);
        assertThat(cut.out()).isEqualTo(whole.out());
        assertThat(cut.err()).contains("Profile " + profile + " cannot be written (");
        assertThat(ProfileFile.read(profile).classes()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(profile);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsNamed() {
        assumeTrue(Files.isDirectory(NOWHERE.getParent()) && !Files.exists(NOWHERE));
        Path profile = new Recorded(shared).profile("82540em");
        Path output = NOWHERE.resolve("app.jar");
        JvmFork.Result transformed = Tools.whittle("transform", Tools.demo(), "--profile", profile, "-o", output);
        assertThat(transformed.exit()).isEqualTo(2);
        assertThat(transformed.err())
                .contains("The output " + output + " cannot be written (")
                .contains("check the folder and the disk")
                .doesNotContain("\tat ");
        JvmFork.Result planned =
                Tools.whittle("plan", Tools.demo(), "--profile", profile, "-o", NOWHERE.resolve("plan.json"));
        assertThat(planned.exit()).isEqualTo(2);
        assertThat(planned.err())
                .contains(NOWHERE.resolve("plan.json").toString())
                .doesNotContain("\tat ");
        JvmFork.Result recorded =
                JvmFork.run(recording(NOWHERE.resolve("app.wprof")).toArray(String[]::new));
        assertThat(recorded.exit()).isEqualTo(2);
        assertThat(recorded.out()).isEmpty();
        assertThat(recorded.err()).contains("Profile " + NOWHERE.resolve("app.wprof") + " cannot be written (");
    }

    /** The whittled program's own files: what it learned and its report. It goes on without. */
    @Test
    void aWhittledProgramThatCanWriteNothingGoesOn() {
        assumeTrue(Files.isDirectory(NOWHERE.getParent()) && !Files.exists(NOWHERE));
        Recorded recorded = new Recorded(shared);
        Path whittled = recorded.whittled(recorded.profile("82540em"), "goes-on");
        List<String> other = List.of("-jar", whittled.toString(), "--device", "82574l", "--backend", "replay");
        JvmFork.Result expected = JvmFork.run(other.toArray(String[]::new));
        Recorded.ok(expected);
        List<String> options = new ArrayList<>(List.of(
                "-Dwhittle.learn=" + NOWHERE.resolve("learned"), "-Dwhittle.report=" + NOWHERE.resolve("report.json")));
        options.addAll(other);
        JvmFork.Result result = JvmFork.run(options.toArray(String[]::new));
        Recorded.ok(result);
        assertThat(result.out()).isEqualTo(expected.out());
        assertThat(result.err())
                .contains(NOWHERE.resolve("learned").toString())
                .contains(NOWHERE.resolve("report.json").toString());
    }
}
