package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cfg.FactFields;
import dev.whittle.cfg.FactScanner;
import dev.whittle.model.Certificate;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactSite;
import dev.whittle.model.FactValue;
import dev.whittle.model.MethodId;
import dev.whittle.model.Plan;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Profile;
import dev.whittle.model.TransformedClass;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import dev.whittle.transformer.pass.Linking;
import dev.whittle.transformer.pass.Transformer;
import dev.whittle.transformer.plan.PlanSettings;
import dev.whittle.transformer.plan.Planner;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.VerificationSession;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What comes after a method was not proved. The verifier is the real one, but for what a test makes it say of some methods. */
class RewritingTest {
    static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of(
            "app.Card", """
            package app;
            import dev.whittle.annotations.HwBranch;
            final class Card {
                @HwBranch("net.width") int width;
                Card(int width) { this.width = width; }
                void rebind(int w) { width = w; }
            }
            """,
            "app.Driver", """
            package app;
            class Driver {
                final Card card; int n;
                Driver(Card card) { this.card = card; }
                int both(int a) {
                    Card c = card;
                    int b = a;
                    if (c.width == 64) { b += 1000; }
                    if (a == 7) { n += a * 31; return n ^ 5; }
                    n++;
                    if (a > 99) { n -= a * 17; return n ^ 9; }
                    return b + n;
                }
                int near(int a) {
                    n += 2;
                    int b = a * 3;
                    if (a < 0) { n += a * 31; return n ^ 5; }
                    if (a > 99) { n -= a * 17; return n ^ 9; }
                    n++;
                    if (b == 9) { n--; return n ^ 11; }
                    return b + n;
                }
                int other(int a) { if (a == 7) { n = a * 3 + n; return n * 5; } return a; }
                static class Nested { int inner(int a) { if (a == 8) { return a * 33 + 4; } return a - 1; } }
            }
            """,
            "app.Far", """
            package app;
            class Far { int f(int a) { if (a == 9) { return a * 7 + a; } return a; } int cold(int a) { return a * a + 3; } }
            """));
    static final MethodId BOTH = new MethodId("app/Driver", "both", "(I)I");

    private final List<Integer> judged = new ArrayList<>();

    /** Every conditional jump falls through never; width is 32. */
    static Plan plan() {
        List<Profile.ClassProfile> classes = Profiles.eachMethod(Profiles.random(CLASSES, 1), RewritingTest::counted);
        TreeMap<String, List<Profile.FactObservation>> facts = new TreeMap<>();
        facts.put("app/Card.width", List.of(new Profile.FactObservation(new FactValue.OfInt(32), 1)));
        List<FactDeclaration> declarations = FactScanner.scan(CLASSES);
        Map<String, Plan.FactUse> uses = new TreeMap<>();
        FactFields fields = FactFields.of(CLASSES);
        declarations.forEach(d -> {
            FactSite.Field field = (FactSite.Field) d.site();
            uses.put(field.key(), fields.assess(field));
        });
        return Planner.plan(
                "test",
                CLASSES,
                c -> true,
                new Profile(List.of("test"), classes, facts),
                m -> Optional.empty(),
                declarations,
                uses,
                new PlanSettings(0.99, 0));
    }

    private static Profile.MethodProfile counted(Profile.MethodProfile m) {
        return new Profile.MethodProfile(
                m.name(),
                m.descriptor(),
                m.name().equals("cold") ? 0 : 9,
                m.edges().stream()
                        .map(e -> new Profile.EdgeCount(e.ordinal(), e.outcome(), e.outcome() == 0 ? 0 : 9))
                        .toList(),
                List.of(),
                List.of(),
                List.of());
    }

    /** @param refuse what the verifier says of a certificate in a round, or an empty string */
    private Rewriting.Result run(Plan plan, BiFunction<Integer, Certificate, String> refuse) {
        VerificationSession session = new VerificationSession();
        return new Rewriting(CLASSES, Map.of(), new TreeMap<>(), "b0", Require.PROVED, Progress.silent(), input -> {
                    VerificationResult result = session.verify(input);
                    judged.add(session.judged());
                    TreeMap<MethodId, Verdict> verdicts = new TreeMap<>(result.verdicts());
                    input.certificates().forEach(c -> {
                        String reason = refuse.apply(judged.size(), c);
                        if (!reason.isEmpty()) {
                            verdicts.put(c.method(), new Verdict.Unsupported(reason));
                        }
                    });
                    return new VerificationResult(verdicts, result.classFindings(), result.factFindings());
                })
                .run(plan, Linking.CALL_SITE);
    }

    private static List<String> left(Plan plan, MethodId method) {
        return plan.methods().stream()
                .filter(m -> m.method().equals(method))
                .flatMap(m -> m.directives().stream())
                .map(d -> d.getClass().getSimpleName())
                .toList();
    }

    private static List<String> kept(Plan plan, MethodId method) {
        return plan.methods().stream()
                .filter(m -> m.method().equals(method))
                .flatMap(m -> m.kept().stream())
                .map(k -> k.what() + ": " + k.reason())
                .toList();
    }

    @Test
    void allIsProvedInOneRound() {
        Rewriting.Result result = run(plan(), (round, c) -> "");
        assertThat(judged).containsExactly(6);
        assertThat(left(result.plan(), BOTH)).containsExactly("FoldBranch", "OutlineEdge", "OutlineEdge");
        assertThat(result.verdicts())
                .hasSize(6)
                .allSatisfy((m, v) -> assertThat(v).isInstanceOf(Verdict.Proved.class));
    }

    @Test
    void anExitThatTheVerifierNamesGoesAlone() {
        int[] named = new int[1];
        Rewriting.Result result = run(plan(), (round, c) -> {
            if (!c.method().equals(BOTH) || round > 1) {
                return "";
            }
            named[0] = c.exits().stream()
                    .mapToInt(Certificate.ExitPoint::resume)
                    .max()
                    .orElseThrow();
            return "the exit to fragment "
                    + c.exits().stream()
                            .filter(e -> e.resume() == named[0])
                            .findFirst()
                            .orElseThrow()
                            .fragment() + " passes another operand stack";
        });
        assertThat(left(result.plan(), BOTH)).containsExactly("FoldBranch", "OutlineEdge");
        assertThat(kept(result.plan(), BOTH)).anyMatch(k -> k.startsWith("outline: not proved: the exit to fragment"));
        assertThat(result.verdicts()).containsKey(BOTH);
        assertThat(result.reverted()).isEmpty();
    }

    /** Two ways share an exit: they go together, and the third stays. */
    @Test
    void anExitOfSeveralWaysTakesThemAllWithIt() {
        MethodId near = new MethodId("app/Driver", "near", "(I)I");
        Rewriting.Result result = run(plan(), (round, c) -> {
            if (!c.method().equals(near) || round > 1) {
                return "";
            }
            assertThat(c.exits()).hasSize(3);
            return "the exit at "
                    + c.exits().stream()
                            .filter(e -> e.resume() > 0)
                            .min(java.util.Comparator.comparingInt(Certificate.ExitPoint::resume))
                            .orElseThrow()
                            .transformed()
                    + " is not what it should be";
        });
        assertThat(left(plan(), near)).containsExactly("OutlineEdge", "OutlineEdge", "OutlineEdge");
        assertThat(left(result.plan(), near)).containsExactly("OutlineEdge");
        assertThat(result.verdicts().get(near)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void foldsAndExitsAreTriedAloneBeforeAMethodIsPutBack() {
        List<List<String>> tried = new ArrayList<>();
        Rewriting.Result result = run(plan(), (round, c) -> {
            if (!c.method().equals(BOTH)) {
                return "";
            }
            tried.add(List.of(c.guards().size() + " guards", c.exits().size() + " exits"));
            return "nobody knows why";
        });
        // All, folds alone, exits alone; the off switch and the guard have exits too.
        assertThat(tried)
                .containsExactly(
                        List.of("1 guards", "4 exits"), List.of("1 guards", "2 exits"), List.of("0 guards", "3 exits"));
        assertThat(left(result.plan(), BOTH)).isEmpty();
        assertThat(kept(result.plan(), BOTH))
                .contains("fold: not proved: nobody knows why", "transform: not proved: nobody knows why");
        assertThat(result.reverted()).containsOnlyKeys(BOTH);
        assertThat(result.verdicts()).hasSize(5);
    }

    @Test
    void aRoundProvesOnlyWhatTheOneBeforeChanged() {
        run(plan(), (round, c) -> c.method().equals(BOTH) && round <= 2 ? "nobody knows why" : "");
        assertThat(judged).containsExactly(6, 1, 1);
    }

    /** What rounds came to is what one round makes of the plan that they came to. */
    @Test
    void roundsGiveTheBytesAndVerdictsOfAFreshStart() {
        Rewriting.Result result =
                run(plan(), (round, c) -> round <= 3 && c.method().name().length() % 2 == round % 2 ? "not yet" : "");
        assertThat(judged).hasSizeGreaterThan(2);
        List<TransformedClass> fresh = Transformer.transform(CLASSES, result.plan(), "b0");
        assertThat(result.classes()).usingRecursiveComparison().isEqualTo(fresh);
        assertThat(fresh).isNotEmpty();
        Map<String, byte[]> hot = new TreeMap<>(CLASSES);
        Map<Integer, byte[]> fragments = new HashMap<>();
        fresh.forEach(c -> hot.put(c.name(), c.bytes()));
        fresh.forEach(c -> c.fragments().forEach(f -> fragments.put(f.id(), f.classBytes())));
        VerificationResult again = Verifier.verify(new VerificationInput(
                "b0",
                CLASSES,
                hot,
                fragments,
                fresh.stream().flatMap(c -> c.certificates().stream()).toList(),
                PlanEdits.folded(result.plan()),
                Map.of()));
        assertThat(again.allProved()).isTrue();
        assertThat(again.verdicts()).isEqualTo(result.verdicts());
    }

    @Test
    void anEntryGuardGoesFirst() {
        Plan plan = plan();
        Plan.Note note = new Plan.Note("by hand", "", "");
        List<Plan.MethodPlan> methods = plan.methods().stream()
                .map(m -> m.method().equals(BOTH) ? withHoist(m, note) : m)
                .toList();
        List<Integer> hoisted = new ArrayList<>();
        Rewriting.Result result = run(new Plan(plan.version(), plan.input(), plan.facts(), methods), (round, c) -> {
            long predicates =
                    c.pairs().stream().mapToLong(p -> p.predicates().size()).sum();
            if (c.method().equals(BOTH)) {
                hoisted.add(predicates > 0 ? 1 : 0);
            }
            return predicates > 0 ? "nobody knows why" : "";
        });
        assertThat(hoisted).containsExactly(1, 0);
        assertThat(left(result.plan(), BOTH)).containsExactly("FoldBranch");
        assertThat(kept(result.plan(), BOTH)).contains("hoist: not proved: nobody knows why");
    }

    /** The first exit of the method becomes a test at its entry. */
    private static Plan.MethodPlan withHoist(Plan.MethodPlan method, Plan.Note note) {
        List<Directive> directives = new ArrayList<>();
        for (Directive d : method.directives()) {
            directives.add(
                    d instanceof Directive.OutlineEdge e && directives.size() == 1
                            ? new Directive.HoistPath(
                                    List.of(new Plan.Predicate(e.ordinal(), 0)),
                                    new Plan.PrincipalPath(1, List.of()),
                                    note)
                            : d);
        }
        return new Plan.MethodPlan(method.method(), method.digest(), directives.subList(0, 2), method.kept());
    }
}
