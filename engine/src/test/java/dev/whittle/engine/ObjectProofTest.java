package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.bytecode.Digests;
import dev.whittle.model.Certificate;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Profile;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.tree.MethodNode;

/** An exit goes back to before an object was made only where nobody can tell that it is made twice. */
@Tag("any-jvm")
class ObjectProofTest {
    private static final MethodId RARE = new MethodId("app/Events", "rare", "(II)I");
    private static final String QUIET = "Event(int a, int b) { first = a; sum = b * 31; }";

    /** @param members of the class of which an object is made */
    private static Map<String, byte[]> program(String head, String members) {
        return new TreeMap<>(InMemoryCompiler.compile(Map.of(
                "app.Events", """
                package app;
                public class Events {
                    static Object kept;
                    static int rare(int a, int b) {
                        Event event = new Event(a, b);
                        if (b == 63) { kept = event; }
                        event.sum += a;
                        return event.sum + event.first;
                    }
                }
                """,
                "app.Base",
                        "package app; class Base { int base; Base() {} Base(int b) { base = b; } static int known = 7; }",
                "app.Face", "package app; interface Face { default void run() {} }",
                "app.Noisy", "package app; interface Noisy { int N = Integer.parseInt(\"7\"); default void run() {} }",
                "app.Event", "package app; class Event " + head + " { int first; int sum; " + members + " }")));
    }

    private static List<TransformedClass> whittle(Map<String, byte[]> classes) {
        MethodNode rare = ClassFiles.parse(classes.get("app/Events")).methods.stream()
                .filter(m -> m.name.equals("rare"))
                .findFirst()
                .orElseThrow();
        int decision = Cfg.of(rare).decisions().get(0);
        Profile.MethodProfile counts = new Profile.MethodProfile(
                "rare",
                rare.desc,
                9,
                List.of(new Profile.EdgeCount(decision, 0, 0), new Profile.EdgeCount(decision, 1, 9)),
                List.of(),
                List.of(),
                List.of());
        Profile.ClassProfile seen =
                new Profile.ClassProfile("app/Events", Digests.of(classes.get("app/Events")), true, List.of(counts));
        Plan plan = Planner.plan(
                "test",
                classes,
                c -> true,
                new Profile(List.of("test"), List.of(seen), new TreeMap<>()),
                m -> Optional.empty(),
                List.of(),
                Map.of(),
                new PlanSettings(1, 0));
        return Transformer.transform(classes, plan, "b0");
    }

    /** Returns where the cold way goes on. */
    private static int resume(List<TransformedClass> transformed) {
        return transformed.stream()
                .flatMap(c -> c.certificates().stream())
                .filter(c -> c.method().equals(RARE))
                .flatMap(c -> c.exits().stream())
                .mapToInt(Certificate.ExitPoint::resume)
                .max()
                .orElseThrow();
    }

    /** @param program that is verified, which need not be the one that was whittled */
    private static Verdict verdict(List<TransformedClass> transformed, Map<String, byte[]> program) {
        Map<String, byte[]> hot = new TreeMap<>(program);
        Map<Integer, byte[]> fragments = new HashMap<>();
        List<Certificate> certificates = new ArrayList<>();
        for (TransformedClass c : transformed) {
            if (!c.certificates().isEmpty()) {
                hot.put(c.name(), c.bytes());
            }
            c.fragments().forEach(f -> fragments.put(f.id(), f.classBytes()));
            certificates.addAll(c.certificates());
        }
        return Verifier.verify(new VerificationInput("b0", program, hot, fragments, certificates, List.of(), Map.of()))
                .verdicts()
                .get(RARE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| " + QUIET,
                "| final String name = \"event\"; final long at; Event(int a, int b) { at = a * 3L; first = (int) at; sum = first + b; }",
                "| Event(int a) { first = a < 0 ? 0 : a; } Event(int a, int b) { this(a); sum = b; }",
                "implements Face | Event(int a, int b) { sum = a; }",
                "| Event me; Event(int a, int b) { me = this; sum = a; }"
            })
    void whatNobodyMissesIsMadeAgain(String text) {
        Map<String, byte[]> program = program(head(text), members(text));
        List<TransformedClass> transformed = whittle(program);
        assertThat(resume(transformed)).isZero();
        assertThat(verdict(transformed, program)).isInstanceOf(Verdict.Proved.class);
    }

    /** The transformer leaves the exit where it is, and the verifier does not believe one that goes back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "| static int n = Integer.parseInt(\"7\"); " + QUIET,
                "| " + QUIET + " protected void finalize() { Events.kept = this; }",
                "| static int made; Event(int a, int b) { sum = a; made++; }",
                "| volatile int seen; Event(int a, int b) { sum = a; seen = b; }",
                "| Event(int a, int b) { sum = a; Events.kept = this; }",
                "| Event(int a, int b) { sum = a; ((Event) Events.kept).first = 3; }",
                "| Event(int a, int b) { if (a == 5) { throw new IllegalStateException(); } sum = a; }",
                "| Event(int a, int b) { sum = a / b; }",
                "| Event(int a, int b) { sum = a; while (sum < b) { sum++; } }",
                "| int[] all; Event(int a, int b) { all = new int[a]; }",
                "| Event(int a, int b) { System.out.println(a); }",
                "| Event(int a, int b) { try { sum = a; } finally { sum = b; } }",
                "| final Class<?> type; Event(int a, int b) { type = Base.class; }",
                "extends Base | Event(int a, int b) { super(a); }",
                "extends Thread | Event(int a, int b) { sum = a; }",
                "implements Noisy | " + QUIET,
                "| Event(int a, int b) { this(a, b, 0); } Event(int a, int b, int c) { sum = a; Events.kept = \"\"; }"
            })
    void whatSomebodyMaySeeIsMadeOnce(String text) {
        Map<String, byte[]> noisy = program(head(text), members(text));
        List<TransformedClass> own = whittle(noisy);
        assertThat(resume(own)).isPositive();
        assertThat(verdict(own, noisy)).isInstanceOf(Verdict.Proved.class);
        List<TransformedClass> quiet = whittle(program("", QUIET));
        assertThat(verdict(quiet, noisy)).isNotInstanceOf(Verdict.Proved.class);
    }

    private static String head(String text) {
        return text.substring(0, text.indexOf('|'));
    }

    private static String members(String text) {
        return text.substring(text.indexOf('|') + 1);
    }
}
