package dev.whittle.verifier.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.bytecode.ClassFiles;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.SimpleRemapper;
import org.objectweb.asm.tree.FieldInsnNode;

/** A field is taken for an enum constant only where it can be nothing else. */
class EnumConstantsTest {
    private static Map<String, byte[]> compiled(String body) {
        return InMemoryCompiler.compile(Map.of(
                "app.E", "package app; import java.util.*; public enum E { " + body + " }",
                "app.Other",
                        "package app; class Other { static int seen; static int look() { return E.A == null ? 1 : 2; } "
                                + "public String toString() { return \"\" + look(); } }",
                "app.Plain", "package app; enum Plain { P, Q }"));
    }

    private static boolean holds(Map<String, byte[]> classes, String self) {
        World world = new World(classes, Map.of());
        return world.enums().holds(new FieldInsnNode(Opcodes.GETSTATIC, "app/E", "A", "Lapp/E;"), self);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A, B;",
                "A, B; int k; E() { k = ask(); } int ask() { return 0; }",
                "A(1), B(2); final int k; E(int k) { this.k = k; }",
                "A { int k() { return 1; } }, B { int k() { return 2; } }; abstract int k();",
                "A(\"x\", 1), B(); E() { this(\"y\", 2); } E(String s, int k) { assert k > 0; }",
                "A(Plain.P), B(Plain.Q); final Plain plain; E(Plain p) { plain = p; }",
                "A(Integer.valueOf(4)), B(\"b\".length()); E(int k) { if (k < 0) { throw new IllegalArgumentException(\"k\"); } }",
                "A, B; private static final Map<String, E> ALL = new HashMap<>(); static { for (E e : values()) { ALL.put(e.name(), e); } }"
            })
    void aConstantThatOnlyItsOwnCodeMakesIsOne(String body) {
        assertThat(holds(compiled(body), "app/Other")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A(Other.look()), B(0); E(int k) {}",
                "A, B; int k; E() { k = Other.look(); }",
                "A, B; static final int SEEN = Other.seen; static { new Other(); }",
                "A, B; Object o; E() { o = new Other(); }",
                "A, B; String s; E() { s = \"\" + ordinal(); }",
                "A, B; Runnable r; E() { r = () -> Other.look(); r.run(); }",
                "A { int k() { return Other.look(); } }, B { int k() { return 2; } }; abstract int k(); int s; E() { s = k(); }",
                "A, B; static { Collections.sort(new ArrayList<>(List.of(values()))); }",
                "A, B; static { new Thread(() -> { }).start(); }"
            })
    void oneWhoseInitialiserLeadsElsewhereIsNot(String body) {
        assertThat(holds(compiled(body), "app/Other")).isFalse();
    }

    @Test
    void ownCodeMaySeeItBeforeItIsThere() {
        Map<String, byte[]> classes = compiled("A, B;");
        assertThat(holds(classes, "app/E")).isFalse();
        assertThat(holds(classes, "app/Plain")).isTrue();
        // The initialiser of Plain is run by that of E, and might call what else Plain has.
        assertThat(holds(compiled("A(Plain.P), B(Plain.Q); E(Plain p) { }"), "app/Plain"))
                .isFalse();
    }

    @Test
    void aFieldOfAnotherNameSaysNothingOfTheObject() {
        Map<String, byte[]> classes = compiled("B, A;");
        assertThat(holds(classes, "app/Other")).isTrue();
        ClassWriter writer = new ClassWriter(0);
        ClassFiles.parse(classes.get("app/E"))
                .accept(new ClassRemapper(
                        writer, new SimpleRemapper(Opcodes.ASM9, Map.of("app/E.A", "B", "app/E.B", "A"))));
        Map<String, byte[]> renamed = new HashMap<>(classes);
        renamed.put("app/E", writer.toByteArray());
        assertThat(holds(renamed, "app/Other")).isFalse();
    }

    @Test
    void whatIsNotAnEnumHasNoConstants() {
        Map<String, byte[]> classes = compiled("A, B;");
        World world = new World(classes, Map.of());
        assertThat(world.enums().holds(new FieldInsnNode(Opcodes.GETSTATIC, "app/Other", "seen", "I"), "app/E"))
                .isFalse();
        assertThat(world.enums().holds(new FieldInsnNode(Opcodes.GETSTATIC, "app/E", "C", "Lapp/E;"), "app/Other"))
                .isFalse();
    }
}
