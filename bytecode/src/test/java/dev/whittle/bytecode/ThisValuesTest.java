package dev.whittle.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

class ThisValuesTest {
    private static boolean[] tops(int access, String name, Consumer<MethodVisitor> code) {
        MethodNode method = new MethodNode(access, name, "(Ljava/lang/Object;J)V", null, null);
        code.accept(method);
        method.visitMaxs(8, 8);
        ThisValues values = ThisValues.of("app/A", method);
        int count = 0;
        boolean[] result = new boolean[method.instructions.size()];
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.POP) {
                result[count++] = values.isThis(insn, 0);
            }
        }
        return java.util.Arrays.copyOf(result, count);
    }

    @Test
    void copiesAreTheObjectAndWhatIsComputedIsNot() {
        assertThat(tops(0, "m", m -> {
                    m.visitVarInsn(Opcodes.ALOAD, 0);
                    m.visitInsn(Opcodes.DUP);
                    m.visitInsn(Opcodes.POP);
                    m.visitVarInsn(Opcodes.ASTORE, 4);
                    m.visitVarInsn(Opcodes.ALOAD, 4);
                    m.visitInsn(Opcodes.POP);
                    m.visitVarInsn(Opcodes.ALOAD, 1);
                    m.visitInsn(Opcodes.POP);
                    m.visitVarInsn(Opcodes.ALOAD, 0);
                    m.visitTypeInsn(Opcodes.CHECKCAST, "app/B");
                    m.visitInsn(Opcodes.POP);
                    m.visitInsn(Opcodes.ACONST_NULL);
                    m.visitVarInsn(Opcodes.ASTORE, 0);
                    m.visitVarInsn(Opcodes.ALOAD, 0);
                    m.visitInsn(Opcodes.POP);
                    m.visitInsn(Opcodes.RETURN);
                }))
                .containsExactly(true, true, false, false, false);
    }

    @Test
    void onEveryWay() {
        assertThat(tops(0, "m", m -> {
                    Label other = new Label();
                    m.visitVarInsn(Opcodes.ALOAD, 1);
                    m.visitJumpInsn(Opcodes.IFNULL, other);
                    m.visitVarInsn(Opcodes.ALOAD, 1);
                    m.visitVarInsn(Opcodes.ASTORE, 0);
                    m.visitLabel(other);
                    m.visitVarInsn(Opcodes.ALOAD, 0);
                    m.visitInsn(Opcodes.POP);
                    m.visitInsn(Opcodes.RETURN);
                }))
                .containsExactly(false);
    }

    @Test
    void notOfStaticMethodsAndConstructorsNorInCodeThatIsNotValid() {
        Consumer<MethodVisitor> first = m -> {
            m.visitVarInsn(Opcodes.ALOAD, 0);
            m.visitInsn(Opcodes.POP);
            m.visitInsn(Opcodes.RETURN);
        };
        assertThat(tops(0, "m", first)).containsExactly(true);
        assertThat(tops(Opcodes.ACC_STATIC, "m", first)).containsExactly(false);
        assertThat(tops(0, "<init>", first)).containsExactly(false);
        assertThat(tops(0, "m", m -> {
                    m.visitVarInsn(Opcodes.ALOAD, 0);
                    m.visitInsn(Opcodes.POP);
                    m.visitInsn(Opcodes.POP);
                    m.visitInsn(Opcodes.RETURN);
                }))
                .containsExactly(false, false);
    }
}
