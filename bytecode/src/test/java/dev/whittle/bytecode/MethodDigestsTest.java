package dev.whittle.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.MethodDigest;
import dev.whittle.testkit.InMemoryCompiler;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.tree.MethodNode;

class MethodDigestsTest {
    private static final String METHOD = """
            static int run(int a, String s) {
                int b = 7;
                try {
                    switch (a) { case 1: b = 2; break; case 2: b = 3; break; default: b = s.length(); }
                } catch (IllegalStateException e) {
                    b = 5;
                }
                return a > 100 ? b : b + a;
            }
            """;

    private static MethodDigest digest(String body, String more) {
        byte[] bytes = InMemoryCompiler.compile(
                        Map.of("a.B", "package a; abstract class B { " + more + body + " abstract void none(); }"))
                .get("a/B");
        MethodNode run = ClassFiles.parse(bytes).methods.stream()
                .filter(m -> m.name.equals("run"))
                .findFirst()
                .orElseThrow();
        return MethodDigests.of(run);
    }

    /** Lines, names of locals and what else is in the class: none of it is code of the method. */
    @Test
    void theSameCodeHasTheSameDigests() {
        String other = METHOD.replace("\n", "\n\n\n").replaceAll("\\bb\\b", "other");
        assertThat(digest(other, "static String more() { return \"7\" + 1e9; }"))
                .isEqualTo(digest(METHOD, ""));
        assertThat(digest(METHOD, "").code()).isNotZero();
        assertThat(digest(METHOD, "").shape()).isNotZero();
    }

    @ParameterizedTest
    @CsvSource({
        "b = 7, b = 70000",
        "case 1: b = 2; break; case 2, case 5: b = 2; break; case 6",
        "s.length(), s.hashCode()",
        "IllegalStateException, NumberFormatException"
    })
    void otherNamesAndConstantsHaveTheSameShape(String from, String to) {
        MethodDigest other = digest(METHOD.replace(from, to), "");
        assertThat(other.shape()).isEqualTo(digest(METHOD, "").shape());
        assertThat(other.code()).isNotEqualTo(digest(METHOD, "").code());
    }

    @ParameterizedTest
    @CsvSource({"a > 100, a >= 100", "b + a, b - a", "case 2:, case 2: case 3:", "b = 5, b += 5"})
    void otherBranchesAndOperationsHaveAnother(String from, String to) {
        MethodDigest other = digest(METHOD.replace(from, to), "");
        assertThat(other.shape()).isNotEqualTo(digest(METHOD, "").shape());
        assertThat(other.code()).isNotEqualTo(digest(METHOD, "").code());
    }

    @Test
    void aMethodWithoutCodeIsUnknown() {
        byte[] bytes = InMemoryCompiler.compile(Map.of("a.B", "package a; abstract class B { abstract void none(); }"))
                .get("a/B");
        MethodNode none = ClassFiles.parse(bytes).methods.stream()
                .filter(m -> m.name.equals("none"))
                .findFirst()
                .orElseThrow();
        assertThat(MethodDigests.of(none)).isEqualTo(MethodDigest.UNKNOWN);
    }
}
