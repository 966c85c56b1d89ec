package dev.whittle.transformer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.model.FactValue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactValuesTest {
    private static String objection(String descriptor, String value) {
        return FactValues.objection(FactValue.parse(value), descriptor, "app/Mac.A"::equals);
    }

    @ParameterizedTest
    @CsvSource({
        "Z, I:0",
        "Z, I:1",
        "B, I:-128",
        "B, I:127",
        "S, I:-32768",
        "S, I:32767",
        "C, I:0",
        "C, I:65535",
        "I, I:-2147483648",
        "J, J:-9223372036854775808",
        "Lapp/Mac;, E:A"
    })
    void aValueOfTheTypeMayBeFolded(String descriptor, String value) {
        assertThat(objection(descriptor, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Z, I:2",
        "Z, I:-1",
        "Z, J:1",
        "Z, E:A",
        "B, I:128",
        "B, I:-129",
        "S, I:32768",
        "S, I:-32769",
        "C, I:65536",
        "C, I:-1",
        "I, J:1",
        "I, N:",
        "J, I:1",
        "Lapp/Mac;, E:B",
        "Lapp/Mac;, I:0",
        "Lapp/Mac;, N:",
        "Lapp/Other;, E:A",
        "F, I:1",
        "[I, E:A"
    })
    void oneThatItCannotHaveMayNot(String descriptor, String value) {
        assertThat(objection(descriptor, value)).startsWith("the recorded value " + value + " is none of its type ");
    }

    @ParameterizedTest
    @CsvSource({"I, O:12.5", "Lapp/Mac;, O:A"})
    void whatWasKeptForTheReaderMayNot(String descriptor, String value) {
        assertThat(objection(descriptor, value)).isEqualTo("values of its type cannot be folded");
    }
}
