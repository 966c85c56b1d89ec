package dev.whittle.cfg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodGraph;
import dev.whittle.model.MethodGraph.Decision;
import dev.whittle.model.MethodGraph.Hoistability;
import dev.whittle.model.MethodGraph.Provenance;
import dev.whittle.model.MethodId;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Code of which nothing is known must not pass for known: the fields it asks are facts, its decisions are not. */
class UnanalysedTest {
    private static final String SOURCE = """
            package p; import dev.whittle.annotations.*;
            class Driver { @HwBranch("net.irq") final boolean msi; Driver(boolean b) { msi = b; }
              int m(int x) { if (msi) return 1; return x / 2; }
              int calm(int x) { try { x++; } catch (RuntimeException e) { if (msi) return 1; } return x; } }
            """;

    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(Map.of("p.Driver", SOURCE));

    @Test
    void codeThatNothingLeadsTo() {
        List<Decision> decisions = withTail((method, start) -> {}).decisions();
        assertThat(decisions).hasSize(2);
        assertThat(decisions.get(0).provenance()).isInstanceOf(Provenance.FromFacts.class);
        assertUnanalysed(decisions.get(1));
    }

    @Test
    void handlerOfCodeThatNothingLeadsTo() {
        List<Decision> decisions = withTail((method, start) -> {
                    LabelNode end = new LabelNode();
                    InsnList dead = new InsnList();
                    LabelNode from = new LabelNode();
                    dead.add(from);
                    dead.add(new InsnNode(Opcodes.ACONST_NULL));
                    dead.add(new InsnNode(Opcodes.ATHROW));
                    dead.add(end);
                    method.instructions.insertBefore(start, dead);
                    method.tryCatchBlocks.add(new TryCatchBlockNode(from, end, start, null));
                })
                .decisions();
        // SootUp builds no graph at all of such a method, so nothing of it is known.
        assertThat(decisions).hasSize(2).allSatisfy(UnanalysedTest::assertUnanalysed);
    }

    @Test
    void handlerBehindOneThatCatchesTheSame() {
        List<Decision> decisions = withTail((method, start) -> {
                    LabelNode end = new LabelNode();
                    LabelNode first = new LabelNode();
                    InsnList live = new InsnList();
                    live.add(end);
                    live.add(first);
                    live.add(new InsnNode(Opcodes.ATHROW));
                    method.instructions.insertBefore(start, live);
                    LabelNode from = new LabelNode();
                    method.instructions.insert(from);
                    method.tryCatchBlocks.add(new TryCatchBlockNode(from, end, first, "java/lang/Throwable"));
                    method.tryCatchBlocks.add(new TryCatchBlockNode(from, end, start, null));
                })
                .decisions();
        assertThat(decisions.get(0).provenance()).isInstanceOf(Provenance.FromFacts.class);
        assertUnanalysed(decisions.get(1));
    }

    @Test
    void handlerOfCodeThatCannotThrow() {
        try (Analysis analysis = Analyzer.open(CLASSES, List.of(), FactScanner.scan(CLASSES))) {
            List<Decision> decisions =
                    analysis.graph(new MethodId("p/Driver", "calm", "(I)I")).decisions();
            assertThat(decisions).singleElement().satisfies(UnanalysedTest::assertUnanalysed);
        }
    }

    private static void assertUnanalysed(Decision decision) {
        assertThat(decision.provenance())
                .isInstanceOfSatisfying(
                        Provenance.Unknown.class, u -> assertThat(u.reason()).startsWith("unanalysed"));
        assertThat(decision.hoistability())
                .isInstanceOfSatisfying(
                        Hoistability.Fixed.class, f -> assertThat(f.reason()).startsWith("unanalysed"));
    }

    private interface Seed {
        void plant(MethodNode method, LabelNode tail);
    }

    /** Returns the graph of m with a tail behind its last return: pop; aload this; getfield msi; ifeq; and two returns. */
    private static MethodGraph withTail(Seed seed) {
        ClassNode node = ClassFiles.parse(CLASSES.get("p/Driver"));
        // Older classes need no frames.
        node.version = Opcodes.V1_6;
        MethodNode method = node.methods.stream()
                .filter(m -> m.name.equals("m"))
                .findFirst()
                .orElseThrow();
        LabelNode tail = new LabelNode();
        LabelNode other = new LabelNode();
        InsnList code = method.instructions;
        for (AbstractInsnNode insn : code.toArray()) {
            if (insn.getType() == AbstractInsnNode.FRAME) {
                code.remove(insn);
            }
        }
        code.add(tail);
        code.add(new VarInsnNode(Opcodes.ASTORE, 2));
        code.add(new VarInsnNode(Opcodes.ALOAD, 0));
        code.add(new FieldInsnNode(Opcodes.GETFIELD, "p/Driver", "msi", "Z"));
        code.add(new JumpInsnNode(Opcodes.IFEQ, other));
        code.add(new InsnNode(Opcodes.ICONST_1));
        code.add(new InsnNode(Opcodes.IRETURN));
        code.add(other);
        code.add(new InsnNode(Opcodes.ICONST_2));
        code.add(new InsnNode(Opcodes.IRETURN));
        method.maxLocals = 3;
        seed.plant(method, tail);
        Map<String, byte[]> classes = Map.of("p/Driver", ClassFiles.write(node));
        try (Analysis analysis = Analyzer.open(classes, List.of(), FactScanner.scan(classes))) {
            return analysis.graph(new MethodId("p/Driver", "m", "(I)I"));
        }
    }
}
