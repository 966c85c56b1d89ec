package dev.whittle.mavenplugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArgLineTest {
    @Test
    void standsAloneWhereNothingIsSet() {
        assertThat(ArgLine.prepend(null, "-javaagent:a.jar=x")).isEqualTo("-javaagent:a.jar=x");
        assertThat(ArgLine.prepend("  ", "-javaagent:a.jar=x")).isEqualTo("-javaagent:a.jar=x");
    }

    @Test
    void keepsWhatOtherPluginsAndTheBuildWrote() {
        assertThat(ArgLine.prepend("-javaagent:jacoco.jar=destfile=y -Xmx1g", "-javaagent:a.jar=x"))
                .isEqualTo("-javaagent:a.jar=x -javaagent:jacoco.jar=destfile=y -Xmx1g");
    }

    @Test
    void preparedTwiceTheAgentStartsOnce() {
        String once = ArgLine.prepend("-Xmx1g", "-javaagent:a.jar=x");
        assertThat(ArgLine.prepend(once, "-javaagent:a.jar=x")).isEqualTo(once);
    }

    @Test
    void quotesBlanksInPaths() {
        assertThat(ArgLine.prepend(null, "-javaagent:/my files/a.jar=x")).isEqualTo("\"-javaagent:/my files/a.jar=x\"");
    }
}
