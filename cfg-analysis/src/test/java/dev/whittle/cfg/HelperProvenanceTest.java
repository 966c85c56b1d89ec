package dev.whittle.cfg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.FactId;
import dev.whittle.model.MethodGraph.Decision;
import dev.whittle.model.MethodGraph.Provenance;
import dev.whittle.model.MethodId;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that derive from facts by way of other methods and other fields. */
class HelperProvenanceTest {
    private static final String SOURCE = """
            package p; import dev.whittle.annotations.*;
            enum Mac { A, B, C }
            interface Quirk { boolean hard(); }
            class Old implements Quirk { final Driver d; Old(Driver d) { this.d = d; } public boolean hard() { return d.rev > 3; } }
            class New implements Quirk { int seen; public boolean hard() { return seen++ > 3; } }
            class Base { @HwBranch("net.bus") int bus; boolean wide() { return bus == 2; } }
            class Sub extends Base { int n; boolean wide() { return n > 3; } }
            interface Same { boolean is(); }
            class Same1 implements Same { final Driver d; Same1(Driver d) { this.d = d; } public boolean is() { return d.rev > 3; } }
            class Part { final Mac mac; Part(Driver d) { mac = d.mac; } }
            class Driver {
              @HwBranch("net.mac") final Mac mac; @HwBranch("net.rev") int rev; final boolean old; final boolean some; final boolean given; int copied; Mac kind; int n;
              Driver(Mac m, int r) { mac = m; rev = r; old = rev < 3; copied = rev; some = r > 9 ? rev > 3 : n > 3; given = m != null; }
              private boolean hidden() { return rev > 3; }
              static boolean above(Driver d, int bound) { return d.rev > bound; }
              final boolean last() { return mac == Mac.B; }
              private int level() { switch (mac) { case A: return 1; case B: return 2; default: return 3; } }
              private boolean high() { return level() > 1; }
              private boolean low(int x) { return level() < x; }
              private boolean again(int k) { return k <= 0 ? rev > 3 : again(k - 1); }
              int viaPrivate(int x) { if (hidden()) return x; return 0; }
              int viaStatic(int x) { if (above(this, 7)) return x; return 0; }
              int viaFinal(int x) { if (last()) return x; return 0; }
              int viaTwo(int x) { if (high()) return x; return 0; }
              int viaTwoMixed(int x) { if (low(x)) return x; return 0; }
              int viaEnumSwitch(int x) { switch (mac) { case A: return 1; case C: return x; default: return 0; } }
              int viaOne(Same s) { if (s.is()) return 1; return 0; }
              int viaCopy(int x) { if (old) return x; return 0; }
              int viaOtherCopy(int x) { if (new Part(this).mac == Mac.C) return x; return 0; }
              int viaMixedCopy(int x) { if (some) return x; return 0; }
              int viaGiven(int x) { if (given) return x; return 0; }
              int viaCopyWrittenLater(int x) { if (copied > 3) return x; return 0; }
              void set(int x) { copied = x; }
              int viaTwoTargets(Quirk q) { if (q.hard()) return 1; return 0; }
              int viaOverride(Base b) { if (b.wide()) return 1; return 0; }
              int viaRecursion(int x) { if (again(4)) return x; return 0; }
            }
            """;

    private static Analysis analysis;

    @BeforeAll
    static void open() {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("p.Driver", SOURCE));
        analysis = Analyzer.open(classes, List.of(), FactScanner.scan(classes));
    }

    @AfterAll
    static void close() {
        analysis.close();
    }

    private static Provenance of(String name) {
        String parameter = switch (name) {
            case "viaOne" -> "Lp/Same;";
            case "viaTwoTargets" -> "Lp/Quirk;";
            case "viaOverride" -> "Lp/Base;";
            default -> "I";
        };
        List<Decision> decisions = analysis.graph(new MethodId("p/Driver", name, "(" + parameter + ")I"))
                .decisions();
        assertThat(decisions).hasSize(1);
        return decisions.get(0).provenance();
    }

    @ParameterizedTest
    @CsvSource({
        "viaPrivate,net.rev,p.Driver.hidden",
        "viaStatic,net.rev,p.Driver.above",
        "viaFinal,net.mac,p.Driver.last",
        "viaTwo,net.mac,p.Driver.level",
        "viaTwo,net.mac,p.Driver.high",
        "viaEnumSwitch,net.mac,switch table",
        "viaCopy,net.rev,p.Driver.old",
        "viaOtherCopy,net.mac,p.Part.mac",
        "viaOtherCopy,net.mac,p.Driver.mac"
    })
    void fromFactsAloneByWayOf(String name, String fact, String step) {
        assertThat(of(name)).isInstanceOfSatisfying(Provenance.FromFacts.class, f -> {
            assertThat(f.facts()).containsExactly(new FactId(fact));
            assertThat(f.steps()).anySatisfy(s -> assertThat(s).contains(step));
        });
    }

    /** One other thing on the way is enough. */
    @Test
    void anArgumentOnTheWayMakesItMixed() {
        assertThat(of("viaTwoMixed"))
                .isInstanceOfSatisfying(
                        Provenance.Mixed.class, m -> assertThat(m.facts()).containsExactly(new FactId("net.mac")));
    }

    @Test
    void aFinalFieldIsAsMixedAsWhatItsConstructorsStore() {
        assertThat(of("viaMixedCopy"))
                .isEqualTo(new Provenance.Mixed(Set.of(new FactId("net.rev")), "field p/Driver.some"));
        assertThat(of("viaGiven")).isEqualTo(new Provenance.NoFact());
    }

    /** An instance may be one of which the copy was written anew. */
    @Test
    void aFieldThatIsWrittenByOthersTooIsNoFact() {
        assertThat(of("viaCopyWrittenLater")).isEqualTo(new Provenance.NoFact());
    }

    @ParameterizedTest
    @ValueSource(strings = {"viaTwoTargets", "viaOverride", "viaRecursion"})
    void aCallThatMayRunOtherCodeIsNeverFromFacts(String name) {
        assertThat(of(name)).isInstanceOfAny(Provenance.Mixed.class, Provenance.Unknown.class);
    }

    @Test
    void callsWithOneTargetAreFollowed() {
        assertThat(of("viaOne")).isInstanceOf(Provenance.FromFacts.class);
    }
}
