package dev.whittle.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Constants that are computed when they are linked, and what else linking can show. */
class ComputedConstantTest {
    private static final String OWNER = "demo/K";
    private static final String BOOT =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;[Ljava/lang/Object;)Ljava/lang/Object;";
    private static final String SITE =
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;[Ljava/lang/Object;)"
                    + "Ljava/lang/invoke/CallSite;";

    private static ConstantDynamic constant(String owner, Object... arguments) {
        Handle boot = new Handle(Opcodes.H_INVOKESTATIC, owner, "boot", BOOT, false);
        return new ConstantDynamic("c", "I", boot, arguments);
    }

    /** A class with {@code static int f(int)}. */
    private static byte[] type(String owner, int made, Consumer<MethodVisitor> body) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, owner, null, "java/lang/Object", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        MethodVisitor boot = writer.visitMethod(access | Opcodes.ACC_VARARGS, "boot", BOOT, null, null);
        boot.visitCode();
        boot.visitIntInsn(Opcodes.BIPUSH, made);
        boot.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Integer", "valueOf", "(I)Ljava/lang/Integer;", false);
        boot.visitInsn(Opcodes.ARETURN);
        boot.visitMaxs(0, 0);
        boot.visitEnd();
        MethodVisitor f = writer.visitMethod(access, "f", "(I)I", null, null);
        f.visitCode();
        body.accept(f);
        f.visitInsn(Opcodes.IRETURN);
        f.visitMaxs(0, 0);
        f.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static Verdict compare(byte[] first, String secondOwner, byte[] second) {
        return PairVerifier.compare(new PairVerifier.Pair(
                new MethodId(OWNER, "f", "(I)I"),
                Map.of(OWNER, first),
                secondOwner,
                Map.of(secondOwner, second),
                Map.of()));
    }

    private static Verdict compare(Consumer<MethodVisitor> first, Consumer<MethodVisitor> second) {
        return compare(type(OWNER, 7, first), OWNER, type(OWNER, 7, second));
    }

    /** The constant and twice the argument, spelled in two ways. */
    private static Consumer<MethodVisitor> plus(Object constant, boolean added) {
        return f -> {
            f.visitLdcInsn(constant);
            if (constant instanceof Type) {
                f.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Class", "getModifiers", "()I", false);
            }
            f.visitVarInsn(Opcodes.ILOAD, 0);
            if (added) {
                f.visitVarInsn(Opcodes.ILOAD, 0);
                f.visitInsn(Opcodes.IADD);
            } else {
                f.visitInsn(Opcodes.ICONST_1);
                f.visitInsn(Opcodes.ISHL);
            }
            f.visitInsn(Opcodes.IADD);
        };
    }

    @Test
    void theSameConstantIsTheSameStep() {
        assertThat(compare(plus(constant(OWNER, 5), true), plus(constant(OWNER, 5), false)))
                .isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void anotherArgumentIsAnotherConstant() {
        assertThat(compare(plus(constant(OWNER, 5), true), plus(constant(OWNER, 6), false)))
                .isNotInstanceOf(Verdict.Proved.class);
        assertThat(compare(plus(constant(OWNER, 5), true), plus(constant(OWNER, "5"), false)))
                .isNotInstanceOf(Verdict.Proved.class);
        assertThat(compare(plus(constant(OWNER, "a", "b"), true), plus(constant(OWNER, "a, b"), false)))
                .isNotInstanceOf(Verdict.Proved.class);
        ConstantDynamic nested = constant(OWNER, constant(OWNER, 5));
        assertThat(compare(plus(nested, true), plus(constant(OWNER, constant(OWNER, 5L)), false)))
                .isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void computingMayShowSomethingSoItStaysInItsPlace() {
        Consumer<MethodVisitor> before = f -> {
            f.visitLdcInsn(constant(OWNER));
            f.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
            f.visitInsn(Opcodes.POP2);
        };
        Consumer<MethodVisitor> after = f -> {
            f.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
            f.visitInsn(Opcodes.POP2);
            f.visitLdcInsn(constant(OWNER));
        };
        assertThat(compare(before, after)).isNotInstanceOf(Verdict.Proved.class);
        Consumer<MethodVisitor> never = f -> f.visitInsn(Opcodes.ICONST_1);
        Consumer<MethodVisitor> dropped = f -> {
            f.visitLdcInsn(constant(OWNER));
            f.visitInsn(Opcodes.POP);
            f.visitInsn(Opcodes.ICONST_1);
        };
        assertThat(compare(dropped, never)).isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void anotherBootstrapMethodIsSeenBehindTheSameCode() {
        Consumer<MethodVisitor> body = plus(constant(OWNER), true);
        assertThat(compare(type(OWNER, 7, body), OWNER, type(OWNER, 8, body))).isNotInstanceOf(Verdict.Proved.class);
        assertThat(compare(type(OWNER, 7, body), OWNER, type(OWNER, 7, body))).isInstanceOf(Verdict.Proved.class);
    }

    @Test
    void eachClassComputesItsOwn() {
        byte[] other = type("demo/L", 7, plus(constant("demo/L"), true));
        assertThat(compare(type(OWNER, 7, plus(constant(OWNER), true)), "demo/L", other))
                .isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void lookingAClassUpMayFail() {
        Type missing = Type.getObjectType("demo/Missing");
        assertThat(compare(plus(missing, true), plus(missing, false))).isInstanceOf(Verdict.Proved.class);
        Consumer<MethodVisitor> never = f -> f.visitInsn(Opcodes.ICONST_1);
        Consumer<MethodVisitor> dropped = f -> {
            f.visitLdcInsn(missing);
            f.visitInsn(Opcodes.POP);
            f.visitInsn(Opcodes.ICONST_1);
        };
        assertThat(compare(dropped, never)).isNotInstanceOf(Verdict.Proved.class);
    }

    @Test
    void aCallSiteIsToldByTheTypesOfItsArguments() {
        assertThat(compare(site(1, true), site(1, false))).isInstanceOf(Verdict.Proved.class);
        assertThat(compare(site(1, true), site("1", false))).isNotInstanceOf(Verdict.Proved.class);
        assertThat(compare(site(1, true), site(1L, false))).isNotInstanceOf(Verdict.Proved.class);
    }

    private static Consumer<MethodVisitor> site(Object argument, boolean added) {
        Handle link = new Handle(Opcodes.H_INVOKESTATIC, "library/Sites", "link", SITE, false);
        return f -> {
            f.visitVarInsn(Opcodes.ILOAD, 0);
            if (added) {
                f.visitVarInsn(Opcodes.ILOAD, 0);
                f.visitInsn(Opcodes.IADD);
            } else {
                f.visitInsn(Opcodes.ICONST_1);
                f.visitInsn(Opcodes.ISHL);
            }
            f.visitInvokeDynamicInsn("x", "(I)I", link, argument);
        };
    }
}
