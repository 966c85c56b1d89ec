package dev.whittle.transformer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Plan;
import dev.whittle.model.TransformedClass;
import dev.whittle.testkit.InMemoryCompiler;
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
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Class files older than nests: raised when nothing in them means something else then. */
class RaisingTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(
            Map.of(
                    "app.Old",
                    """
            package app;
            public class Old {
                private final int base;
                private final static int[] LOG = new int[1];
                Old(int base) { this.base = base; }
                private int twice(int a) { LOG[0]++; return 2 * a + base; }
                public int rx(int a) { return a > 3 ? twice(a) : a - base; }
                public static int of(int a) { return new Old(1).rx(a) + LOG[0]; }
            }
            """,
                    "app.Base",
                    "package app; public class Base { public int rx(int a) { return -a; } }"),
            "--release",
            "8");

    private static Map<String, byte[]> of(int version, Consumer<ClassNode> change) {
        Map<String, byte[]> classes = new TreeMap<>();
        CLASSES.forEach((name, bytes) -> {
            ClassNode node = ClassFiles.parse(bytes);
            node.version = version;
            if (name.equals("app/Old")) {
                change.accept(node);
            }
            classes.put(name, ClassFiles.write(node));
        });
        return classes;
    }

    private static Whittled whittle(Map<String, byte[]> classes) {
        return Whittled.of(classes, (m, at) -> at.equals("2:0") ? 0 : 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 51, 52, 53, 54})
    void oldClassesAreRaisedWhereTheyChange(int version) throws Exception {
        Whittled w = whittle(of(version, n -> {}));
        assertThat(w.transformed).singleElement().satisfies(c -> {
            assertThat(c.name()).isEqualTo("app/Old");
            assertThat(ClassFiles.major(c.bytes())).isEqualTo(55);
            assertThat(c.certificates()).isNotEmpty();
            assertThat(c.refused()).isEmpty();
            assertThat(c.fragments())
                    .allSatisfy(
                            f -> assertThat(ClassFiles.major(f.classBytes())).isEqualTo(55));
        });
        for (int a : new int[] {1, 9}) {
            assertThat(Whittled.outcome(w.whittled(), "app.Old", "of", a))
                    .isEqualTo(Whittled.outcome(w.original(), "app.Old", "of", a));
        }
    }

    static Stream<Arguments> obstacles() {
        return Stream.of(
                obstacle(49, "no stack maps", n -> n.methods.forEach(RaisingTest::withoutFrames)),
                obstacle(52, "writes the final field base", RaisingTest::writesFinal),
                obstacle(52, "writes the final field LOG", RaisingTest::writesFinalStatic),
                obstacle(52, "with a nest", n -> n.nestMembers = List.of("app/Base")),
                obstacle(52, "with a nest", n -> n.nestHostClass = "app/Base"),
                obstacle(52, "marked as a module", n -> n.access |= Opcodes.ACC_MODULE),
                obstacle(52, "initialiser", n -> initializer(n, Opcodes.ACC_STATIC, "(I)V")),
                obstacle(50, "initialiser", n -> initializer(n, 0, "()V")),
                obstacle(50, "subroutines", RaisingTest::subroutine),
                obstacle(
                        50, "stack maps are not known to be right", n -> n.methods.forEach(RaisingTest::withoutFrames)),
                obstacle(50, "says of the class", RaisingTest::oddInnerClass),
                obstacle(50, "only later ones have", n -> constant(n, org.objectweb.asm.Type.getMethodType("()V"))),
                obstacle(
                        52,
                        "only later ones have",
                        n -> constant(
                                n,
                                new org.objectweb.asm.ConstantDynamic(
                                        "x",
                                        "I",
                                        new org.objectweb.asm.Handle(
                                                Opcodes.H_INVOKESTATIC, "app/Old", "c", "()I", false)))),
                obstacle(51, "only later ones have", RaisingTest::callsInterface),
                obstacle(51, "attributes that only later ones have", RaisingTest::parameters));
    }

    private static Arguments obstacle(int version, String reason, Consumer<ClassNode> change) {
        return Arguments.of(version, reason, change);
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void whatWouldMeanSomethingElseStays(int version, String reason, Consumer<ClassNode> change) {
        Map<String, byte[]> classes = of(version, change);
        Whittled w = whittle(classes);
        assertThat(w.transformed).isEmpty();
        assertThat(w.plan.methods().stream()
                        .filter(m -> m.method().owner().equals("app/Old")
                                && m.method().name().equals("rx"))
                        .flatMap(m -> m.kept().stream())
                        .map(Plan.Keep::reason))
                .singleElement()
                .asString()
                .contains(reason);
        // A plan that was made otherwise changes nothing of it.
        Plan forced = whittle(of(52, n -> {})).plan;
        List<TransformedClass> made = Transformer.transform(classes, redigested(forced, classes), "b0");
        assertThat(made).allSatisfy(c -> assertThat(c.bytes()).isEqualTo(classes.get(c.name())));
        assertThat(made).flatExtracting(TransformedClass::refused).isNotEmpty();
    }

    private static Plan redigested(Plan plan, Map<String, byte[]> classes) {
        return new Plan(
                plan.version(),
                plan.input(),
                plan.facts(),
                plan.methods().stream()
                        .map(m -> new Plan.MethodPlan(
                                m.method(),
                                dev.whittle.bytecode.Digests.of(
                                        classes.get(m.method().owner())),
                                m.directives(),
                                m.kept()))
                        .toList());
    }

    /** In version 50 a method does not replace what the method that it replaces has replaced. */
    @Test
    void aMethodThatWouldReplaceAnotherOneStays() {
        Map<String, byte[]> classes = new TreeMap<>(InMemoryCompiler.compile(
                Map.of(
                        "a.A",
                                "package a; public class A { int rx(int a) { return 1; } public int ask() { return rx(5); } }",
                        "b.B", "package b; public class B extends a.A { public int rx(int a) { return 2; } }",
                        "a.C", """
                                package a;
                                public class C extends b.B { public int rx(int a) { if (a > 3) { return 3; } return 4; } }
                                """,
                        "c.D", """
                                package c;
                                public class D extends a.C { public int rx(int a) { if (a > 3) { return 5; } return 6; } }
                                """),
                "--release",
                "8"));
        classes.replaceAll((name, bytes) -> {
            ClassNode node = ClassFiles.parse(bytes);
            node.version = 50;
            return ClassFiles.write(node);
        });
        Whittled w = Whittled.of(classes, (m, at) -> at.equals("2:0") ? 0 : 1L);
        assertThat(w.plan.toString()).contains("rx(I)I may replace a method of a/A in later class files");
        assertThat(w.transformed)
                .extracting(TransformedClass::name)
                .contains("a/C")
                .doesNotContain("c/D");
    }

    private static void withoutFrames(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            if (insn instanceof FrameNode) {
                method.instructions.remove(insn);
            }
        }
    }

    private static MethodNode method(ClassNode node, int access, String name, String descriptor) {
        MethodNode method = new MethodNode(access, name, descriptor, null, null);
        node.methods.add(method);
        return method;
    }

    private static void writesFinal(ClassNode node) {
        InsnList code = method(node, Opcodes.ACC_PUBLIC, "set", "()V").instructions;
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new InsnNode(Opcodes.ICONST_5));
        code.add(new FieldInsnNode(Opcodes.PUTFIELD, "app/Old", "base", "I"));
        code.add(new InsnNode(Opcodes.RETURN));
    }

    private static void writesFinalStatic(ClassNode node) {
        InsnList code = method(node, Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "set", "()V").instructions;
        code.add(new InsnNode(Opcodes.ACONST_NULL));
        code.add(new FieldInsnNode(Opcodes.PUTSTATIC, "app/Old", "LOG", "[I"));
        code.add(new InsnNode(Opcodes.RETURN));
    }

    private static void initializer(ClassNode node, int access, String descriptor) {
        node.methods.removeIf(m -> m.name.equals("<clinit>"));
        node.fields.removeIf(f -> f.name.equals("none"));
        method(node, access, "<clinit>", descriptor).instructions.add(new InsnNode(Opcodes.RETURN));
    }

    private static void subroutine(ClassNode node) {
        InsnList code = method(node, Opcodes.ACC_STATIC, "sub", "()V").instructions;
        LabelNode label = new LabelNode();
        code.add(new JumpInsnNode(Opcodes.JSR, label));
        code.add(new InsnNode(Opcodes.RETURN));
        code.add(label);
        code.add(new VarInsnNode(Opcodes.ASTORE, 0));
        code.add(new VarInsnNode(Opcodes.RET, 0));
    }

    private static void oddInnerClass(ClassNode node) {
        node.innerClasses.add(new InnerClassNode("app/Old$1", "app/Old", null, 0));
    }

    private static void constant(ClassNode node, Object value) {
        InsnList code = method(node, Opcodes.ACC_STATIC, "constant", "()V").instructions;
        code.add(new LdcInsnNode(value));
        code.add(new InsnNode(Opcodes.POP));
        code.add(new InsnNode(Opcodes.RETURN));
    }

    private static void callsInterface(ClassNode node) {
        InsnList code = method(node, Opcodes.ACC_STATIC, "call", "()V").instructions;
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, "java/util/List", "of", "()Ljava/util/List;", true));
        code.add(new InsnNode(Opcodes.POP));
        code.add(new InsnNode(Opcodes.RETURN));
    }

    private static void parameters(ClassNode node) {
        node.fields.add(new FieldNode(0, "extra", "I", null, null));
        node.methods.get(0).parameters = List.of(new org.objectweb.asm.tree.ParameterNode("base", 0));
    }
}
