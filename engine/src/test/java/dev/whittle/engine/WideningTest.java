package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.FactId;
import dev.whittle.model.Plan.Directive;
import dev.whittle.model.Plan.Note;
import dev.whittle.model.Plan.Predicate;
import dev.whittle.model.Plan.PrincipalPath;
import dev.whittle.model.Profile;
import dev.whittle.model.Profile.EdgeCount;
import dev.whittle.model.Profile.HandlerCount;
import dev.whittle.model.Profile.MethodProfile;
import dev.whittle.model.Profile.Outcome;
import dev.whittle.model.Profile.PathCount;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

class WideningTest {
    private static final Note NOTE = new Note("", "", "");
    /** Decisions in their order: a below 0, inside it b over 5, then c at 9; a handler at the end. */
    private static final MethodNode METHOD =
            ClassFiles.parse(InMemoryCompiler.compile(Map.of("app.A", """
            package app;
            class A {
                int n;
                int f(int a, int b, int c) {
                    n++;
                    if (a < 0) { n += 2; if (b > 5) { n += 3; } n += 4; }
                    n++;
                    if (c == 9) { n += 5; }
                    n++;
                    try { n += 10 / c; } catch (ArithmeticException e) { n = 0; }
                    return n;
                }
            }
            """)).get("app/A")).methods.stream()
                    .filter(m -> m.name.equals("f"))
                    .findFirst()
                    .orElseThrow();

    private static final Cfg CFG = Cfg.of(METHOD);
    private static final int A = CFG.decisions().get(0);
    private static final int B = CFG.decisions().get(1);
    private static final int C = CFG.decisions().get(2);
    private static final int HANDLER = CFG.handlerStarts().get(0);

    /** All three jumps skip what they guard, which is their outcome 1; what is behind the first never ran. */
    private static MethodProfile counts() {
        return new MethodProfile(
                "f",
                METHOD.desc,
                100,
                List.of(
                        new EdgeCount(A, 0, 0),
                        new EdgeCount(A, 1, 100),
                        new EdgeCount(B, 0, 0),
                        new EdgeCount(B, 1, 0),
                        new EdgeCount(C, 0, 0),
                        new EdgeCount(C, 1, 100)),
                List.of(new HandlerCount(HANDLER, 0)),
                List.of(new PathCount(0, List.of(new Outcome(A, 1), new Outcome(C, 1)), 100)),
                List.of());
    }

    private static MethodProfile widened(
            Map<Integer, Set<Integer>> decided, Set<Integer> known, int resume, Directive... directives) {
        Widening widening = new Widening(CFG, counts(), decided);
        widening.cameBack(resume, List.of(directives), known);
        return widening.result();
    }

    private static MethodProfile widened(int resume, Directive... directives) {
        return widened(Map.of(), Set.of(), resume, directives);
    }

    /** The outcomes that were never taken and now count as taken. */
    private static Set<Outcome> taken(MethodProfile method) {
        return method.edges().stream()
                .filter(e -> e.count() == 1)
                .map(e -> new Outcome(e.ordinal(), e.outcome()))
                .collect(Collectors.toSet());
    }

    private static int target(int ordinal, int outcome) {
        return CFG.out(ordinal).stream()
                .filter(e -> e.outcome() == outcome)
                .findFirst()
                .orElseThrow()
                .to();
    }

    private static Directive outline(int ordinal) {
        return new Directive.OutlineEdge(ordinal, 0, NOTE);
    }

    @Test
    void anOutcomeThatCameIsTakenWithWhatWasNeverReached() {
        MethodProfile wide = widened(target(A, 0), outline(A), outline(C));
        assertThat(taken(wide)).containsExactlyInAnyOrder(new Outcome(A, 0), new Outcome(B, 0), new Outcome(B, 1));
        assertThat(wide.handlers().get(0).count()).isZero();
        assertThat(wide.paths())
                .containsExactly(counts().paths().get(0), new PathCount(0, List.of(new Outcome(C, 1)), 100));
    }

    @Test
    void theOtherOutcomesStayCold() {
        assertThat(taken(widened(target(C, 0), outline(A), outline(C)))).containsExactly(new Outcome(C, 0));
    }

    @Test
    void whatLearnedFactsDecideGoesThatWayAlone() {
        MethodProfile wide = widened(Map.of(B, Set.of(1)), Set.of(), target(A, 0), outline(A));
        assertThat(taken(wide)).containsExactlyInAnyOrder(new Outcome(A, 0), new Outcome(B, 1));
    }

    @Test
    void aHandlerThatCameIsEntered() {
        MethodProfile wide = widened(HANDLER, new Directive.OutlineHandler(HANDLER, NOTE), outline(A));
        assertThat(wide.handlers()).containsExactly(new HandlerCount(HANDLER, 1));
        assertThat(taken(wide)).isEmpty();
        assertThat(wide.paths()).isEqualTo(counts().paths());
    }

    /** Between the two conditions stands a write, so that they cannot be one exit. */
    @Test
    void ofExitsThatAreOneEachIsTaken() {
        assertThat(taken(widened(A - 1, outline(A), outline(C))))
                .contains(new Outcome(A, 0))
                .doesNotContain(new Outcome(C, 0));
        assertThat(taken(widened(C - 2, outline(A), outline(C)))).containsExactly(new Outcome(C, 0));
    }

