package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.FactValue;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Handle;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Code that may not move to another class, and fields that may not be folded. */
class LegalityTest {
    private static final String SOURCE = """
            package demo;
            import java.io.Serializable;
            import java.util.function.Supplier;
            public class Odd extends java.util.ArrayList<Object> {
                public int size() { return super.size(); }
                Object copyOf() throws Exception { return clone(); }
                void gap(int a, int b) { removeRange(a, b); }
                int mods() { return modCount; }
                Object look() { return java.lang.invoke.MethodHandles.lookup(); }
                Object walk() { return StackWalker.getInstance(); }
                Object call(java.lang.reflect.Method m) throws Exception { return m.invoke(this); }
                Object kept() { return (Supplier<String> & Serializable) () -> "x"; }
                Object plain(int x) { Supplier<Integer> s = () -> x + 1; return "n" + s.get(); }
            }
            """;

    private static Verdict move(String method) {
        Hand hand = new Hand(InMemoryCompiler.compile(Map.of("demo.Odd", SOURCE), "-g", "--release", "17"));
        hand.edit("demo/Odd", method).moveWhole();
        return Solvers.verify(hand.input()).verdicts().values().iterator().next();
    }

    @ParameterizedTest
    @ValueSource(strings = {"look", "walk", "call", "kept"})
    void staysWhereItIs(String method) {
        assertThat(move(method))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        u -> assertThat(u.reason()).contains("may not move to another class"));
    }

    /** What only a subclass may do moves as a call site that is linked with its rights, and not as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"size", "gap", "mods"})
    void whatIsInheritedDoesNotMoveAsItIs(String method) {
        assertThat(move(method))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class,
                        u -> assertThat(u.reason()).contains("is not the original from 0 on"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "copyOf"})
    void anOrdinaryLambdaAndConcatenationAndACallOfAnOpenSuperclassMayMove(String method) {
        assertThat(move(method)).isInstanceOf(Verdict.Proved.class);
    }

    private static final String BASE = """
            package base;
            public class Part implements Cloneable {
                protected int grade(int x) { return x; }
                public Object clone() throws CloneNotSupportedException { return super.clone(); }
            }
            """;
    private static final String HEIR = """
            package demo;
            public class Heir extends base.Part {
                Object replaced(java.util.Calendar c) { return c.clone(); }
                Object inherited(Heir h) throws Exception { return h.clone(); }
                int widened(Near n) { return n.grade(3); }
                int neighbour(Mate m) { return m.grade(3); }
                int guarded(Heir h) { return h.grade(3); }
                int through(Far f) { return f.grade(3); }
                static class Near extends base.Part { public int grade(int x) { return x + 1; } }
                static class Far extends Heir {}
            }
            """;
    private static final String MATE = """
            package demo;
            class Mate extends base.Part { protected int grade(int x) { return x + 2; } }
            """;

    private static final String BARE =
            "package demo; class Bare { Object copy() throws CloneNotSupportedException { return clone(); } }";

    private static Verdict heir(String owner, String method) {
        Map<String, String> sources =
                Map.of("base.Part", BASE, "demo.Heir", HEIR, "demo.Mate", MATE, "demo.Bare", BARE);
        Hand hand = new Hand(InMemoryCompiler.compile(sources, "-g", "--release", "17"));
        hand.edit(owner, method).moveWhole();
        return Solvers.verify(hand.input()).verdicts().values().iterator().next();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replaced", "inherited", "widened", "neighbour"})
    void aCallOfWhatReplacedAProtectedMethodOpenlyMayMove(String method) {
        assertThat(heir("demo/Heir", method)).isInstanceOf(Verdict.Proved.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Heir, guarded, call of the protected grade",
        "Heir, through, call of the protected grade",
        "Bare, copy, is not the original from 0 on"
    })
    void aCallThatStillFindsTheProtectedMethodMayNot(String owner, String method, String reason) {
        assertThat(heir("demo/" + owner, method))
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class, u -> assertThat(u.reason()).contains(reason));
    }

    /** A lambda's own method moves; a protected one of another package, which compilers other than javac hand to it, does not. */
    @ParameterizedTest
    @CsvSource({
        "handed, base/Part, grade, may not move to another class: call of the protected grade",
        "looking, java/lang/invoke/MethodHandles, lookup, may not move to another class: call of the caller-sensitive"
    })
    void aHandleIsHeldToWhatACallIs(String method, String owner, String name, String reason) {
        String source = """
                package demo;
                public class Heir extends base.Part {
                    Object handed() { return (java.util.function.IntUnaryOperator) this::own; }
                    Object looking() { return (java.util.function.Supplier<Object>) Heir::any; }
                    int own(int x) { return x; }
                    static java.lang.invoke.MethodHandles.Lookup any() { return null; }
                }
                """;
        Map<String, byte[]> program =
                InMemoryCompiler.compile(Map.of("base.Part", BASE, "demo.Heir", source), "-g", "--release", "17");
        Hand hand = new Hand(program);
        hand.edit("demo/Heir", method).moveWhole();
        assertThat(Solvers.verify(hand.input()).verdicts().values()).hasOnlyElementsOfType(Verdict.Proved.class);
        ClassNode heir = ClassFiles.parse(program.get("demo/Heir"));
        for (MethodNode m : heir.methods) {
            for (AbstractInsnNode insn : m.instructions) {
                if (insn instanceof InvokeDynamicInsnNode site && m.name.equals(method)) {
                    Handle own = (Handle) site.bsmArgs[1];
                    site.bsmArgs[1] = new Handle(own.getTag(), owner, name, own.getDesc(), false);
                }
            }
        }
        hand = new Hand(Map.of("base/Part", program.get("base/Part"), "demo/Heir", ClassFiles.write(heir)));
        hand.edit("demo/Heir", method).moveWhole();
        assertThat(Solvers.verify(hand.input()).verdicts().values())
                .singleElement()
                .isInstanceOfSatisfying(
                        Verdict.Unsupported.class, u -> assertThat(u.reason()).contains(reason));
    }

    private static String finding(String declaration, String body) {
        return finding(declaration, body, "class Other {}", Map.of());
    }

    /** @param other a second class of the program, in the same package */
    private static String finding(String declaration, String body, String other, Map<String, byte[]> library) {
        String source = """
                package demo;
                public class Dev %s {
                    static Object leak;
                    private int width;
                    %s
                    int get() { return width == 64 ? 1 : 2; }
                }
                """.formatted(declaration, body);
        Map<String, String> sources = Map.of("demo.Dev", source, "demo.Other", "package demo; " + other);
        Hand hand = new Hand(InMemoryCompiler.compile(sources, "-g", "--release", "17"));
        hand.fact("demo/Dev", "width", "I", new FactValue.OfInt(32));
        hand.edit("demo/Dev", "get").off();
        VerificationInput input = hand.input();
        return Solvers.verify(new VerificationInput(
                        input.build(),
                        input.originals(),
                        input.whittled(),
                        input.fragments(),
                        input.certificates(),
                        input.facts(),
                        library))
                .factFindings()
                .getOrDefault("demo/Dev.width", "");
    }

    @Test
    void aFieldWrittenBeforeItsObjectIsSeenMayBeFolded() {
        assertThat(finding("", "Dev(int w) { if (w > 3) { width = w; } else { width = 1; } leak = this; }"))
                .isEmpty();
        assertThat(finding("", "Dev(int w) { width = w; } Dev() { this(3); leak = this; }"))
                .isEmpty();
    }

    @Test
    void aFieldThatMayBeSeenUnwrittenMayNot() {
        assertThat(finding("", "Dev(int w) { leak = this; width = w; }")).contains("seen before");
        assertThat(finding("", "Dev(int w) { Object me = this; String.valueOf(me); width = w; }"))
                .contains("seen before");
        assertThat(finding("", "Dev(int w) { if (w > 3) { width = w; } }")).contains("seen before");
        assertThat(finding("", "Dev(int w) { Runnable r = () -> get(); width = w; }"))
                .contains("seen before");
        assertThat(finding("extends Thread", "Dev(int w) { width = w; }")).contains("seen before");
    }

    @Test
    void aFieldWrittenUnseenMayNot() {
        assertThat(finding("implements java.io.Serializable", "Dev(int w) { width = w; }"))
                .contains("deserialized");
        assertThat(finding("", "Dev(int w) { width = w; } native void poke();")).contains("native");
        assertThat(finding("", """
                        Dev(int w) { width = w; }
                        static Object f() throws Exception { return Dev.class.getDeclaredField("width"); }
                        """)).contains("by its name");
        assertThat(finding("", "Dev(int w) { width = w; } protected void finalize() {}"))
                .contains("finalizer");
    }

    private static final String PLAIN = "Dev(int w) { width = w; }";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Class.forName(n).getDeclaredField("width").setInt(o, 3)          | may write the field by its name
            for (var f : o.getClass().getDeclaredFields()) f.setInt(o, 3)    | writes fields by reflection
            for (var f : o.getClass().getDeclaredFields()) MethodHandles.lookup().unreflectSetter(f).invoke(o, 3) \
                                                                             | writes fields by reflection
            MethodHandles.privateLookupIn(Dev.class, MethodHandles.lookup()).findVarHandle(Dev.class, "width", int.class) \
                                                                             | may write the field by its name
            java.io.ObjectStreamClass.lookup(Dev.class)                      | ''
            """)
    void aFieldThatAnotherClassWritesUnseenMayNot(String code, String reason) {
        String other = """
                import java.lang.invoke.MethodHandles;
                class Other { static void f(Object o, String n) throws Throwable { %s; } }""".formatted(code);
        String found = finding("", PLAIN, other, Map.of());
        assertThat(found).contains(reason);
        assertThat(found.isEmpty()).isEqualTo(reason.isEmpty());
    }

    @Test
    void aNameThatTheProgramHoldsAndALibraryLooksUpMayNot() {
        Map<String, byte[]> library = InMemoryCompiler.compile(Map.of("lib.Beans", """
                package lib;
                public class Beans {
                    public static Object of(Class<?> c, String n) throws Exception { return c.getDeclaredField(n); }
                }"""));
        assertThat(finding("", PLAIN, "class Other { String name = \"width\"; }", library))
                .contains("lib/Beans may write the field by the name that the program holds");
        assertThat(finding("", PLAIN, "class Other { String name = \"height\"; }", library))
                .isEmpty();
    }

    @Test
    void aFieldThatOthersCanNameMayNot() {
        String open = "int deep; { deep = 0; } Dev(int w) { width = w; }";
        assertThat(finding("", open)).isEmpty();
        String source =
                "package demo; public class Dev { protected int width; Dev(int w) { width = w; } int get() { return width; } }";
        assertThat(findingOf(source, "class Other {}")).contains("code outside the program may write");
        assertThat(findingOf(source.replace("public class", "class"), "class Other {}"))
                .isEmpty();
        assertThat(findingOf(
                        source.replace("public class", "class"),
                        "public class Other extends Dev { public Other() { super(1); } }"))
                .contains("code outside the program may write");
        assertThat(findingOf(source.replace("protected int width;", "protected final int width;"), "class Other {}"))
                .isEmpty();
    }

    private static String findingOf(String dev, String other) {
        Map<String, String> sources = Map.of("demo.Dev", dev, "demo.Other", "package demo; " + other);
        Hand hand = new Hand(InMemoryCompiler.compile(sources, "-g", "--release", "17"));
        hand.fact("demo/Dev", "width", "I", new FactValue.OfInt(32));
        hand.edit("demo/Dev", "get").off();
        return Verifier.verify(hand.input()).factFindings().getOrDefault("demo/Dev.width", "");
    }

    @Test
    void whatASubclassDoesCounts() {
        assertThat(findingOf(
                        "package demo; class Dev { int width; Dev(int w) { width = w; } int get() { return width; } }",
                        "class Other extends Dev { Other() { super(1); } protected void finalize() {} }"))
                .contains("demo/Other has a finalizer");
        assertThat(findingOf(
                        "package demo; class Dev { int width; Dev(int w) { width = w; } int get() { return width; } }",
                        "class Other extends Dev { Other() { super(1); } native void poke(); }"))
                .contains("demo/Other has native code");
    }

    /** The fragment would give back a lock that it does not hold, again and again: javac's handler catches what that throws. */
    @Test
    void anExitUnderAMonitorIsSeenToRunForEver() {
        Subject subject = new Subject();
        Changes.exitUnderMonitor(subject.locked);
        assertThat(subject.judge().verdicts().get(subject.locked.id))
                .isInstanceOfSatisfying(Verdict.Counterexample.class, c -> {
                    assertThat(c.expected()).startsWith("ends after");
                    assertThat(c.actual()).startsWith("still runs after");
                });
    }

    @Test
    void anExitBehindTheMonitorIsProved() {
        String source = """
                package demo;
                public class Odd {
                    int n;
                    int f(int x) {
                        synchronized (this) { n += x; }
                        if (x > 1000) { return n * 31; }
                        return n;
                    }
                }
                """;
        Hand hand = new Hand(InMemoryCompiler.compile(Map.of("demo.Odd", source), "-g", "--release", "17"));
        Hand.Edit edit = hand.edit("demo/Odd", "f").off();
        edit.outline(edit.find(org.objectweb.asm.Opcodes.IF_ICMPLE, 0));
        assertThat(Solvers.verify(hand.input()).verdicts().get(edit.id)).isInstanceOf(Verdict.Proved.class);
    }
}
