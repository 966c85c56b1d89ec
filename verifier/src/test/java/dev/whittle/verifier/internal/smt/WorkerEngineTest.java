package dev.whittle.verifier.internal.smt;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real solvers in real processes, and what can happen to them. */
final class WorkerEngineTest {
    private static final ClassLoader HERE = WorkerEngineTest.class.getClassLoader();
    private static final String TWO =
            "(set-logic QF_UFBV)(declare-fun |x 1| () (_ BitVec 64))(declare-fun y () (_ BitVec 64))";

    /** x = (x / y) * y + x % y: neither solver shows it in minutes. */
    static final Question HARD = new Question(
            TWO + "(assert (not (= y #x0000000000000000)))"
                    + "(assert (not (= |x 1| (bvadd (bvmul (bvsdiv |x 1| y) y) (bvsrem |x 1| y)))))",
            List.of());

    private static final Question REFUTED =
            new Question(TWO + "(assert (bvslt |x 1| y))(assert (bvslt y |x 1|))", List.of());
    private static final Question SATISFIABLE = new Question(
            TWO + "(assert (= y #x0000000000000007))(assert (= |x 1| (bvadd y y)))", List.of("y", "|x 1|"));

    static Stream<Launch> solvers() {
        return Stream.of(Launch.z3(HERE), Launch.cvc5(HERE));
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void answersInOneProcess(Launch launch) {
        try (WorkerEngine engine = new WorkerEngine(launch, Limits.DEFAULT)) {
            assertThat(engine.ask(REFUTED, 100_000)).isEqualTo(new Answer.Refuted());
            long steps = engine.steps();
            ProcessHandle process = engine.process();
            assertThat(engine.ask(SATISFIABLE, 100_000)).isInstanceOfSatisfying(Answer.Satisfiable.class, s -> {
                assertThat(s.values()).containsOnlyKeys("y", "|x 1|");
                assertThat(s.values().get("y")).matches("#x0{15}7|#b0{61}111");
                assertThat(s.values().get("|x 1|")).matches("#x0{15}e|#b0{60}1110");
            });
            long before = engine.steps();
            assertThat(engine.ask(REFUTED, 100_000)).isEqualTo(new Answer.Refuted());
            assertThat(engine.steps() - before).isEqualTo(steps).isPositive();
            assertThat(engine.process()).isEqualTo(process);
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void countsItsSteps(Launch launch) {
        try (WorkerEngine engine = new WorkerEngine(launch, Limits.DEFAULT)) {
            assertThat(engine.ask(HARD, 20_000)).isInstanceOf(Answer.Unknown.class);
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void isKilledInTheMiddleOfAQuestionAndStartedAgain(Launch launch) throws Exception {
        try (WorkerEngine engine = new WorkerEngine(launch, Limits.DEFAULT)) {
            engine.ask(REFUTED, 100_000);
            ProcessHandle process = engine.process();
            Thread killer = new Thread(() -> {
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException e) {
                    return;
                }
                process.destroyForcibly();
            });
            killer.start();
            assertThat(engine.ask(HARD, 2_000_000_000))
                    .isInstanceOfSatisfying(
                            Answer.Fault.class,
                            f -> assertThat(f.reason())
                                    .startsWith("the worker of " + launch.name() + " was killed from outside"));
            killer.join();
            assertThat(engine.ask(REFUTED, 100_000)).isEqualTo(new Answer.Refuted());
            assertThat(engine.process()).isNotEqualTo(process);
        }
    }

    @Test
    void isKilledWhenPatienceIsOver() {
        Limits limits = new Limits(Duration.ofSeconds(3), 2048);
        try (WorkerEngine engine = new WorkerEngine(Launch.z3(HERE), limits)) {
            assertThat(engine.ask(HARD, 2_000_000_000))
                    .isEqualTo(new Answer.Fault("the worker of Z3 4.14.1 was killed after 3 s"));
            assertThat(engine.process()).isNull();
        }
    }

    @Test
    void isKilledWhenItTakesTooMuchMemory() {
        try (WorkerEngine engine = new WorkerEngine(Launch.cvc5(HERE), new Limits(Duration.ofSeconds(60), 8))) {
            assertThat(engine.ask(HARD, 2_000_000_000))
                    .isEqualTo(new Answer.Fault("the worker of cvc5 1.3.2 was killed as it took more than 8 MB"));
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        WorkerEngine engine = new WorkerEngine(Launch.cvc5(HERE), Limits.DEFAULT);
        engine.ask(REFUTED, 100_000);
        ProcessHandle process = engine.process();
        Path scratch = engine.scratch();
        assertThat(scratch).isDirectory();
        engine.close();
        assertThat(process.isAlive()).isFalse();
        assertThat(Files.exists(scratch)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void isMissing(Launch launch) throws Exception {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());
                WorkerEngine engine = new WorkerEngine(
                        new Launch(launch.name(), launch.main(), launch.classes(), List.of(), empty), Limits.DEFAULT)) {
            assertThat(engine.ask(REFUTED, 100_000))
                    .isEqualTo(new Answer.Fault(
                            launch.name() + " is missing: " + launch.classes().get(0) + " is not on the class path"));
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void isMissingInItsProcess(Launch launch) {
        Launch without = new Launch(launch.name(), launch.main(), List.of(), List.of(), HERE);
        try (WorkerEngine engine = new WorkerEngine(without, Limits.DEFAULT)) {
            assertThat(engine.ask(REFUTED, 100_000))
                    .isInstanceOfSatisfying(
                            Answer.Fault.class, f -> assertThat(f.reason()).contains("NoClassDefFoundError"));
        }
    }

    @Test
    void hasNoNativeCodeForThePlatform() {
        Launch cvc5 = Launch.cvc5(HERE);
        Launch other = new Launch(
                cvc5.name(), cvc5.main(), cvc5.classes(), List.of("cvc5-libs/plan9/mips/libcvc5jni.so"), HERE);
        try (WorkerEngine engine = new WorkerEngine(other, Limits.DEFAULT)) {
            assertThat(engine.ask(REFUTED, 100_000))
                    .isInstanceOfSatisfying(
                            Answer.Fault.class,
                            f -> assertThat(f.reason()).contains("cvc5 1.3.2 is missing", "plan9", "platform"));
        }
    }

    @Test
    void talksNonsense() {
        assertThat(fault(Fakes.Babbler.class)).contains("nonsense", "does not begin as a message");
        assertThat(fault(Fakes.Muddler.class)).contains("nonsense", "another question");
        assertThat(fault(Fakes.Breaker.class)).contains("worker of Fake ended (exit code 0)");
    }

    private static String fault(Class<?> main) {
        try (WorkerEngine engine = new WorkerEngine(Fakes.launch(main), Limits.DEFAULT)) {
            return engine.ask(REFUTED, 100_000) instanceof Answer.Fault fault ? fault.reason() : "no fault";
        }
    }

    @ParameterizedTest
    @MethodSource("solvers")
    void saysOfAQuestionThatCannotBeRead(Launch launch) {
        try (WorkerEngine engine = new WorkerEngine(launch, Limits.DEFAULT)) {
            assertThat(engine.ask(new Question("(assert (= unheard of))", List.of()), 100_000))
                    .isInstanceOfSatisfying(
                            Answer.Fault.class, f -> assertThat(f.reason()).contains("it failed"));
        }
    }

    @Test
    void diesWithWhoeverAsks() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Fakes.Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(parent.getInputStream().readAllBytes()).strip();
        assertThat(said).as("pid of the worker").matches("[1-9][0-9]*");
        Optional<ProcessHandle> worker = ProcessHandle.of(Long.parseLong(said));
        if (worker.isPresent()) {
            worker.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }
}
