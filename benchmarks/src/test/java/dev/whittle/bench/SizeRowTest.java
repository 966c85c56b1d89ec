package dev.whittle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class SizeRowTest {
    @TempDir
    Path folder;

    /** A class with a constant of each size, a field, a method without code and one of so many bytes. */
    private static byte[] type(String name, int nops) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_ABSTRACT, name, null, "java/lang/Object", null);
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "wide", "J", null, 1L << 40)
                .visitEnd();
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "real", "D", null, 1.5)
                .visitEnd();
        writer.visitField(Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, "text", "Ljava/lang/String;", null, "Code")
                .visitEnd();
        writer.visitMethod(Opcodes.ACC_ABSTRACT, "open", "()V", null, new String[] {"java/io/IOException"})
                .visitEnd();
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "full", "()V", null, null);
        method.visitCode();
        for (int i = 0; i < nops; i++) {
            method.visitInsn(Opcodes.NOP);
        }
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(0, 0);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private Path jar(String name, List<byte[]> classes) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (int i = 0; i < classes.size(); i++) {
                out.putNextEntry(new ZipEntry("app/C" + i + ".class"));
                out.write(classes.get(i));
            }
            out.putNextEntry(new ZipEntry("readme"));
            out.write(new byte[100]);
        }
        return jar;
    }

    @Test
    void bytecodeIsWhatMethodsHave() throws IOException {
        assertThat(JarSize.codeBytes(type("app/C0", 41))).isEqualTo(42);
        byte[] small = type("app/C0", 9);
        byte[] large = type("app/C1", 99);
        JarSize size = JarSize.of(jar("a.jar", List.of(small, large)));
        assertThat(size.classes()).isEqualTo(2);
        assertThat(size.classBytes()).isEqualTo(small.length + large.length);
        assertThat(size.codeBytes()).isEqualTo(110);
    }

    @Test
    void whatIsAddedIsCountedApart() throws IOException {
        Path original = jar("a.jar", List.of(type("app/C0", 99)));
        Path whittled = jar("b.jar", List.of(type("app/C0", 19), type("app/C1", 4)));
        JarSize own = JarSize.ofWhatWas(whittled, original);
        JarSize added = JarSize.of(whittled).minus(own);
        assertThat(own.codeBytes()).isEqualTo(20);
        assertThat(added.classes()).isEqualTo(1);
        assertThat(added.codeBytes()).isEqualTo(5);
        SizeRow row = new SizeRow(
                "a",
                Shrinker.WHITTLE,
                JarSize.of(original),
                own,
                added,
                JarSize.NONE,
                12,
                new Watched(0, 9.5, 7),
                2.5,
                true,
                true);
        assertThat(row.code()).isCloseTo(0.8, within(1e-9));
        assertThat(row.apart()).isCloseTo(7, within(1e-9));
        assertThat(row.storeShare()).isCloseTo(12.0 / 80, within(1e-9));
        String page = SizePage.text(Conditions.now(List.of(Jdk.running()), false), List.of(row));
        assertThat(page).contains("| a | 80.0 %, holds |").contains("no ProGuard");
    }

    @Test
    void theTimeOfProofsIsReadFromWhatTheToolSays() {
        assertThat(SizeRow.verifying("wrote a.jar\ntimes: read 0.4 s, verify 1.5 s, package 0.1 s\nwarning: x"))
                .isEqualTo(1.5);
        assertThat(SizeRow.verifying("wrote a.jar")).isZero();
    }
}
