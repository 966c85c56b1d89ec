package dev.whittle.cfg.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.Cfg;
import dev.whittle.bytecode.ClassFiles;
import dev.whittle.model.MethodGraph.Block;
import dev.whittle.model.MethodId;
import dev.whittle.testkit.InMemoryCompiler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

class SootJoinTest {
    private static final MethodId SEED = new MethodId("s/Seed", "m", "(I)I");

    @Test
    void joinsEachMethodOfBigRealClasses() throws IOException {
        int decisions = 0;
        int loops = 0;
        List<String> unanalysed = new ArrayList<>();
        SootJoin join = new SootJoin();
        for (String name :
                List.of("StringUtils", "math/NumberUtils", "time/DateUtils", "ArrayUtils", "time/FastDateParser")) {
            byte[] bytes = commonsLang(name);
            ClassNode node = ClassFiles.parse(bytes);
            for (MethodNode m : node.methods) {
                if (m.instructions.size() > 0) {
                    Code code = new Code(m, Cfg.of(m), List.of());
                    decisions += code.cfg().decisions().size();
                    MethodId id = new MethodId(node.name, m.name, m.desc);
                    SootJoin.Joined joined = join.join(bytes, id, code);
                    loops += joined.flow().loopHeaders().size();
                    if (!joined.unanalysed().isEmpty()) {
                        unanalysed.add(id + " " + joined.unanalysed());
                    }
                }
            }
        }
        assertThat(unanalysed).isEmpty();
        assertThat(decisions).isGreaterThan(1000);
        assertThat(loops).isGreaterThan(100);
    }

    private static byte[] commonsLang(String name) throws IOException {
        try (InputStream in = ClassLoader.getSystemResourceAsStream("org/apache/commons/lang3/" + name + ".class")) {
            return in.readAllBytes();
        }
    }

    @Test
    void takesBlocksDominatorsAndLoopsFromSootUp() {
        byte[] bytes = InMemoryCompiler.compile(Map.of("s.Seed", """
                package s; class Seed { int m(int n) { int s = 0;
                  for (int i = 0; i < n; i++) { for (int j = 0; j < i; j++) { s += j; } if (s > 9) { break; } } return s; } }
                """)).get("s/Seed");
        SootJoin.Joined joined = join(bytes, bytes);
        assertThat(joined.unanalysed()).isEmpty();
        FlowGraph flow = joined.flow();
        assertThat(flow.loopHeaders()).hasSize(2);
        int outer = flow.loopHeaders().get(0);
        int inner = flow.loopHeaders().get(1);
        assertThat(flow.loopDepth(0)).isZero();
        assertThat(flow.loopDepth(outer)).isEqualTo(1);
        assertThat(flow.loopDepth(inner)).isEqualTo(2);
        Block first = flow.blocks().get(0);
        assertThat(first.immediateDominator()).isEqualTo(-1);
        assertThat(flow.blocks())
                .filteredOn(b -> b.first() == outer)
                .singleElement()
                .satisfies(b -> assertThat(b.immediateDominator()).isZero());
        // The loop ends in two places, so what follows it hangs on the loop's head and not on either of them.
        Block last = flow.blocks().get(flow.blocks().size() - 1);
        assertThat(last.immediateDominator()).isEqualTo(outer);
    }

    @Test
    void keepsBlocksThatHoldNothingButAGoto() {
        byte[] bytes = seed(SootJoinTest::jumps);
        SootJoin.Joined joined = join(bytes, bytes);
        assertThat(joined.unanalysed()).isEmpty();
        assertThat(joined.flow().blocks())
                .extracting(b -> b.first() + ".." + b.last() + " " + b.successors())
                .containsExactly("0..1 [2, 3]", "2..2 [5]", "3..4 []", "5..6 []");
    }

    @Test
    void aMethodMayBeginWithALoop() {
        byte[] bytes = seed(m -> {
            LabelNode head = new LabelNode();
            m.instructions.add(head);
            m.instructions.add(new VarInsnNode(Opcodes.ILOAD, 1));
            m.instructions.add(new JumpInsnNode(Opcodes.IFNE, head));
            answer(m.instructions, 1);
        });
        SootJoin.Joined joined = join(bytes, bytes);
        assertThat(joined.unanalysed()).isEmpty();
        assertThat(joined.flow().loopHeaders()).containsExactly(0);
    }

    @Test
    void noticesASwappedEdge() {
        byte[] good = seed(SootJoinTest::jumps);
        byte[] swapped = seed(m -> {
            jumps(m);
            List<JumpInsnNode> jumps = jumpsOf(m);
            LabelNode taken = jumps.get(0).label;
            jumps.get(0).label = jumps.get(1).label;
            jumps.get(1).label = taken;
        });
        assertThat(join(swapped, good).unanalysed()).isEqualTo("unanalysed: edges differ at instruction 1");
        assertThat(join(good, swapped).unanalysed()).isEqualTo("unanalysed: edges differ at instruction 1");
        assertThat(join(good, good).unanalysed()).isEmpty();
        assertThat(join(swapped, swapped).unanalysed()).isEmpty();
    }

