package dev.whittle.engine.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.engine.Filter;
import dev.whittle.engine.Outcome;
import dev.whittle.engine.Profiles;
import dev.whittle.engine.Profit;
import dev.whittle.engine.Progress;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.Solving;
import dev.whittle.engine.StoreMode;
import dev.whittle.engine.Whittle;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.JarBuilder;
import dev.whittle.testkit.JvmFork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random programs do the same when they are whittled with random profiles. {@code -Dwhittle.programs=10000} makes more of them, and
 * {@code -Dwhittle.programs.seed} others; docs/suites.md has the command.
 */
class GeneratedProgramsTest {
    /** Programs of one jar. */
    private static final int TOGETHER = 25;

    private static final int PROGRAMS = Integer.getInteger("whittle.programs", 200);
    private static final long FIRST = Long.getLong("whittle.programs.seed", 1);
    /** Of a random profile, each method was never run with a chance of one in so many. */
    private static final int IDLE = 6;

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.iterate(FIRST, s -> s < FIRST + PROGRAMS, s -> s + TOGETHER);
    }

    /** One jar in four is of Java 8, and in one of five cold code is among the classes. */
    @ParameterizedTest
    @MethodSource("seeds")
    void theyDoTheSame(long seed) throws IOException {
        long number = seed / TOGETHER;
        Map<String, byte[]> classes = ProgramMaker.make(seed, TOGETHER, number % 4 == 3 ? 8 : 17);
        Path jar = JarBuilder.write(folder.resolve("programs.jar"), classes, Map.of(), "gen.Main");
        Path profile = folder.resolve("programs.wprof");
        ProfileFile.write(profile, Profiles.withReceivers(Profiles.random(classes, seed, IDLE), classes, seed));
        Path out = folder.resolve("whittled.jar");
        StoreMode store = number % 5 == 4 ? StoreMode.RESIDENT : StoreMode.EMBEDDED;
        Request request = new Request(jar, List.of(), profile, null, Filter.all(), out, false, Require.PROVED, store);
        Outcome outcome =
                new Whittle(Progress.silent(), Solving.defaults(), new Profit(0, 0.99)).transform(request, null, false);
        long changed = outcome.report().totals().proved();
        System.out.println("programs " + seed + " to " + (seed + TOGETHER - 1) + ": " + changed + " methods changed, "
                + outcome.report().totals().reverted() + " put back");
        assertThat(changed).isGreaterThan(TOGETHER);
        String before = run(jar);
        // A text may hold the end of a line.
        assertThat(before.lines().filter(l -> l.startsWith("gen.P"))).hasSize(TOGETHER * 3 * 16);
        assertThat(run(out)).isEqualTo(before);
    }

    private static String run(Path jar) {
        JvmFork.Result result = JvmFork.execute(
                List.of(JvmFork.java(), "-ea", "-Xmx512m", "-jar", jar.toString()), null, Duration.ofMinutes(2));
        assertThat(result.exit()).as(result.err()).isZero();
        return result.out();
    }
}
