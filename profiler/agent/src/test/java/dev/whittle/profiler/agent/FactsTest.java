package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.FactValue;
import dev.whittle.model.Profile.FactObservation;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that are not annotated fields: what annotated methods read, annotated parameters, and what rules name. */
class FactsTest {
    private static final String PROGRAM = """
            package app;
            import dev.whittle.annotations.HwBranch;
            public class Main {
                enum Mac { A, B }
                private final Mac mac; private int rev; private long base; private boolean other; private Object free;
                private double odd;
                Main(Mac mac, int rev) { this.mac = mac; this.rev = rev; base = 7L; other = true; free = "x"; odd = 1; }
                @HwBranch("quick") boolean isQuick() { return mac == Mac.B && rev > 2 && base > 0 && odd > 0; }
                boolean isOther() { return other; }
                static int rx(long wide, @HwBranch("mode") int mode, @HwBranch("kind") Mac kind, double d, @HwBranch("on") boolean on) {
                    return mode + (on ? 1 : 0) + kind.ordinal() + (int) wide + (int) d;
                }
                static int many(@HwBranch("many") int x) { return x; }
                static int loose(int a, long b) { return a + (int) b; }
                class Inner { Inner(@HwBranch("inner") int x) { rev = x; } }
                public static void main(String[] args) {
                    Main m = new Main(Mac.B, 3);
                    int sum = m.isQuick() ? 1 : 0;
                    m.isOther();
                    for (int i = 0; i < 10; i++) sum += rx(1L << 40, 5, Mac.A, 2.0, true) + many(i) + loose(4, 9L);
                    m.new Inner(3);
                    System.out.println(sum);
                }
            }
            """;

    @TempDir
    Path directory;

    private Recording recording;

    @BeforeEach
    void prepare() throws IOException {
        recording = new Recording(directory);
    }

    private SortedMap<String, List<FactObservation>> facts(String options) {
        JvmFork.Result result =
                recording.run(options, "-jar", recording.program(PROGRAM).toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("256\n");
        return recording.profile().facts();
    }

    private static FactObservation of(FactValue value, long count) {
        return new FactObservation(value, count);
    }

    @Test
    void fieldsThatAnAnnotatedMethodReadsAreFacts() {
        var facts = facts("");
        assertThat(facts.get("app/Main.mac")).containsExactly(of(new FactValue.OfEnum("B"), 1));
        assertThat(facts.get("app/Main.rev")).containsExactly(of(new FactValue.OfInt(3), 1));
        assertThat(facts.get("app/Main.base")).containsExactly(of(new FactValue.OfLong(7), 1));
        assertThat(facts).doesNotContainKeys("app/Main.other", "app/Main.odd", "app/Main.free");
    }

    @Test
    void annotatedParametersAreFacts() {
        var facts = facts("");
        String rx = "app/Main.rx(JILapp/Main$Mac;DZ)I#";
        assertThat(facts.get(rx + 1)).containsExactly(of(new FactValue.OfInt(5), 10));
        assertThat(facts.get(rx + 2)).containsExactly(of(new FactValue.OfEnum("A"), 10));
        assertThat(facts.get(rx + 4)).containsExactly(of(new FactValue.OfInt(1), 10));
        assertThat(facts).doesNotContainKeys(rx + 0, rx + 3);
        assertThat(facts.get("app/Main.many(I)I#0"))
                .hasSize(5)
                .contains(of(new FactValue.Other("more values"), 6), of(new FactValue.OfInt(0), 1));
    }

    @Test
    void rulesWithStarsReachFieldsMethodsAndParameters() {
        var facts = facts("facts=**.Main.ot*,methods=*.Main.isOther,params=app.M*.lo*e#1");
        assertThat(facts.get("app/Main.other")).containsExactly(of(new FactValue.OfInt(1), 1));
        assertThat(facts.get("app/Main.loose(IJ)I#1")).containsExactly(of(new FactValue.OfLong(9), 10));
        assertThat(facts).doesNotContainKeys("app/Main.loose(IJ)I#0", "app/Main.odd");
        assertThat(facts("methods=*.Main.isOther").get("app/Main.other"))
                .containsExactly(of(new FactValue.OfInt(1), 1));
        assertThat(facts("facts=*.other")).doesNotContainKey("app/Main.other");
    }
}
