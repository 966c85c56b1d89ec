package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.Verdict;
import dev.whittle.transformer.pass.Linking;
import dev.whittle.verifier.VerificationInput;
import dev.whittle.verifier.VerificationResult;
import dev.whittle.verifier.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** What becomes of a method that is not proved and was replayed. The verifier is the real one; the rewrite is tampered with. */
class TestedTest {
    private final List<Verdict> said = new ArrayList<>();

    private Rewriting.Result run(Require require, Consumer<MethodNode> tampering) {
        return new Rewriting(
                        RewritingTest.CLASSES,
                        Map.of(),
                        new TreeMap<>(),
                        "b0",
                        require,
                        Progress.silent(),
                        input -> verify(input, tampering))
                .run(RewritingTest.plan(), Linking.CALL_SITE);
    }

    private VerificationResult verify(VerificationInput input, Consumer<MethodNode> tampering) {
        boolean transformed =
                input.certificates().stream().anyMatch(c -> c.method().equals(RewritingTest.BOTH));
        Map<String, byte[]> whittled = new TreeMap<>(input.whittled());
        if (transformed) {
            whittled.compute("app/Driver", (name, bytes) -> tampered(ClassFiles.parse(bytes), tampering));
        }
        VerificationResult result = Verifier.verify(input.with(whittled));
        if (transformed) {
            said.add(result.verdicts().get(RewritingTest.BOTH));
        }
        return result;
    }

    private static byte[] tampered(ClassNode node, Consumer<MethodNode> tampering) {
        node.methods.stream().filter(m -> m.name.equals("both")).forEach(tampering);
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        node.accept(writer);
        ClassNode computed = ClassFiles.parse(writer.toByteArray());
        for (int i = 0; i < node.methods.size(); i++) {
            if (!node.methods.get(i).name.equals("both")) {
                computed.methods.set(i, node.methods.get(i));
            }
        }
        return ClassFiles.write(computed);
    }

    /** A loop of its own, which no invariant relates to the original: it changes nothing. */
    private static void detour(MethodNode method) {
        InsnList list = new InsnList();
        LabelNode again = new LabelNode();
        int slot = method.maxLocals++;
        list.add(new InsnNode(Opcodes.ICONST_3));
        list.add(new VarInsnNode(Opcodes.ISTORE, slot));
        list.add(again);
        list.add(new IincInsnNode(slot, -1));
        list.add(new VarInsnNode(Opcodes.ILOAD, slot));
        list.add(new JumpInsnNode(Opcodes.IFGT, again));
        method.instructions.insert(list);
    }

    private static void offByOne(MethodNode method) {
        method.instructions.insert(new IincInsnNode(1, 1));
    }

    @Test
    void whatIsTestedStaysIfThatIsEnough() {
        Rewriting.Result result = run(Require.TESTED, TestedTest::detour);
        assertThat(result.verdicts().get(RewritingTest.BOTH)).isInstanceOfSatisfying(Verdict.Tested.class, t -> {
            assertThat(t.inputs()).isGreaterThan(50);
            assertThat(t.coverage()).isEqualTo(1.0);
        });
        assertThat(result.reverted()).isEmpty();
    }

    @Test
    void whatIsTestedIsPutBackOtherwise() {
        Rewriting.Result result = run(Require.PROVED, TestedTest::detour);
        assertThat(said).isNotEmpty().allMatch(v -> v instanceof Verdict.Tested);
        assertThat(result.verdicts()).doesNotContainKey(RewritingTest.BOTH);
        assertThat(result.reverted().get(RewritingTest.BOTH)).contains("only tested");
    }

    @Test
    void whatDiffersIsPutBackWhateverIsAskedFor() {
        for (Require require : Require.values()) {
            said.clear();
            Rewriting.Result result = run(require, TestedTest::offByOne);
            assertThat(said).isNotEmpty().allMatch(v -> v instanceof Verdict.Counterexample);
            assertThat(result.verdicts()).doesNotContainKey(RewritingTest.BOTH);
            assertThat(result.reverted().get(RewritingTest.BOTH))
                    .contains("not equivalent on", "seed ", "this = Driver#1");
        }
    }
}
