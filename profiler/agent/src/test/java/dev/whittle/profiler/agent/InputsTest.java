package dev.whittle.profiler.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodId;
import dev.whittle.model.RecordedInput;
import dev.whittle.model.RecordedInput.Value;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    private static final String PROGRAM = """
            package app;
            public class Main {
                static class Mine {
                    @Override public String toString() { throw new IllegalStateException(); }
                    @Override public int hashCode() { throw new IllegalStateException(); }
                    @Override public boolean equals(Object o) { throw new IllegalStateException(); }
                }
                final int kept;
                Main(int kept, Object with) { this.kept = kept; }
                static long all(boolean z, byte b, char c, long j, float f, double d, String s, byte[] bytes, Object o, int[] i) {
                    return (z ? 1 : 0) + b + c + j + (long) f + (long) d + s.length() + bytes.length;
                }
                int loop(int n) { do { n--; } while (n > 0); return n; }
                static int same(int x) { return x; }
                static int late(int x) { return x; }
                static void none() {}
                public static void main(String[] args) throws Exception {
                    Mine mine = new Mine();
                    all(true, (byte) -1, 'c', 1L << 40, 1.5f, -2.5, "text", new byte[] {1, -2}, mine, null);
                    all(false, (byte) 0, 'd', -1, 0, 0, "x".repeat(257), new byte[2049], 5, new int[1]);
                    Main m = new Main(3, mine);
                    for (int i = 0; i < 1000; i++) { m.loop(i); same(7); late(i < 900 ? 1 : i); }
                    Thread[] t = new Thread[4];
                    for (int i = 0; i < t.length; i++) { t[i] = new Thread(() -> { for (int k = 0; k < 50; k++) m.loop(k); }); t[i].start(); }
                    for (Thread x : t) x.join();
                    none();
                    System.out.println("done");
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

    private SortedMap<MethodId, List<RecordedInput>> inputs(String options) {
        // The agent's own classes have the names of a program's here, other than in the jar that people get.
        JvmFork.Result result = recording.run(
                "include=app.*," + options, "-jar", recording.program(PROGRAM).toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("done\n");
        return recording.profile().inputs();
    }

    private static MethodId method(String name, String descriptor) {
        return new MethodId("app/Main", name, descriptor);
    }

    private static RecordedInput ints(int value) {
        return new RecordedInput(List.of(new Value.OfInt(value)));
    }

    @Test
    void theFirstDifferentArgumentsAreKept() {
        var inputs = inputs("inputs=3,hot=0");
        assertThat(inputs.get(method("loop", "(I)I"))).containsExactly(ints(0), ints(1), ints(2));
        assertThat(inputs.get(method("same", "(I)I"))).containsExactly(ints(7));
        assertThat(inputs.get(method("late", "(I)I"))).containsExactly(ints(1));
        assertThat(inputs.get(method("<init>", "(ILjava/lang/Object;)V")))
                .containsExactly(new RecordedInput(List.of(new Value.OfInt(3), new Value.Opaque("app.Main$Mine"))));
        assertThat(inputs).doesNotContainKey(method("none", "()V"));
    }

    @Test
    void eachKindOfArgumentIsKeptOrCut() {
        var seen = inputs("inputs=4").get(method("all", "(ZBCJFDLjava/lang/String;[BLjava/lang/Object;[I)J"));
        assertThat(seen)
                .containsExactly(
                        new RecordedInput(List.of(
                                new Value.OfInt(1),
                                new Value.OfInt(-1),
                                new Value.OfInt('c'),
                                new Value.OfLong(1L << 40),
                                new Value.OfFloat(1.5f),
                                new Value.OfDouble(-2.5),
                                new Value.OfText("text"),
                                new Value.OfBytes(List.of((byte) 1, (byte) -2)),
                                new Value.Opaque("app.Main$Mine"),
                                new Value.OfNull())),
                        new RecordedInput(List.of(
                                new Value.OfInt(0),
                                new Value.OfInt(0),
                                new Value.OfInt('d'),
                                new Value.OfLong(-1),
                                new Value.OfFloat(0),
                                new Value.OfDouble(0),
                                new Value.Opaque("java.lang.String"),
                                new Value.Opaque("[B"),
                                new Value.Opaque("java.lang.Integer"),
                                new Value.Opaque("[I"))));
    }

    @Test
    void noArgumentsAreKeptUnlessAskedFor() {
        assertThat(inputs("")).isEmpty();
    }
}