    /** Such an exit goes on before the object, where the test at entry has its exit as well. */
    @Test
    void anObjectThatIsMadeAgainIsNoEndOfARow() {
        MethodNode method =
                ClassFiles.parse(InMemoryCompiler.compile(Map.of("app.B", """
                package app;
                class B {
                    int n;
                    static int f(int a, int b) {
                        B made = new B();
                        if (b == 9) { return -made.n; }
                        made.n = a;
                        if (a == 3) { return 7; }
                        return made.n;
                    }
                }
                """)).get("app/B")).methods.stream()
                        .filter(m -> m.name.equals("f"))
                        .findFirst()
                        .orElseThrow();
        Cfg cfg = Cfg.of(method);
        int first = cfg.decisions().get(0);
        int second = cfg.decisions().get(1);
        List<EdgeCount> edges = List.of(
                new EdgeCount(first, 0, 0),
                new EdgeCount(first, 1, 9),
                new EdgeCount(second, 0, 0),
                new EdgeCount(second, 1, 9));
        Widening widening = new Widening(
                cfg, new MethodProfile("f", method.desc, 9, edges, List.of(), List.of(), List.of()), Map.of());
        Directive hoist =
                new Directive.HoistPath(List.of(new Predicate(second, 1)), new PrincipalPath(1, List.of()), NOTE);
        widening.cameBack(0, List.of(outline(first), hoist), Set.of());
        assertThat(taken(widening.result())).containsExactlyInAnyOrder(new Outcome(first, 0), new Outcome(second, 0));
    }

    @Test
    void aFoldWhoseFactIsNotKnownIsNone() {
        Directive fold = new Directive.FoldBranch(C, 1, List.of(new FactId("card.c")), NOTE);
        assertThat(taken(widened(A - 1, fold))).containsExactly(new Outcome(C, 0));
        assertThat(taken(widened(Map.of(), Set.of(C), A - 1, fold))).isEmpty();
    }

    @Test
    void aTestAtEntryThatFailedAsksNothingMore() {
        Directive hoist = new Directive.HoistPath(
                List.of(new Predicate(A, 1), new Predicate(C, 1)), new PrincipalPath(1, List.of()), NOTE);
        MethodProfile wide = widened(0, hoist);
        assertThat(taken(wide)).contains(new Outcome(A, 0), new Outcome(C, 0));
        assertThat(wide.paths()).contains(new PathCount(0, List.of(), 100));
    }

    @Test
    void whatNothingExplainsWidensAllThatFollows() {
        assertThat(taken(widened(target(A, 1)))).containsExactly(new Outcome(C, 0));
        MethodProfile wide = widened(0);
        assertThat(wide.edges()).noneMatch(e -> e.count() == 0);
        assertThat(wide.handlers()).noneMatch(h -> h.count() == 0);
    }

    @Test
    void aMethodThatCameWholeWasRun() {
        MethodProfile never = new MethodProfile(
                "f",
                METHOD.desc,
                0,
                counts().edges().stream()
                        .map(e -> new EdgeCount(e.ordinal(), e.outcome(), 0))
                        .toList(),
                List.of(new HandlerCount(HANDLER, 0)),
                List.of(),
                List.of());
        Widening widening = new Widening(CFG, never, Map.of());
        widening.cameBack(0, List.of(new Directive.MoveWhole(NOTE)), Set.of());
        Profile.MethodProfile wide = widening.result();
        assertThat(wide.entries()).isEqualTo(1);
        assertThat(taken(wide)).hasSize(6);
        assertThat(widening.widened()).isEqualTo(6);
    }

    @Test
    void whatIsSeldomTakenIsForeseen() {
        Directive often = new Directive.HoistPath(List.of(), new PrincipalPath(0.995, List.of()), NOTE);
        Directive always = new Directive.HoistPath(List.of(), new PrincipalPath(1, List.of()), NOTE);
        Directive call = new Directive.FixReceiver(A - 1, "app/A", NOTE);
        assertThat(Widening.foreseen(CFG, List.of(often), 0)).isTrue();
        assertThat(Widening.foreseen(CFG, List.of(often), A)).isFalse();
        assertThat(Widening.foreseen(CFG, List.of(always), 0)).isFalse();
        assertThat(Widening.foreseen(CFG, List.of(call), 0)).isTrue();
        assertThat(Widening.foreseen(CFG, List.of(call), A)).isFalse();
        assertThat(Widening.foreseen(CFG, List.of(new Directive.FixReceiver(C - 1, "app/A", NOTE)), 0))
                .isFalse();
    }

    /** Directives and places that fit no method do no harm. */
    @Test
    void whatDoesNotFitIsPassedOver() {
        Directive[] wild = {
            new Directive.OutlineEdge(9999, 0, NOTE),
            new Directive.OutlineEdge(-1, -1, NOTE),
            new Directive.OutlineEdge(0, 3, NOTE),
            new Directive.FoldBranch(9999, 7, List.of(), NOTE),
            new Directive.HoistPath(List.of(new Predicate(-5, 9)), new PrincipalPath(1, List.of()), NOTE)
        };
        for (int resume = 0; resume < CFG.size(); resume++) {
            assertThat(widened(resume, wild).edges()).hasSize(6);
            assertThat(Widening.foreseen(CFG, List.of(wild), resume)).isFalse();
        }
    }
}
