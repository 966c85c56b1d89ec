package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {
    @Test
    void nothingSaidRecordsAllIntoTheUsualFile() {
        AgentOptions options = AgentOptions.parse("");
        assertThat(options.output()).isEqualTo(Path.of("whittle.wprof").toAbsolutePath());
        assertThat(options.intervalSeconds()).isZero();
        assertThat(options.accepts("a/B")).isTrue();
    }

    @Test
    void excludeWinsOverInclude() {
        AgentOptions options = AgentOptions.parse("include=a.*;b.C,exclude=a.x.*:*Test,interval=3,output=/p");
        assertThat(options.accepts("a/b/C")).isTrue();
        assertThat(options.accepts("b/C")).isTrue();
        assertThat(options.accepts("b/Cd")).isFalse();
        assertThat(options.accepts("a/x/Y")).isFalse();
        assertThat(options.accepts("a/MyTest")).isFalse();
        assertThat(options.intervalSeconds()).isEqualTo(3);
    }

    @Test
    void factsMayBeWrittenWithDots() {
        assertThat(AgentOptions.parse("facts=a.B.f;c/D.g").facts()).containsExactlyInAnyOrder("a/B.f", "c/D.g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"what=1", "out=", "interval=-1", "interval=x", "facts=noDot", "facts=a.", "alone"})
    void whatMakesNoSenseIsSaidInOneSentence(String text) {
        assertThatThrownBy(() -> AgentOptions.parse(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("The agent")
                .hasMessageEndingWith(".");
    }
}
