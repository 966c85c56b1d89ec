package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.formats.NamePattern;
import dev.whittle.model.BadInputException;
import dev.whittle.profiler.agent.internal.FactSelection.Place;
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
        assertThat(fields("a.B.f;c/D.g", "a/B", "f")).isTrue();
        assertThat(fields("a.B.f;c/D.g", "c/D", "g")).isTrue();
        assertThat(fields("a.B.f;c/D.g", "c/D", "f")).isFalse();
    }

    @Test
    void starsInFactsMeanWhatTheyMeanInRules() {
        String[] names = {"C", "a.C", "a.b.C", "a.b.c.C", "aXC", "a.b.D"};
        for (String pattern : new String[] {"*", "**", "a.*", "a.**.C", "a.*.C", "**.C", "a.b.*", "a.b.D", "***C"}) {
            for (String name : names) {
                assertThat(fields(pattern + ".f*", name.replace('.', '/'), "field"))
                        .as("%s on %s", pattern, name)
                        .isEqualTo(NamePattern.ofClass(pattern).matches(name));
            }
        }
        assertThat(fields("a.B.f*x", "a/B", "f.y$x")).isTrue();
        assertThat(fields("a.B.f*x", "a/B", "fy")).isFalse();
    }

    private static boolean fields(String option, String owner, String name) {
        return AgentOptions.parse("facts=" + option).facts().fields().stream().anyMatch(p -> matches(p, owner, name));
    }

    private static boolean matches(Place place, String owner, String name) {
        return place.owner().matcher(owner.replace('/', '.')).matches()
                && place.member().matcher(name).matches();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "what=1",
                "out=",
                "interval=-1",
                "interval=x",
                "facts=noDot",
                "facts=a.",
                "methods=m",
                "params=a.B.m",
                "methods=a.B.m#1",
                "jmx=perhaps",
                "hot=x",
                "hot-by=me",
                "inputs=-1",
                "alone"
            })
    void whatMakesNoSenseIsSaidInOneSentence(String text) {
        assertThatThrownBy(() -> AgentOptions.parse(text))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("The agent")
                .hasMessageEndingWith(".");
    }
}
