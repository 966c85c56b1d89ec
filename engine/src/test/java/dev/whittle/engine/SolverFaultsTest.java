package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.bytecode.JarContents;
import dev.whittle.model.Staging;
import dev.whittle.model.Verdict;
import dev.whittle.report.Verification;
import dev.whittle.transformer.pass.Linking;
import dev.whittle.verifier.Proofs;
import dev.whittle.verifier.VerificationSession;
import dev.whittle.verifier.VerificationSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A solver that is killed, here for no patience at all, leaves no build that passes. */
class SolverFaultsTest {
    @TempDir
    Path folder;

    private static VerificationSession hasty() {
        VerificationSettings settings =
                new VerificationSettings(2, VerificationSettings.NO_BUDGET, true, Duration.ofMillis(1), 2048);
        return new VerificationSession(settings, Proofs.none(), VerificationSession.Watch.none());
    }

    @Test
    void whittlingEndsAndWritesNothingEvenWhereTestedIsEnough() {
        try (VerificationSession session = hasty()) {
            Rewriting rewriting = new Rewriting(
                    RewritingTest.CLASSES,
                    Map.of(),
                    new TreeMap<>(),
                    "b0",
                    Require.TESTED,
                    Progress.silent(),
                    session::verify);
            assertThatThrownBy(() -> rewriting.run(RewritingTest.plan(), Linking.CALL_SITE))
                    .isInstanceOf(SolverFaultException.class)
                    .hasMessageStartingWith("Nothing was written, as a solver failed in the proof of ")
                    .hasMessageContaining("was killed after 1 ms");
        }
    }

    @Test
    void verifyingSaysNoEvenWhereTestedIsEnough() throws Exception {
        Path app = folder.resolve("app.jar");
        Staging.write(
                app,
                new JarContents(RewritingTest.CLASSES.entrySet().stream()
                                .map(e -> new JarContents.Entry(e.getKey() + ".class", e.getValue()))
                                .toList())
                        .toJar());
        new Whittle(Progress.silent()).transform(Request.of(app, null), RewritingTest.plan(), false);
        try (VerificationSession session = hasty()) {
            Judgement judged = new Judging(
                            Program.read(List.of(app)),
                            List.of(Request.besides(app)),
                            List.of(),
                            Require.TESTED,
                            session)
                    .judge();
            assertThat(judged.verdicts()).anyMatch(v -> !(v.verdict() instanceof Verdict.Proved));
            assertThat(judged.accepted()).isFalse();
            assertThat(judged.verification().findings()).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.kind()).isEqualTo(Verification.Kind.SOLVER);
                assertThat(finding.text())
                        .startsWith("A solver failed in the proof of ")
                        .contains("was killed after 1 ms");
            });
        }
    }
}
