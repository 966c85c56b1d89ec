package dev.whittle.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.MethodNode;

class CfgTest {
    @SuppressWarnings("unused")
    static class Sample {
        static int branches(int a, int b) {
            int r = 0;
            if (a > 0) {
                r = b;
            }
            for (int i = 0; i < a; i++) {
                try {
                    r += b / i;
                } catch (ArithmeticException e) {
                    r = -1;
                }
            }
            switch (b) {
                case 1:
                    return 7;
                case 2:
                    return 8;
                default:
                    return r;
            }
        }

        static long wide(long a, double d, Object o) {
            long c = a + (long) d;
            if (o == null) {
                return c;
            }
            return c + o.hashCode();
        }

        @SuppressWarnings("StringOperationCanBeSimplified")
        static String made(boolean c) {
            return new String(c ? "x" : "y");
        }
    }

    static MethodNode method(String name) throws IOException {
        try (var in = CfgTest.class.getResourceAsStream("CfgTest$Sample.class")) {
            ClassNode node = ClassFiles.parse(in.readAllBytes());
            return node.methods.stream()
                    .filter(m -> m.name.equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void numbersOutcomesAsTheContractSays() throws IOException {
        Cfg cfg = Cfg.of(method("branches"));
        int jump = cfg.decisions().get(0);
        assertThat(cfg.instructions().get(jump)).isInstanceOf(JumpInsnNode.class);
        assertThat(cfg.out(jump)).extracting(Cfg.Edge::outcome).containsExactly(0, 1);
        assertThat(cfg.out(jump).get(0).to()).isEqualTo(jump + 1);
        int last = cfg.decisions().get(cfg.decisions().size() - 1);
        assertThat(cfg.outcomes(last)).isEqualTo(3);
        assertThat(cfg.out(last)).extracting(Cfg.Edge::outcome).containsExactly(0, 1, 2);
        assertThat(cfg.out(last).get(2).kind()).isEqualTo(Cfg.Kind.DEFAULT);
    }

    @Test
    void findsTheLoopAndTheHandler() throws IOException {
        Cfg cfg = Cfg.of(method("branches"));
        assertThat(cfg.backEdges()).hasSize(1);
        assertThat(cfg.handlerStarts()).hasSize(1);
        int handler = cfg.handlerStarts().get(0);
        assertThat(cfg.in(handler)).isNotEmpty().allMatch(e -> e.kind() == Cfg.Kind.HANDLER);
        assertThat(cfg.reachable(0, e -> true).cardinality()).isEqualTo(cfg.size());
        assertThat(cfg.reachable(0, e -> e.kind() != Cfg.Kind.HANDLER).get(handler))
                .isFalse();
    }

    @Test
    void framesGiveTypesAndLivenessGivesUses() throws IOException {
        MethodNode wide = method("wide");
        Cfg cfg = Cfg.of(wide);
        int jump = cfg.decisions().get(0);
        FrameState frame =
                Frames.of("dev/whittle/bytecode/CfgTest$Sample", wide).at(jump);
        assertThat(frame.typedSlots()).containsExactly(0, 2, 4, 5);
        assertThat(frame.local(0)).isEqualTo(Opcodes.LONG);
        assertThat(frame.local(1)).isEqualTo(Opcodes.TOP);
        assertThat(frame.local(2)).isEqualTo(Opcodes.DOUBLE);
        assertThat(frame.local(4)).isEqualTo("java/lang/Object");
        assertThat(frame.stack()).isEqualTo(List.of("java/lang/Object"));
        assertThat(Liveness.of(wide, cfg).liveIn(jump).stream().boxed()).containsExactly(4, 5);
    }

    @Test
    void seesAnObjectWhoseConstructorHasNotRun() throws IOException {
        MethodNode made = method("made");
        int jump = Cfg.of(made).decisions().get(0);
        assertThat(Frames.of("dev/whittle/bytecode/CfgTest$Sample", made)
                        .at(jump)
                        .holdsUninitialized())
                .isTrue();
    }
}
