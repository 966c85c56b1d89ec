package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.demo.Main;
import dev.whittle.model.MethodId;
import dev.whittle.model.Profile;
import dev.whittle.model.Verdict;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.testkit.JvmFork;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.verifier.VerificationSession;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any profile is safe: the driver whittled with profiles that no run gave sends and receives the same bytes, exchange included. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongProfilesTest {
    @TempDir
    static Path folder;

    private Path original;
    private byte[] expected;

    @BeforeAll
    void runOriginal() throws URISyntaxException, IOException {
        original = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        expected = frames(original, "original");
    }

    /** The frames of a run with its exchange; replay, so that the schedule is the same. */
    private static byte[] frames(Path program, String name) throws IOException {
        Path out = folder.resolve(name + ".frames");
        JvmFork.Result result = JvmFork.run(
                "-cp",
                program.toString(),
                "dev.whittle.demo.Main",
                "--device",
                "82540em",
                "--swap-to",
                "82574l",
                "--backend",
                "replay",
                "--out",
                out.toString());
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return Files.readAllBytes(out);
    }

    private Outcome whittle(Profile profile, String name) throws IOException {
        return whittle(profile, name, new HashMap<>());
    }

    /** @param planned receives the first verdict on each method: the one on its plan as it was made */
    private Outcome whittle(Profile profile, String name, Map<MethodId, Verdict> planned) throws IOException {
        Path file = folder.resolve(name + ".wprof");
        ProfileFile.write(file, profile);
        Path output = folder.resolve(name + (Files.isDirectory(original) ? "" : ".jar"));
        Request base = Request.of(original, file);
        Request request = new Request(
                base.input(), List.of(), file, null, Filter.all(), output, false, Require.PROVED, StoreMode.EMBEDDED);
        return new Whittle(
                        Progress.silent(),
                        PlanSettings.defaults(),
                        () -> new VerificationSession((m, v, nanos) -> {
                            synchronized (planned) {
                                planned.putIfAbsent(m, v);
                            }
                        }))
                .transform(request, null, false);
    }

    private void sameFrames(Outcome outcome, String name) throws IOException {
        Path program = outcome.written().get(outcome.written().size() - 1);
        assertThat(frames(program, name)).isEqualTo(expected);
    }

    private static long insideRewritten(Outcome outcome) {
        return outcome.certificate().certificates().stream()
                .filter(c -> !c.movedWhole())
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void random(long seed) throws IOException {
        Map<String, byte[]> classes = ProgramInput.read(original).classes();
        Profile profile = Profiles.withReceivers(Profiles.random(classes, seed), classes, seed);
        Map<MethodId, Verdict> planned = new HashMap<>();
        Outcome outcome = whittle(profile, "random" + seed, planned);
        // The planner knows what can be proved: it does not try and take back.
        assertThat(planned)
                .hasSizeGreaterThanOrEqualTo(20)
                .allSatisfy((m, v) -> assertThat(v).as("%s", m).isInstanceOf(Verdict.Proved.class));
        assertThat(outcome.certificate().verdicts()).allMatch(v -> v.verdict() instanceof Verdict.Proved);
        assertThat(outcome.certificate().certificates()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(insideRewritten(outcome)).isGreaterThanOrEqualTo(20);
        sameFrames(outcome, "random" + seed);
    }

    @Test
    void anEmptyProfileChangesNothingAndSaysWhy() throws IOException {
        Outcome outcome = whittle(Profile.empty(), "empty");
        assertThat(outcome.certificate().certificates()).isEmpty();
        assertThat(outcome.report().kept()).isNotEmpty();
        sameFrames(outcome, "empty");
    }

    @Test
    void aProfileOfAnotherBuildChangesNothingAndSaysWhy() throws IOException {
        Profile real = Profiles.random(ProgramInput.read(original).classes(), 1);
        List<Profile.ClassProfile> other = new ArrayList<>();
        for (Profile.ClassProfile c : real.classes()) {
            String hex = new StringBuilder(c.digest().hex()).reverse().toString();
            other.add(new Profile.ClassProfile(c.name(), new dev.whittle.model.ClassDigest(hex), true, c.methods()));
        }
        Outcome outcome = whittle(new Profile(List.of("other"), other, real.facts()), "other");
        assertThat(outcome.certificate().certificates()).isEmpty();
        assertThat(outcome.report().kept()).anyMatch(r -> r.reason().contains("another build"));
        sameFrames(outcome, "other");
    }

    @Test
    void equalInputGivesEqualFiles() throws IOException {
        Profile profile = Profiles.random(ProgramInput.read(original).classes(), 3);
        Outcome a = whittle(profile, "a");
        Outcome b = whittle(profile, "b");
        assertThat(a.certificate().whittledDigest()).isEqualTo(b.certificate().whittledDigest());
        assertThat(a.report()).isEqualTo(b.report());
        assertThat(a.certificate().certificates()).isEqualTo(b.certificate().certificates());
    }
}
