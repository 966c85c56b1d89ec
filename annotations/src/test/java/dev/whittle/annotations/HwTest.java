package dev.whittle.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HwTest {
    @HwBranch("test.flag")
    boolean flag;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void decideReturnsTheConditionItWasGiven(boolean condition) {
        assertThat(Hw.decide("test.condition", condition)).isEqualTo(condition);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void decideReturnsTheNumberItWasGiven(int value) {
        assertThat(Hw.decide("test.number", value)).isEqualTo(value);
    }

    @Test
    void theAnnotationIsForFieldsMethodsParametersAndTypesOnly() {
        assertThat(HwBranch.class.getAnnotation(Target.class).value())
                .containsExactlyInAnyOrder(
                        ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE);
    }

    @Test
    void theAnnotationDoesNotHaveToBeThereAtRunTime() throws NoSuchFieldException {
        assertThat(HwTest.class.getDeclaredField("flag").getAnnotations()).isEmpty();
        byte[] bytes = readOwnClass();
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("Ldev/whittle/annotations/HwBranch;")
                .contains("test.flag");
    }

    private static byte[] readOwnClass() {
        try (var in = java.util.Objects.requireNonNull(HwTest.class.getResourceAsStream("HwTest.class"))) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
