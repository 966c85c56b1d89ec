package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Verdict;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;
import org.objectweb.asm.tree.VarInsnNode;

/** A class file may be written in a later version only where that changes nothing, and only in that one. */
class RaiseTest {
    private static final String NAME = "demo/Old";
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(
            Map.of("demo.Old", """
            package demo;
            public class Old extends Top {
                private final int base = 4;
                private int twice(int a) { return 2 * a + base; }
                int rx(int a) { if (a > 3) { return twice(a); } return a - base; }
                int up(int a) { if (a > 3) { return super.up(a); } return a - base; }
                Object made(int a) { return (java.util.function.IntSupplier) () -> twice(a); }
            }
            """, "demo.Top", "package demo; public class Top { int up(int a) { return -a; } }"),
            "--release",
            "8");

    /** Whittled by hand: one method moved whole, both versions changed as the test says. */
    private static Hand hand(int from, int to, String method, Consumer<ClassNode> change) {
        Map<String, byte[]> before = new TreeMap<>();
        CLASSES.forEach((name, bytes) -> {
            ClassNode node = ClassFiles.parse(bytes);
            if (name.equals(NAME)) {
                if (from < 51) {
                    node.methods.removeIf(m -> m.name.contains("made"));
                }
                node.version = from;
                change.accept(node);
            }
            before.put(name, ClassFiles.write(node));
        });
        Hand hand = new Hand(before);
        hand.hot.get(NAME).version = to;
        hand.edit(NAME, method).moveWhole();
        return hand;
    }

    /** What the fragment of another class than the hot one has to be. */
    private static void asNestMember(Hand hand) {
        for (ClassNode fragment : hand.fragments.values()) {
            for (AbstractInsnNode insn : fragment.methods.get(0).instructions) {
                if (insn instanceof MethodInsnNode call && call.getOpcode() == Opcodes.INVOKESPECIAL) {
                    call.setOpcode(Opcodes.INVOKEVIRTUAL);
                } else if (insn instanceof InvokeDynamicInsnNode site && site.bsmArgs[1] instanceof Handle h) {
                    Object[] arguments = site.bsmArgs.clone();
                    arguments[1] = new Handle(Opcodes.H_INVOKEVIRTUAL, h.getOwner(), h.getName(), h.getDesc(), false);
                    site.bsmArgs = arguments;
                }
            }
        }
    }

    private static Verdict verdict(Hand hand) {
        VerificationResult result = Verifier.verify(hand.input());
        return result.verdicts().values().iterator().next();
    }

