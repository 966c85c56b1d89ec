package dev.whittle.cfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.model.BadInputException;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactSite;
import dev.whittle.model.Plan;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    private static final FactSite.Field MAC = new FactSite.Field("p/Hw", "mac", "Lp/Mac;");
    private static final FactSite.Field REV = new FactSite.Field("p/Hw", "rev", "I");

    private static Map<String, byte[]> program(String hw) {
        return InMemoryCompiler.compile(Map.of(
                "p.Hw", "package p; import dev.whittle.annotations.*; " + hw, "p.Mac", "package p; enum Mac { A, B }"));
    }

    @Test
    void findsEachKindOfDeclaration() {
        Map<String, byte[]> classes = program("""
                @HwBranch("t") class Hw {
                  @HwBranch("net.mac") private final Mac mac;
                  Hw(Mac m) { mac = m; }
                  @HwBranch("m") boolean pcie() { return mac == Mac.B; }
                  void p(long a, @HwBranch("par") int b) {}
                  class Inner { Inner(int a, @HwBranch("inner") int b) {} }
                  int d(int x) { return Hw.this.x(dev.whittle.annotations.Hw.decide("mark", x > 3 && x < 7)) ; }
                  int x(boolean b) { return dev.whittle.annotations.Hw.decide(b + "", b) ? 1 : 0; }
                }""");
        assertThat(FactScanner.scan(classes))
                .extracting(d -> d.id().name() + " " + describe(d))
                .containsExactly(
                        "t type p/Hw",
                        "net.mac field p/Hw.mac",
                        "m method pcie",
                        "par parameter p 1",
                        "mark marker d",
                        "inner parameter <init> 2");
    }

    private static String describe(FactDeclaration d) {
        FactSite site = d.site();
        if (site instanceof FactSite.Field f) {
            return "field " + f.key();
        } else if (site instanceof FactSite.Method m) {
            return "method " + m.id().name();
        } else if (site instanceof FactSite.Parameter p) {
            return "parameter " + p.id().name() + " " + p.index();
        } else if (site instanceof FactSite.Marker m) {
            return "marker " + m.id().name();
        }
        return "type " + ((FactSite.Type) site).owner();
    }

    @Test
    void refusesAnEmptyIdAndSaysWhere() {
        Map<String, byte[]> classes = program("class Hw { @HwBranch(\" \") int rev; }");
        assertThatThrownBy(() -> FactScanner.scan(classes))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("p.Hw.rev");
    }

    @Test
    void ignoresClassesThatCannotBeParsed() {
        assertThat(FactScanner.scan(Map.of("x", new byte[] {1, 2, 3}))).isEmpty();
    }

    @Test
    void foldsFieldsThatEachConstructorAssigns() {
        Map<String, byte[]> classes = program("""
                class Hw extends Base { private Mac mac; int rev; long j;
                  Hw(Mac m) { this(m, 1); helper(); }
                  Hw(Mac m, int r) { super(r); if (r > 0) { mac = m; } else { mac = Mac.A; } rev = r; helper(); }
                  void helper() {} void bind(Mac m) { mac = m; } }
                class Base { final int b; Base(int r) { b = r; } }""");
        assertThat(FactFields.assess(classes, MAC)).isEqualTo(new Plan.FactUse.Folded());
        assertThat(FactFields.assess(classes, REV)).isEqualTo(new Plan.FactUse.Folded());
        assertThat(FactFields.assess(classes, new FactSite.Field("p/Hw", "j", "J")))
                .isEqualTo(new Plan.FactUse.NotFolded(
                        "constructor (Lp/Mac;I)V shows this to other code before assigning it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class Hw { static int rev; } | static",
                "class Hw { volatile int rev = 1; } | volatile",
                "class Hw { int rev; } | without assigning",
                "class Hw { int rev; Hw(int r) { if (r > 0) rev = r; } } | without assigning",
                "class Hw { int rev; Hw(int r) { foo(); rev = r; } void foo() {} } | shows this",
                "class Hw { static Hw it; int rev; Hw(int r) { it = this; rev = r; } } | shows this",
                "class Hw { Object o; int rev; Hw(int r) { o = this; rev = r; } } | stores this",
                "class Hw { Runnable o; int rev; Hw(int r) { o = () -> foo(); rev = r; } void foo() {} } | shows this",
                "class Hw { int rev; Hw(int r) { if (rev == 0) r++; rev = r; } } | reads it before",
                "class Hw { int rev; Hw(int r) { new Thread((Runnable) (Object) this); rev = r; } } | passes this",
                "class Hw extends B { int rev; Hw(int r) { rev = r; } } class B { B() { m(); } void m() {} } | may show this",
                "class Hw { int rev; Hw(int r) { try { if (r == 5) Integer.parseInt(\"\"); rev = r; } catch (Exception e) {} } } | without",
                "public class Hw { public int rev = 1; } | outside the input",
                "class Hw implements java.io.Serializable { int rev = 1; } | serializable",
                "class Hw { int rev = 1; protected void finalize() {} } | finalizer",
                "class Hw { int rev = 1; native void n(); } | native",
                "class Hw { int rev = 1; } class Sub extends Hw { native void n(); } | native",
                "class Hw { int rev = 1; static Object f() throws Exception { return java.lang.invoke.MethodHandles.lookup().findVarHandle(Hw.class, \"rev\", int.class); } } | by name",
                "class Hw { int rev = 1; static Object f() throws Exception { return Hw.class.getDeclaredField(\"rev\"); } } | by name",
                "class Hw { int rev = 1; void f(Object o) throws Exception { for (var f : o.getClass().getDeclaredFields()) f.set(o, 1); } } | reflection",
                "class Hw extends javax.swing.JPanel { int rev = 1; } | serializable"
            })
    void saysWhyAFieldIsNotFolded(String source, String reason) {
        assertThat(FactFields.assess(program(source), REV))
                .isInstanceOfSatisfying(
                        Plan.FactUse.NotFolded.class,
                        n -> assertThat(n.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Object f(Class<?> c) throws Exception { return c.getDeclaredField(\"rev\"); } | String n; | by name",
                "Object f(Class<?> c, String n) throws Exception { return c.getDeclaredField(n); } | String n = \"rev\"; | by name",
                "void f(Object o) throws Exception { for (var f : o.getClass().getDeclaredFields()) f.set(o, 1); } | String n; | reflection",
                "void f(p.Hw h) { h.rev = 7; } | String n; | without a guard",
                "int rev; void f() { rev = 7; } String n = \"rev\"; | String n; | ''"
            })
    void looksAtWhatRunsBesideTheProgram(String library, String ours, String reason) {
        Map<String, byte[]> all = InMemoryCompiler.compile(Map.of(
                "p.Hw", "package p; class Hw { int rev = 1; " + ours + " }",
                "p.Beside", "package p; class Beside { " + library + " }"));
        Map<String, byte[]> program = Map.of("p/Hw", java.util.Objects.requireNonNull(all.get("p/Hw")));
        Map<String, byte[]> beside = Map.of("p/Beside", java.util.Objects.requireNonNull(all.get("p/Beside")));
        Plan.FactUse use = FactFields.of(program, beside).assess(REV);
        if (reason.isEmpty()) {
            assertThat(use).isEqualTo(new Plan.FactUse.Folded());
        } else {
            assertThat(use)
                    .isInstanceOfSatisfying(
                            Plan.FactUse.NotFolded.class,
                            n -> assertThat(n.reason()).contains(reason));
        }
    }

    @Test
    void foldsInSpiteOfHarmlessSurroundings() {
        assertThat(FactFields.assess(
                        program(
                                "public class Hw { public final int rev; Hw(int r) { int t = r; Hw h = this; h.rev2(); }"
                                                .replace("h.rev2();", "rev = t;")
                                        + " static String s = \"rev\"; }"),
                        REV))
                .isEqualTo(new Plan.FactUse.Folded(1, true));
        assertThat(FactFields.assess(program("class Hw extends Thread { int rev = 1; }"), REV))
                .isInstanceOf(Plan.FactUse.NotFolded.class);
    }

    /** The first ones may have marks; each of the others is folded without. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "final class Hw { final int rev; Hw(int r) { rev = r; } } | 1",
                "class Hw { final int rev; Hw(int r) { rev = r; } Hw() { this(3); } } | 1",
                "class Hw { final int rev; Hw(int r) { rev = r; } } class Sub extends Hw { int rev; Sub() { super(1); rev = 2; } } | 1",
                "class Hw { final int rev; Hw(int r) { rev = r; } } class Other { int rev; Other() { rev = 2; } } | 1",
                "class Hw { int rev; Hw(int r) { rev = r; } } | 0",
                "record Hw(int rev) {} | 0",
                "class Hw { final int rev; Hw(int r) { rev = r; } int whittle$marks; } | 0",
                "class Hw { final int rev; Hw(int r) { rev = r; } } class See { Object f(Object o) { return o.getClass().getDeclaredFields(); } } | 0",
                "class Hw { final int rev; Hw(int r) { rev = r; } } class See { java.util.function.Function<Class<?>, Object> f = Class::getFields; } | 0"
            })
    void objectsMayHaveMarksOfWhatNeverChanges(String source, int mark) {
        assertThat(FactFields.assess(program(source), REV)).isEqualTo(new Plan.FactUse.Folded(mark, true));
    }

    @Test
    void namesWhatIsNotAFoldableField() {
        Map<String, byte[]> classes = program("class Hw { Object rev; Hw() {} }");
        assertThat(FactFields.assess(classes, REV))
                .isEqualTo(new Plan.FactUse.NotFolded("its class declares no such field"));
        assertThat(FactFields.assess(classes, new FactSite.Field("p/Hw", "rev", "Ljava/lang/Object;")))
                .isEqualTo(new Plan.FactUse.NotFolded("its type java.lang.Object is not an enum of the input"));
        assertThat(FactFields.assess(classes, new FactSite.Field("q/No", "rev", "I")))
                .isEqualTo(new Plan.FactUse.NotFolded("its class is not part of the input"));
    }
}
