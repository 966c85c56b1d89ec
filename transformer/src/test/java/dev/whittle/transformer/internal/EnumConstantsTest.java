package dev.whittle.transformer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.testkit.InMemoryCompiler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

class EnumConstantsTest {
    private static final Map<String, byte[]> CLASSES = InMemoryCompiler.compile(
            Map.of(
                    "app.Mac",
                    "package app; public enum Mac { A, B(3) { int f() { return 1; } }; static final Mac BEST = B; Mac() {} Mac(int n) {} int f() { return 0; } }"));

    @Test
    void aConstantIsKnownUnderItsOwnName() {
        EnumConstants constants = new EnumConstants(CLASSES);
        assertThat(constants.test("app/Mac.A")).isTrue();
        assertThat(constants.test("app/Mac.B")).isTrue();
        assertThat(constants.test("app/Mac.BEST")).isFalse();
        assertThat(constants.test("app/Absent.A")).isFalse();
    }

    /** A renaming tool changes the field, and {@code Enum.name()} stays. */
    @Test
    void aRenamedConstantIsNotKnown() {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(CLASSES.get("app/Mac")).accept(new ClassRemapper(writer, new Swap()), 0);
        EnumConstants constants = new EnumConstants(Map.of("app/Mac", writer.toByteArray()));
        assertThat(constants.test("app/Mac.A")).isFalse();
        assertThat(constants.test("app/Mac.B")).isFalse();
    }

    private static final class Swap extends Remapper {
        Swap() {
            super(org.objectweb.asm.Opcodes.ASM9);
        }

        @Override
        public String mapFieldName(String owner, String name, String descriptor) {
            return name.equals("A") ? "B" : name.equals("B") ? "A" : name;
        }
    }
}