    private static String reason(Hand hand) {
        Verdict verdict = verdict(hand);
        assertThat(verdict).isInstanceOf(Verdict.Unsupported.class);
        return ((Verdict.Unsupported) verdict).reason();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 52, 53, 54})
    void anOldClassFileMayBeRaised(int from) {
        Hand hand = hand(from, 55, "rx", n -> {});
        asNestMember(hand);
        assertThat(verdict(hand)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aLambdaOfAPrivateMethodMayMove() {
        Hand hand = hand(52, 55, "made", n -> {});
        asNestMember(hand);
        assertThat(verdict(hand)).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aFragmentDoesNotCallPrivateMethodsAsItsHotClassDoes() {
        assertThat(reason(hand(52, 55, "rx", n -> {}))).contains("is not the original");
        assertThat(reason(hand(52, 55, "made", n -> {}))).contains("is not the original");
    }

    @Test
    void aCallOfASuperclassIsNeitherMovedAsItIsNorVirtual() {
        for (boolean virtual : new boolean[] {true, false}) {
            Hand hand = hand(52, 55, "up", n -> {});
            if (virtual) {
                asNestMember(hand);
            }
            // Called virtually it calls itself, which replay finds.
            assertThat(verdict(hand)).isInstanceOf(virtual ? Verdict.Counterexample.class : Verdict.Unsupported.class);
        }
    }

    /** The name alone does not say which method is called: here the class has none, so that it is the superclass's. */
    @Test
    void onlyAPrivateMethodOfTheClassItselfIsCalledVirtually() {
        for (int access : new int[] {Opcodes.ACC_PUBLIC, Opcodes.ACC_PROTECTED, 0}) {
            Hand hand = hand(
                    52,
                    55,
                    "rx",
                    n -> n.methods.stream().filter(m -> m.name.equals("twice")).forEach(m -> m.access = access));
            asNestMember(hand);
            assertThat(reason(hand)).contains("invokespecial of twice");
        }
    }

    @Test
    void noOtherVersionIsTaken() {
        for (int[] versions :
                new int[][] {{52, 56}, {52, 61}, {55, 61}, {61, 55}, {52, 51}, {49, 55}, {52, 1 << 16 | 55}}) {
            Hand hand = hand(versions[0], versions[1], "rx", n -> {});
            asNestMember(hand);
            hand.fragments.values().forEach(f -> f.version = 55);
            assertThat(reason(hand)).contains("its version changed");
        }
    }

    @Test
    void aClassThatFragmentsJoinMustBeRaised() {
        Hand hand = hand(52, 52, "rx", n -> {});
        asNestMember(hand);
        hand.fragments.values().forEach(f -> f.version = 55);
        assertThat(verdict(hand)).isInstanceOf(Verdict.Unsupported.class);
    }

    @Test
    void aFragmentIsOfTheVersionOfItsClass() {
        for (int version : new int[] {52, 61}) {
            Hand hand = hand(52, 55, "rx", n -> {});
            asNestMember(hand);
            hand.fragments.values().forEach(f -> f.version = version);
            assertThat(reason(hand)).contains("shape of a fragment");
        }
    }

    /** A class of a nest whose host does not list it, or is too old to, is alone at run time. */
    @Test
    void aHostThatDoesNotListItsMemberIsNone() {
        Hand hand = hand(55, 55, "rx", n -> n.nestHostClass = "demo/Top");
        asNestMember(hand);
        assertThat(verdict(hand)).isInstanceOf(Verdict.Unsupported.class);
    }

    static Stream<Arguments> obstacles() {
        Handle own = new Handle(Opcodes.H_INVOKESTATIC, NAME, "c", "()I", false);
        return Stream.of(
                obstacle(52, "names a nest", n -> n.nestMembers = new ArrayList<>(List.of("demo/Top"))),
                obstacle(52, "marked as a module", n -> n.access |= Opcodes.ACC_MODULE),
                obstacle(51, "attributes", n -> n.methods.get(0).parameters = List.of(new ParameterNode("x", 0))),
                obstacle(50, "class initialiser", n -> add(n, 0, "<clinit>")),
                obstacle(54, "writes the final field base", RaiseTest::writesFinal),
                obstacle(54, "constant", n -> constant(n, new ConstantDynamic("x", "I", own))),
                obstacle(50, "constant", n -> constant(n, Type.getMethodType("()V"))),
                obstacle(50, "constant", n -> constant(n, own)),
                obstacle(51, "interface directly", RaiseTest::callsInterface),
                obstacle(50, "anonymous", n -> n.innerClasses.add(new InnerClassNode("demo/Old$1", NAME, null, 0))),
                obstacle(50, "stack maps", n -> n.methods.forEach(RaiseTest::withoutFrames)));
    }

    private static Arguments obstacle(int version, String reason, Consumer<ClassNode> change) {
        return Arguments.of(version, reason, change);
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void aRaiseThatChangesWhatItMeansIsRefused(int from, String reason, Consumer<ClassNode> change) {
        Hand hand = hand(from, 55, "rx", change);
        asNestMember(hand);
        assertThat(reason(hand)).contains("its version was raised, and it").contains(reason);
    }

    @Test
    void subroutinesAreRefused() {
        Hand hand = hand(50, 55, "rx", n -> {});
        asNestMember(hand);
        VerificationInput in = hand.input();
        VerificationInput both = new VerificationInput(
                in.build(),
                withSubroutine(in.originals()),
                withSubroutine(in.whittled()),
                in.fragments(),
                in.certificates(),
                in.facts(),
                in.library());
        assertThat(Verifier.verify(both).classFindings().get(NAME)).contains("has subroutines");
    }

    private static Map<String, byte[]> withSubroutine(Map<String, byte[]> classes) {
        Map<String, byte[]> result = new TreeMap<>(classes);
        ClassNode node = ClassFiles.parse(classes.get(NAME));
        subroutine(node);
        result.put(NAME, ClassFiles.write(node));
        return result;
    }

    private static Hand inOtherPackages(String above, String below) {
        Map<String, byte[]> classes = InMemoryCompiler.compile(Map.of("a.A", above, "b.B", below), "--release", "8");
        Map<String, byte[]> old = new TreeMap<>();
        classes.forEach((name, bytes) -> {
            ClassNode node = ClassFiles.parse(bytes);
            node.version = 50;
            old.put(name, ClassFiles.write(node));
        });
        Hand hand = new Hand(old);
        hand.hot.get("b/B").version = 55;
        hand.edit("b/B", "rx").moveWhole();
        return hand;
    }

    @Test
    void aMethodThatWouldReplaceAnotherOneKeepsItsClassOld() {
        Hand hand = inOtherPackages(
                "package a; public class A { int rx(int a) { return 1; } }",
                "package b; public class B extends a.A { public int rx(int a) { return 2; } }");
        assertThat(reason(hand)).contains("may replace rx(I)I of a/A");
    }

    /** Initialisers, constructors and static methods of superclasses are hidden at most. */
    @Test
    void whatIsNoMethodOfAnObjectReplacesNothing() {
        Hand hand = inOtherPackages("""
                package a;
                public class A {
                    static final Object LOCK = new Object();
                    A(int x) {}
                    public A() { this(1); }
                    static int same(int a) { return 1; }
                }
                """, """
                package b;
                public class B extends a.A {
                    static final Object LOCK = new Object();
                    public B(int x) {}
                    static int same(int a) { return 2; }
                    public int rx(int a) { return same(a); }
                }
                """);
        assertThat(verdict(hand)).isInstanceOf(Verdict.Proved.class);
    }

    private static InsnList add(ClassNode node, int access, String name) {
        MethodNode method = new MethodNode(access, name, "()V", null, null);
        node.methods.add(method);
        method.instructions.add(new InsnNode(Opcodes.RETURN));
        return method.instructions;
    }

    private static void subroutine(ClassNode node) {
        InsnList code = add(node, Opcodes.ACC_STATIC, "sub");
        LabelNode label = new LabelNode();
        code.insert(new JumpInsnNode(Opcodes.JSR, label));
        code.add(label);
        code.add(new VarInsnNode(Opcodes.ASTORE, 0));
        code.add(new VarInsnNode(Opcodes.RET, 0));
    }

    private static void writesFinal(ClassNode node) {
        InsnList put = new InsnList();
        put.add(new VarInsnNode(Opcodes.ALOAD, 0));
        put.add(new InsnNode(Opcodes.ICONST_5));
        put.add(new FieldInsnNode(Opcodes.PUTFIELD, NAME, "base", "I"));
        add(node, 0, "set").insert(put);
    }

    private static void constant(ClassNode node, Object value) {
        InsnList load = new InsnList();
        load.add(new LdcInsnNode(value));
        load.add(new InsnNode(Opcodes.POP));
        add(node, Opcodes.ACC_STATIC, "constant").insert(load);
    }

    private static void callsInterface(ClassNode node) {
        InsnList call = new InsnList();
        call.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "java/util/List", "of", "()Ljava/util/List;", true));
        call.add(new InsnNode(Opcodes.POP));
        add(node, Opcodes.ACC_STATIC, "call").insert(call);
    }

    private static void withoutFrames(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof FrameNode) {
                method.instructions.remove(insn);
            }
        }
    }
}
