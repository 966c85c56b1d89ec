package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
    @TempDir
    Path folder;

    private final FakeHouse house = new FakeHouse();
    private Path profile;

    @BeforeEach
    void files() throws IOException {
        profile = Files.writeString(folder.resolve("app.wprof"), "x");
    }

    @Test
    void recordPutsTheAgentBehindJavaAndKeepsTheRest() {
        Path target = folder.resolve("new.wprof");
        house.program = FakeHouse.writing(target, 7);
        int code = house.run(
                "record",
                "-o",
                target.toString(),
                "--include",
                "a.**",
                "--include",
                "b.*",
                "--",
                "env",
                "X=1",
                "/usr/bin/java",
                "-jar",
                "app.jar",
                "-o",
                "y",
                "--",
                "--help");
        assertThat(code).as("the program's own code").isEqualTo(7);
        assertThat(house.asked)
                .containsExactly(List.of(
                        "env",
                        "X=1",
                        "/usr/bin/java",
                        "-javaagent:/opt/agent.jar=output=" + target + ",interval=30,include=a.**:b.*",
                        "-jar",
                        "app.jar",
                        "-o",
                        "y",
                        "--",
                        "--help"));
    }

    @Test
    void recordTellsTheAgentWhichFieldsTheRulesName() throws IOException {
        Path target = folder.resolve("new.wprof");
        Path rules = Files.writeString(
                folder.resolve("r.yaml"),
                "format: whittle-rules\nversion: 1\nrules:\n  - {fact: f, field: {class: a.B, name: c}}\n"
                        + "  - {fact: f, field: {class: a.*, name: d}}\n");
        house.program = FakeHouse.writing(target, 0);
        assertThat(house.run("record", "-o", target.toString(), "--rules", rules.toString(), "--", "java", "M"))
                .isZero();
        assertThat(house.asked)
                .containsExactly(List.of(
                        "java", "-javaagent:/opt/agent.jar=output=" + target + ",interval=30,facts=a.B.c:a.*.d", "M"));
        assertThat(house.err()).isEmpty();
    }

    @Test
    void recordTellsTheAgentWhichMethodsCountPaths() throws IOException {
        Path target = folder.resolve("new.wprof");
        Path stacks = Files.writeString(folder.resolve("app.collapsed"), "a/B.c 1\n");
        house.program = FakeHouse.writing(target, 0);
        assertThat(house.run(
                        "record",
                        "-o",
                        target.toString(),
                        "--hot=50",
                        "--hot-by=Counters",
                        "--inputs=4",
                        "--hot-methods",
                        stacks.toString(),
                        "--",
                        "java",
                        "M"))
                .isZero();
        assertThat(house.asked)
                .containsExactly(List.of(
                        "java",
                        "-javaagent:/opt/agent.jar=output=" + target
                                + ",interval=30,hot=50,hot-by=counters,hot-methods=" + stacks + ",inputs=4",
                        "M"));
        assertThat(house.run("record", "-o", folder + "/x", "--hot=-1", "--", "java"))
                .isEqualTo(2);
        assertThat(house.err()).contains("--hot is -1").hasLineCount(1);
    }

    @Test
    void recordWithoutAProfileAtTheEndSaysSo() {
        assertThat(house.run("record", "-o", folder.resolve("none.wprof").toString(), "--", "java", "-version"))
                .isEqualTo(2);
        assertThat(house.err()).contains("no profile was written").hasLineCount(1);
    }

    @Test
    void recordNeedsAJavaCommandAndDoesNotReplaceAProfile() {
        assertThat(house.run("record", "-o", folder.resolve("n").toString(), "--", "./start.sh"))
                .isEqualTo(2);
        assertThat(house.err()).contains("holds no java to record");
        assertThat(house.run("record", "-o", profile.toString(), "--", "java")).isEqualTo(2);
        assertThat(house.err()).contains("--force");
        assertThat(house.asked).isEmpty();
    }

    @Test
    void aCommandThatCannotBeRecordedCostsNoProfile() {
        assertThat(house.run("record", "--force", "-o", profile.toString(), "--", "./start.sh"))
                .isEqualTo(2);
        assertThat(house.err()).contains("holds no java to record");
        assertThat(profile).hasContent("x");
    }

    @Test
    void aProfileThatCannotBeReplacedIsTheUsersToMend() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken.wprof"));
        Path inside = Files.writeString(taken.resolve("file"), "y");
        assertThat(house.run("record", "--force", "-o", taken.toString(), "--", "java", "M"))
                .isEqualTo(2);
        assertThat(house.err()).contains(taken.toString()).hasLineCount(1);
        assertThat(inside).hasContent("y");
        assertThat(house.asked).isEmpty();
    }
}