    @Test
    void noticesAnInvertedCondition() {
        byte[] good = seed(SootJoinTest::jumps);
        byte[] inverted = seed(m -> {
            jumps(m);
            jumpsOf(m).get(0).setOpcode(Opcodes.IFNE);
        });
        assertThat(join(inverted, good).unanalysed()).isEqualTo("unanalysed: conditions differ at instruction 1");
    }

    @Test
    void noticesSwappedCasesAndAnotherKey() {
        byte[] good = seed(m -> cases(m, 3, false));
        assertThat(join(good, good).unanalysed()).isEmpty();
        assertThat(join(seed(m -> cases(m, 3, true)), good).unanalysed())
                .isEqualTo("unanalysed: edges differ at instruction 1");
        assertThat(join(seed(m -> cases(m, 4, false)), good).unanalysed())
                .isEqualTo("unanalysed: conditions differ at instruction 1");
    }

    @Test
    void noticesAHandlerThatOneSideDoesNotHave() {
        String source =
                "package s; class Seed { int m(int n) { try { return 7 / n; } catch (RuntimeException e) { return 1; } } }";
        byte[] good = InMemoryCompiler.compile(Map.of("s.Seed", source)).get("s/Seed");
        ClassNode node = ClassFiles.parse(good);
        node.methods.forEach(m -> m.tryCatchBlocks.clear());
        assertThat(join(good, good).unanalysed()).isEmpty();
        assertThat(join(ClassFiles.write(node), good).unanalysed()).contains("blocks instead of");
    }

    @Test
    void saysThatAMethodIsMissing() {
        byte[] good = seed(SootJoinTest::jumps);
        ClassNode node = ClassFiles.parse(good);
        node.methods.clear();
        assertThat(join(ClassFiles.write(node), good).unanalysed()).isEqualTo("unanalysed: no graph of the method");
        assertThat(join(new byte[] {1, 2, 3}, good).unanalysed()).startsWith("unanalysed: no graph (");
    }

    private static SootJoin.Joined join(byte[] theirs, byte[] ours) {
        MethodNode method = ClassFiles.parse(ours).methods.stream()
                .filter(m -> m.name.equals("m"))
                .findFirst()
                .orElseThrow();
        return new SootJoin().join(theirs, SEED, new Code(method, Cfg.of(method), List.of()));
    }

    private static byte[] seed(Consumer<MethodNode> body) {
        ClassNode node = new ClassNode();
        node.visit(Opcodes.V1_6, 0, "s/Seed", null, "java/lang/Object", null);
        MethodNode method = new MethodNode(0, SEED.name(), SEED.descriptor(), null, null);
        body.accept(method);
        method.maxStack = 2;
        method.maxLocals = 2;
        node.methods.add(method);
        return ClassFiles.write(node);
    }

    /** 0 iload; 1 ifeq 3; 2 goto 5; 3 iconst_1; 4 ireturn; 5 iconst_2; 6 ireturn. */
    private static void jumps(MethodNode m) {
        LabelNode one = new LabelNode();
        LabelNode two = new LabelNode();
        m.instructions.add(new VarInsnNode(Opcodes.ILOAD, 1));
        m.instructions.add(new JumpInsnNode(Opcodes.IFEQ, one));
        m.instructions.add(new JumpInsnNode(Opcodes.GOTO, two));
        m.instructions.add(one);
        answer(m.instructions, 1);
        m.instructions.add(two);
        answer(m.instructions, 2);
    }

    private static List<JumpInsnNode> jumpsOf(MethodNode m) {
        List<JumpInsnNode> result = new ArrayList<>();
        for (AbstractInsnNode node : m.instructions) {
            if (node instanceof JumpInsnNode jump) {
                result.add(jump);
            }
        }
        return result;
    }

    private static void cases(MethodNode m, int key, boolean swapped) {
        LabelNode one = new LabelNode();
        LabelNode two = new LabelNode();
        LabelNode other = new LabelNode();
        m.instructions.add(new VarInsnNode(Opcodes.ILOAD, 1));
        LabelNode[] labels = swapped ? new LabelNode[] {two, one} : new LabelNode[] {one, two};
        m.instructions.add(new LookupSwitchInsnNode(other, new int[] {1, key}, labels));
        for (LabelNode label : List.of(one, two, other)) {
            m.instructions.add(label);
            answer(m.instructions, 1);
        }
    }

    private static void answer(InsnList code, int value) {
        code.add(new InsnNode(Opcodes.ICONST_0 + value));
        code.add(new InsnNode(Opcodes.IRETURN));
    }
}
