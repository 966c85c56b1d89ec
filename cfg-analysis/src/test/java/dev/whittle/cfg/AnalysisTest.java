package dev.whittle.cfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodGraph.Hoistability;
import dev.whittle.model.MethodGraph.Provenance;
import dev.whittle.model.MethodId;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisTest {
    private static final String SOURCE = """
            package p; import dev.whittle.annotations.*;
            class Driver {
              @HwBranch("net.mac") private final Mac mac; @HwBranch("net.rev") private final int rev;
              @HwBranch("net.irq") final boolean msi; private int count; volatile int vol; private final Driver hw; int[] ring;
              Driver(Mac m, int r, boolean b, Driver d) { mac = m; rev = r; msi = b; hw = d; }
              final boolean isPcie() { return mac == Mac.C; }
              final boolean newer(int than) { return rev > than && msi; }
              boolean counting() { count++; return msi; }
              static boolean wide(Mac m) { switch (m) { case A: return true; default: return false; } }
              boolean enumField() { if (mac == Mac.B) return true; return false; }
              int intField(int x) { if (rev > 3) return 1; return 2; }
              int other(int x) { if (hw.mac == Mac.B) return 1; return 2; }
              int boolField(int x) { if (msi) return 1; return 2; }
              int helper(int x) { if (isPcie()) return 1; return 2; }
              int helperArgs(int x) { if (hw.newer(7)) return 1; return 2; }
              int local(int x) { boolean c = isPcie() || msi; int k = rev & 3; if (c) x++; if (k == 2) x--; return x; }
              int switchInt(int x) { switch (rev) { case 1: return 5; case 2: return 7; default: return 1; } }
              int switchEnum(int x) { switch (mac) { case A: return 5; case B: return 7; default: return 1; } }
              int staticHelper(int x) { return wide(mac) ? x : -x; }
              int noFact(int x) { if (x > 2) return 1; return count > 0 ? 3 : 4; }
              int mixed(int x) { if (rev > x) return 1; return 2; }
              int mixedHelper(int x) { if (newer(x)) return 1; return 2; }
              int impure(int x) { if (counting()) return 1; return 2; }
              int loop(int x) { int s = 0; for (int i = 0; i < x; i++) { if (msi) s += i; } return s; }
              int marker(int x) { if (dev.whittle.annotations.Hw.decide("quirk", x > 5)) return 1; return 2; }
              int parameter(@HwBranch("par") int p) { if (p == 3) return 1; return 2; }
              int unknownTarget(Shape s) { if (s.hard()) return 1; return 2; }
              int afterCall(int x) { Native.call(); if (rev > 3) return 1; if (count > 0) return 3; return 2; }
              int phi(int x) { int v = 0; if (x > 3) v = 1; if (v == 1) return 7; return 8; }
              int phis(int x, int y) { int a = 0; if (msi) a = 1; int b = 0; if (x > 3) b = 1; if (a == 1) return y; if (b == 1) return x; return 0; }
              int rounds(int x) { int s = 0; int t = 0; while (x > 0) { if (s > 3) t = rev; s = t + 1; x--; } if (t == 2) return 1; return s == 1 ? 2 : 3; }
              int caught(String s) { int v; try { v = Integer.parseInt(s); } catch (NumberFormatException e) { v = rev; } if (v > 1) return 3; return 4; }
              int dead(int x) { try { x++; } finally { x--; } if (msi) return x; return 0; }
              void writes(int x) { count = x; ring[x] = 3; }
              void volatileRead() { count = vol; }
              synchronized void locked() {}
              int recurse(int x) { return x > 0 ? recurse(x - 1) : 0; }
              void dynamic(int x) { Runnable r = () -> count++; r.run(); }
              int pure(int x) { return Math.abs(x) + rev; }
              static void init() { Loud.x = 1; }
              void thrower() { throw new IllegalStateException("no"); }
            }
            """;

    private static Analysis analysis;

    @BeforeAll
    static void open() {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of(
                "p.Driver",
                SOURCE,
                "p.Mac",
                "package p; enum Mac { A, B, C }",
                "p.Shape",
                "package p; interface Shape { boolean hard(); } class S1 implements Shape { public boolean hard() { return true; } } class S2 implements Shape { public boolean hard() { return false; } }",
                "p.Native",
                "package p; class Native { static native void call(); }",
                "p.Loud",
                "package p; class Loud { static int x; static { System.out.println(1); } }"));
        analysis = Analyzer.open(classes, List.of(), FactScanner.scan(classes));
    }

    @AfterAll
    static void close() {
        analysis.close();
    }

    private static MethodGraph graph(String name) {
        return analysis.graph(id(name));
    }

    private static MethodId id(String name) {
        String descriptor = switch (name) {
            case "enumField", "isPcie", "counting" -> "()Z";
            case "writes", "dynamic" -> "(I)V";
            case "volatileRead", "locked", "init", "thrower" -> "()V";
            case "unknownTarget" -> "(Lp/Shape;)I";
            case "caught" -> "(Ljava/lang/String;)I";
            case "newer" -> "(I)Z";
            case "phis" -> "(II)I";
            default -> "(I)I";
        };
        return new MethodId("p/Driver", name, descriptor);
    }

    @ParameterizedTest
    @CsvSource({
        "enumField,net.mac", "intField,net.rev", "other,net.mac", "boolField,net.irq", "helper,net.mac",
        "helperArgs,net.irq net.rev", "switchInt,net.rev", "switchEnum,net.mac", "staticHelper,net.mac", "marker,quirk",
        "parameter,par", "dead,net.irq", "isPcie,net.mac"
    })
    void conditionDerivesFromFactsAlone(String name, String facts) {
        List<MethodGraph.Decision> decisions = graph(name).decisions();
        Provenance provenance = decisions.get(decisions.size() - 1).provenance();
        assertThat(provenance).isInstanceOfSatisfying(Provenance.FromFacts.class, f -> {
            assertThat(f.facts()).extracting(FactId::name).containsExactlyInAnyOrder(facts.split(" "));
            assertThat(f.steps()).isNotEmpty();
        });
    }

    @Test
    void followsLocalsThroughShortCircuits() {
        assertThat(graph("local").decisions())
                .hasSize(4)
                .allSatisfy(d -> assertThat(d.provenance()).isInstanceOf(Provenance.FromFacts.class));
    }

    @Test
    void tellsMixedNoFactAndUnknownApart() {
        assertThat(graph("noFact").decisions())
                .extracting(MethodGraph.Decision::provenance)
                .containsOnly(new Provenance.NoFact());
        assertThat(graph("mixed").decisions().get(0).provenance())
                .isEqualTo(new Provenance.Mixed(Set.of(new FactId("net.rev")), "parameter 0"));
        assertThat(graph("mixedHelper").decisions().get(0).provenance()).isInstanceOf(Provenance.Mixed.class);
        assertThat(graph("impure").decisions().get(0).provenance()).isInstanceOf(Provenance.Mixed.class);
        assertThat(graph("caught").decisions().get(0).provenance()).isInstanceOf(Provenance.Mixed.class);
        assertThat(graph("unknownTarget").decisions().get(0).provenance()).isInstanceOf(Provenance.Unknown.class);
        assertThat(graph("phi").decisions())
                .extracting(MethodGraph.Decision::provenance)
                .containsOnly(new Provenance.NoFact());
    }

    @Test
    void eachJoinedValueHasItsOwnDecisions() {
        assertThat(graph("phis").decisions())
                .extracting(d -> d.provenance().getClass().getSimpleName())
                .containsExactly("FromFacts", "NoFact", "FromFacts", "NoFact");
    }

    @Test
    void aValueCarriedRoundALoopHasAllThatFlowsIntoTheLoop() {
        List<MethodGraph.Decision> decisions = graph("rounds").decisions();
        assertThat(decisions.subList(1, decisions.size()))
                .hasSize(3)
                .extracting(MethodGraph.Decision::provenance)
                .allSatisfy(p -> assertThat(p)
                        .isInstanceOfSatisfying(
                                Provenance.Mixed.class,
                                m -> assertThat(m.facts()).containsExactly(new FactId("net.rev"))));
    }

    @Test
    void findsLoopsDominatorsAndLines() {
        MethodGraph graph = graph("loop");
        assertThat(graph.loopHeaders()).hasSize(1);
        assertThat(graph.decisions())
                .extracting(MethodGraph.Decision::loopDepth)
                .containsExactly(1, 1);
        assertThat(graph.decisions()).allSatisfy(d -> assertThat(d.line()).isPositive());
        assertThat(graph.blocks().get(0).immediateDominator()).isEqualTo(-1);
        assertThat(graph.blocks())
                .anySatisfy(b -> assertThat(b.immediateDominator())
                        .isEqualTo(graph.loopHeaders().get(0)));
        assertThat(graph("caught").blocks())
                .anySatisfy(b -> assertThat(b.handlers()).hasSize(1));
    }

    @Test
    void hoistsOnlyWhatNothingBeforeItMayChange() {
        assertThat(graph("intField").decisions().get(0).hoistability())
                .isEqualTo(new Hoistability.Hoistable(List.of("p/Driver.rev")));
        assertThat(graph("afterCall").decisions())
                .extracting(MethodGraph.Decision::hoistability)
                .allSatisfy(h -> assertThat(h).isInstanceOf(Hoistability.Fixed.class));
        assertThat(graph("other").decisions().get(0).hoistability()).isInstanceOf(Hoistability.Fixed.class);
        assertThat(graph("phi").decisions().get(1).hoistability())
                .isEqualTo(new Hoistability.Fixed("its value depends on the path that led here"));
    }

    @ParameterizedTest
    @CsvSource({"recurse,recursion", "dynamic,invokedynamic", "afterCall,native", "unknownTarget,''", "init,Loud"})
    void whatIsNotKnownIsTop(String name, String reason) {
        EffectSummary effects = analysis.effects(id(name));
        if (reason.isEmpty()) {
            assertThat(effects.pure()).isTrue();
        } else {
            assertThat(effects.top()).isTrue();
            assertThat(effects.reason()).contains(reason);
        }
    }

    @Test
    void summarisesWhatIsKnown() {
        assertThat(analysis.effects(id("writes")).writes()).containsExactly("[]", "p/Driver.count");
        assertThat(analysis.effects(id("volatileRead")).acquires()).isTrue();
        assertThat(analysis.effects(id("locked")).acquires()).isTrue();
        assertThat(analysis.effects(id("pure")).pure()).isTrue();
        assertThat(analysis.effects(id("pure")).reads()).containsExactly("p/Driver.rev");
        assertThat(analysis.effects(id("thrower")).mayThrow()).isTrue();
        assertThat(analysis.effects(id("thrower")).top()).isFalse();
    }

    @Test
    void namesTheMissingMethod() {
        assertThatThrownBy(() -> graph("nosuch"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("p.Driver.nosuch");
    }

    @Test
    void saysWhichClassesItCannotRead() {
        Map<String, byte[]> classes = new HashMap<>(InMemoryCompiler.compile(
                Map.of("q.Old", "package q; class Old { int f(int x) { return x > 1 ? 2 : 3; } }")));
        byte[] newer = classes.get("q/Old").clone();
        newer[7] = 99;
        classes.put("q/Old", newer);
        classes.put("q/Broken", new byte[] {1, 2});
        try (Analysis a = Analyzer.open(classes, List.of(), List.of())) {
            assertThat(a.warnings()).hasSize(2).allSatisfy(w -> assertThat(w).contains("q."));
        }
    }
}
