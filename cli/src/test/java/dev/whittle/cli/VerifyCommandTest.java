package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    Path folder;

    private final FakeHouse house = new FakeHouse();

    @Test
    void verifyWritesWhatToolsReadEvenWhenItSaysNo() throws IOException {
        Path app = Files.writeString(folder.resolve("app.jar"), "x");
        Path json = folder.resolve("v.json");
        Path junit = folder.resolve("v.xml");
        Path sarif = folder.resolve("v.sarif");
        String[] words = {
            "verify",
            app.toString(),
            app.toString(),
            "--json=" + json,
            "--junit=" + junit,
            "--sarif=" + sarif,
            "--cache=" + folder.resolve("proofs")
        };
        house.accepted = false;
        assertThat(house.run(words)).isEqualTo(1);
        assertThat(house.asked.get(1)).isEqualTo(Optional.of(folder.resolve("proofs")));
        assertThat(json).content().contains("\"accepted\": false");
        assertThat(junit).content().contains("failures=\"1\"");
        assertThat(sarif).content().contains("finding/file");
        assertThat(house.out()).contains("wrote " + sarif).contains("proofs from the cache: 0 of 0");
        Files.writeString(junit, "precious");
        house.accepted = true;
        assertThat(house.run(words)).isEqualTo(2);
        assertThat(house.err()).contains("exists and is not replaced").hasLineCount(1);
        assertThat(junit).content().isEqualTo("precious");
        words = Arrays.copyOf(words, words.length + 1);
        words[words.length - 1] = "--force";
        assertThat(house.run(words)).isZero();
        assertThat(junit).content().contains("failures=\"0\"");
    }
}
