package dev.whittle.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentOptionsTest {
    private static final Path AGENT = Path.of("/opt/agent.jar");

    @Test
    void allOptionsAreSpelled() {
        AgentOptions options = new AgentOptions(
                Path.of("/a/p.wprof"), 5, List.of("a.**", "b.C"), List.of("d.*"), List.of("x.Y.z", "x.Y.w"));
        assertThat(options.option(AGENT))
                .isEqualTo(
                        "-javaagent:/opt/agent.jar=output=/a/p.wprof,interval=5,include=a.**:b.C,exclude=d.*,facts=x.Y.z:x.Y.w");
    }

    @Test
    void whatTheAgentCouldNotReadIsRefused() {
        AgentOptions comma = new AgentOptions(Path.of("/a,b"), 5, List.of(), List.of(), List.of());
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> comma.option(AGENT))
                .withMessageContaining("/a,b");
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> new AgentOptions(AGENT, 0, List.of(), List.of(), List.of()));
    }

    @Test
    void onlyTheFirstJavaWordGetsTheAgent() {
        AgentOptions options = new AgentOptions(Path.of("/p"), 5, List.of(), List.of(), List.of());
        assertThat(options.insertInto(List.of("nice", "/x/bin/java", "-cp", "java", "M"), AGENT))
                .containsExactly(
                        "nice", "/x/bin/java", "-javaagent:/opt/agent.jar=output=/p,interval=5", "-cp", "java", "M");
    }
}
