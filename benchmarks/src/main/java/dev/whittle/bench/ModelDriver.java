package dev.whittle.bench;

import dev.whittle.bench.subject.models.Poller;
import java.util.function.LongBinaryOperator;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Makes the driver of many device models: one method, a switch over the model, and arithmetic for each model but the first. Stateless. */
final class ModelDriver {
    static final String NAME = Poller.DRIVER.replace('.', '/');

    private static final int MODEL = 1;
    private static final int WORD = 3;
    private static final int RESULT = 5;
    private static final long[] FACTORS = {0x9e3779b97f4a7c15L, 0xc2b2ae3d27d4eb4fL, 0x165667b19e3779f9L, 31, 8191};

    private ModelDriver() {}

    /**
     * Returns the class file.
     *
     * @param others device models besides model 0, which has no code of its own; 1 or more
     * @param statements statements for each of the others, of 14 to 16 bytes each
     */
    static byte[] make(int others, int statements) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, NAME, null, "java/lang/Object", new String[] {
            Type.getInternalName(LongBinaryOperator.class)
        });
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        init.visitCode();
        init.visitVarInsn(Opcodes.ALOAD, 0);
        init.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        init.visitInsn(Opcodes.RETURN);
        init.visitMaxs(0, 0);
        init.visitEnd();
        MethodVisitor step = writer.visitMethod(Opcodes.ACC_PUBLIC, "applyAsLong", "(JJ)J", null, null);
        step.visitCode();
        body(step, others, statements);
        step.visitMaxs(0, 0);
        step.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void body(MethodVisitor code, int others, int statements) {
        code.visitVarInsn(Opcodes.LLOAD, WORD);
        code.visitVarInsn(Opcodes.LSTORE, RESULT);
        statement(code, 0);
        Label end = new Label();
        Label[] labels = new Label[others];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = new Label();
        }
        code.visitVarInsn(Opcodes.LLOAD, MODEL);
        code.visitInsn(Opcodes.L2I);
        code.visitTableSwitchInsn(1, others, end, labels);
        for (int i = 0; i < labels.length; i++) {
            code.visitLabel(labels[i]);
            for (int s = 0; s < statements; s++) {
                statement(code, i + s + 1);
            }
            code.visitJumpInsn(Opcodes.GOTO, end);
        }
        code.visitLabel(end);
        code.visitVarInsn(Opcodes.LLOAD, RESULT);
        code.visitInsn(Opcodes.LRETURN);
    }

    /** {@code result = (result * FACTOR + word) ^ (result >>> shift)}. */
    private static void statement(MethodVisitor code, int number) {
        code.visitVarInsn(Opcodes.LLOAD, RESULT);
        code.visitLdcInsn(FACTORS[number % FACTORS.length]);
        code.visitInsn(Opcodes.LMUL);
        code.visitVarInsn(Opcodes.LLOAD, WORD);
        code.visitInsn(Opcodes.LADD);
        code.visitVarInsn(Opcodes.LLOAD, RESULT);
        code.visitIntInsn(Opcodes.BIPUSH, 7 + number % 40);
        code.visitInsn(Opcodes.LUSHR);
        code.visitInsn(Opcodes.LXOR);
        code.visitVarInsn(Opcodes.LSTORE, RESULT);
    }
}
