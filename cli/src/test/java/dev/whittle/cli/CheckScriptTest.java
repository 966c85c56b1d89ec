package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that runs all tests, with a Maven that only leaves reports behind. */
@DisabledOnOs(OS.WINDOWS)
class CheckScriptTest {
    private static final String REPORT =
            "<testsuite name=\"a\" time=\"0.4\" tests=\"%d\" errors=\"%d\" skipped=\"%d\" failures=\"%d\" flakes=\"0\">";

    @TempDir
    Path folder;

    private record Ended(int code, List<String> lines) {}

    @BeforeEach
    void copy() throws IOException {
        Files.copy(Path.of("..", "check"), folder.resolve("check"));
    }

    private Ended check(int mavenCode, String... reports) throws Exception {
        StringBuilder maven = new StringBuilder("#!/bin/sh\necho \"maven: $*\"\nmkdir -p m/target/surefire-reports\n");
        for (int i = 0; i < reports.length; i++) {
            maven.append("echo '")
                    .append(reports[i])
                    .append("' > m/target/surefire-reports/TEST-")
                    .append(i)
                    .append(".xml\n");
        }
        maven.append("exit ").append(mavenCode).append('\n');
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path mvn = Files.writeString(bin.resolve("mvn"), maven.toString());
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder =
                new ProcessBuilder("bash", folder.resolve("check").toString()).redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().remove("CI");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out.lines().toList());
    }

    /** How often Maven ran: twice where this machine has a JDK 25. */
    private static int runs(Ended ended) {
        return (int) ended.lines().stream().filter(l -> l.startsWith("maven:")).count();
    }

    @Test
    void endsWithTheSumOfAllReportsAndZero() throws Exception {
        Ended ended = check(0, REPORT.formatted(7, 0, 2, 0), REPORT.formatted(10, 0, 0, 0));
        int n = runs(ended);
        assertThat(ended.code()).isZero();
        assertThat(ended.lines()).last().isEqualTo(15 * n + " passed, 0 failed, " + 2 * n + " skipped");
    }

    @Test
    void aFailedTestOrAFailedMavenEndsWithOne() throws Exception {
        Ended failed = check(0, REPORT.formatted(7, 1, 0, 2));
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.lines())
                .last()
                .isEqualTo(4 * runs(failed) + " passed, " + 3 * runs(failed) + " failed, 0 skipped");
        assertThat(check(1, REPORT.formatted(7, 0, 0, 0)).code()).isEqualTo(1);
    }

    @Test
    void noTestAtAllEndsWithOne() throws Exception {
        Ended ended = check(0);
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.lines()).contains("== no test ran");
    }

    @Test
    void aMissingJdk25IsSaidLoudly() throws Exception {
        Ended ended = check(0, REPORT.formatted(1, 0, 0, 0));
        assertThat(ended.lines().stream().anyMatch(l -> l.contains("NOT TESTED ON JDK 25")))
                .isEqualTo(runs(ended) == 1);
    }
}
