package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.Verdict;
import dev.whittle.verifier.internal.smt.Answer;
import dev.whittle.verifier.internal.smt.Bench;
import dev.whittle.verifier.internal.smt.Benches;
import dev.whittle.verifier.internal.smt.Engine;
import dev.whittle.verifier.internal.smt.Launch;
import dev.whittle.verifier.internal.smt.Limits;
import dev.whittle.verifier.internal.smt.Question;
import dev.whittle.verifier.internal.smt.WorkerEngine;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a solver, a method is not proved by it, and the result says that it must not count. */
class SolverFaultTest {
    private static final ClassLoader HERE = SolverFaultTest.class.getClassLoader();
    private static final Launch Z3 = Launch.z3(HERE);
    private static final Launch CVC5 = Launch.cvc5(HERE);

    /** Says the same to everything. */
    private record Parrot(Answer answer) implements Engine {
        @Override
        public Answer ask(Question question, long steps) {
            return answer;
        }

        @Override
        public String name() {
            return "Parrot";
        }

        @Override
        public long steps() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static Engine real(Launch launch) {
        return new WorkerEngine(launch, Limits.DEFAULT);
    }

    private static Engine hasty(Launch launch) {
        return new WorkerEngine(launch, new Limits(Duration.ofMillis(1), 2048));
    }

    private static Engine narrow(Launch launch) {
        return new WorkerEngine(launch, new Limits(Duration.ofSeconds(60), 1));
    }

    private static Engine missing(Launch launch) {
        return new WorkerEngine(
                new Launch(
                        launch.name(),
                        launch.main(),
                        launch.classes(),
                        List.of(),
                        ClassLoader.getPlatformClassLoader()),
                Limits.DEFAULT);
    }

    private static Engine babbling(Launch launch) {
        return new WorkerEngine(
                new Launch(launch.name(), Babbler.class.getName(), List.of(Babbler.class.getName()), List.of(), HERE),
                Limits.DEFAULT);
    }

    /** Prints what is no message. */
    public static final class Babbler {
        public static void main(String[] args) {
            System.out.println("unsat, of course");
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("patience", SolverFaultTest::hasty, "was killed after 1 ms"),
                fault("memory", SolverFaultTest::narrow, "was killed as it took more than 1 MB"),
                fault("missing", SolverFaultTest::missing, "is missing"),
                fault("garbage", SolverFaultTest::babbling, "talked nonsense"));
    }

    private static Arguments fault(String name, Function<Launch, Engine> engine, String reason) {
        return Arguments.of(name, engine, reason);
    }

    private static VerificationResult verify(VerificationInput input, Engine first, @Nullable Engine second) {
        return verify(input, first, second, VerificationSettings.NO_BUDGET);
    }

    private static VerificationResult verify(
            VerificationInput input, Engine first, @Nullable Engine second, long budget) {
        VerificationSettings settings = new VerificationSettings(1, budget, true, Duration.ofSeconds(60), 2048);
        try (VerificationSession session = new VerificationSession(
                settings,
                Proofs.none(),
                VerificationSession.Watch.none(),
                new Benches(() -> new Bench(first, second)))) {
            return session.verify(input);
        }
    }

    private static Verdict only(VerificationResult result) {
        return result.verdicts().values().iterator().next();
    }

    private static void assertFault(VerificationResult result, String reason) {
        assertThat(only(result)).isNotInstanceOf(Verdict.Proved.class);
        assertThat(only(result).toString()).contains(reason);
        assertThat(result.solverFaults().values()).singleElement().asString().contains(reason);
        assertThat(result.allProved()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theFirstSolverFails(String name, Function<Launch, Engine> engine, String reason) {
        assertFault(verify(HoistingTest.right(), engine.apply(Z3), null), reason);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void theSecondSolverFails(String name, Function<Launch, Engine> engine, String reason) {
        assertFault(verify(HoistingTest.right(), real(Z3), engine.apply(CVC5)), reason);
    }

    @Test
    void aSolverIsKilledFromOutside() {
        Thread killer = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                ProcessHandle.current()
                        .children()
                        .filter(p -> p.info().commandLine().orElse("").contains("Cvc5Worker"))
                        .forEach(ProcessHandle::destroyForcibly);
            }
        });
        killer.start();
        try {
            assertFault(verify(HoistingTest.right(), real(Z3), real(CVC5)), "was killed from outside");
        } finally {
            killer.interrupt();
        }
    }

    @Test
    void aSolverThatRefutesEverythingIsFoundOut() {
        Engine liar = new Parrot(new Answer.Refuted());
        assertThat(only(verify(HoistingTest.wrong(), liar, null)))
                .as("a lie that nobody checks")
                .isInstanceOf(Verdict.Proved.class);
        VerificationResult result = verify(HoistingTest.wrong(), liar, real(CVC5));
        assertThat(only(result)).isInstanceOf(Verdict.Counterexample.class);
        assertThat(result.solverFaults().values())
                .singleElement()
                .asString()
                .contains("cvc5 1.3.2 does not agree with what Parrot refuted");
    }

    @Test
    void aSecondSolverThatSaysTheOppositeIsBelievedNoMore() {
        Engine liar = new Parrot(new Answer.Satisfiable(new TreeMap<>()));
        assertFault(verify(HoistingTest.right(), real(Z3), liar), "Parrot does not agree with what");
    }

    @Test
    void aSecondSolverThatDoesNotKnowDegradesTheVerdictAndIsNoFault() {
        VerificationResult result =
                verify(HoistingTest.right(), real(Z3), new Parrot(new Answer.Unknown("it is tired")));
        assertThat(only(result)).isInstanceOf(Verdict.Tested.class);
        assertThat(only(result).toString()).contains("Parrot does not decide what", "it is tired");
        assertThat(result.solverFaults()).isEmpty();
        assertThat(result.allProved()).isFalse();
    }

    @Test
    void onlyTheFirstIsAskedWhereTheUserWantsThat() {
        assertThat(only(verify(HoistingTest.right(), real(Z3), null))).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void bothAgree() {
        VerificationResult result = verify(HoistingTest.right(), real(Z3), real(CVC5));
        assertThat(only(result)).isInstanceOf(Verdict.Proved.class);
        assertThat(result.allProved()).isTrue();
    }

    @Test
    void aBudgetIsKept() {
        VerificationResult result = verify(HoistingTest.right(), real(Z3), null, 1);
        assertThat(only(result)).isInstanceOf(Verdict.Tested.class);
        assertThat(only(result).toString()).contains("the budget of 1 steps of the solver is used up");
        assertThat(result.solverFaults()).isEmpty();
    }

    @Test
    void theNumberOfJobsChangesNothing() {
        VerificationInput input = new Subject().hand.input();
        VerificationResult one = jobs(input, 1);
        assertThat(one.verdicts()).hasSizeGreaterThan(5);
        assertThat(jobs(input, 4)).isEqualTo(one);
    }

    private static VerificationResult jobs(VerificationInput input, int jobs) {
        VerificationSettings settings =
                new VerificationSettings(jobs, VerificationSettings.NO_BUDGET, false, Duration.ofSeconds(60), 2048);
        return Verifier.verify(input, settings);
    }
}
