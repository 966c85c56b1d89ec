package dev.whittle.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--device 8139|There is no device '8139'",
                "--device|has no value",
                "--colour red|There is no option '--colour'",
                "--backend hope|There is no backend 'hope'",
                "--swap-mode later|There is no swap mode 'later'",
                "--frames 7|multiple of 4",
                "--frames many|--frames must be a number",
                "--repeat 0|--repeat must be a number",
                "--backend replay --frames 8|The trace of the 82540em holds 256 frames each way",
                "--backend replay --record x.wtrc|--record needs --backend qemu",
            })
    void whatIsWrongIsSaidInOneSentenceWithStatusTwo(String line, String message) {
        Runs run = Runs.demo(line.split(" ", -1));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void helpListsEveryOption() {
        Runs run = Runs.demo("--help");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("--device", "--swap-to", "--backend", "--frames", "--repeat", "--out", "--json", "--record");
    }
}
