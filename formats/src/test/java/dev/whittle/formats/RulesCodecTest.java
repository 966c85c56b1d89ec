package dev.whittle.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.whittle.formats.ClassShape.ConditionShape;
import dev.whittle.formats.ClassShape.FieldShape;
import dev.whittle.formats.ClassShape.MethodShape;
import dev.whittle.model.BadInputException;
import dev.whittle.model.FactDeclaration;
import dev.whittle.model.FactSite;
import dev.whittle.model.MethodId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesCodecTest {
    private static final ClassShape ADAPTER = new ClassShape(
            "com/example/net/Adapter",
            List.of(new FieldShape("mac", "I"), new FieldShape("macs", "J")),
            List.of(
                    new MethodShape("isSerdes", "()Z", 0, List.of()),
                    new MethodShape("setup", "(II)V", 2, List.of(new ConditionShape(4, 20), new ConditionShape(9, 20))),
                    new MethodShape("setup", "()V", 0, List.of(new ConditionShape(3, 31)))));

    private static RuleSet rules(String body) {
        return RulesCodec.fromText("format: whittle-rules\nversion: 1\nrules:\n" + body, "my.yaml");
    }

    private static List<FactSite> sites(String body) {
        return rules(body).resolve(List.of(ADAPTER)).declarations().stream()
                .map(FactDeclaration::site)
                .toList();
    }

    @Test
    void eachKindOfPlaceIsFound() {
        MethodId setup2 = new MethodId("com/example/net/Adapter", "setup", "(II)V");
        assertThat(sites("  - {fact: f, field: {class: com.example.**, name: mac}}"))
                .containsExactly(new FactSite.Field("com/example/net/Adapter", "mac", "I"));
        assertThat(sites("  - {fact: f, method: {class: com.example.net.Adapter, name: is*}}"))
                .containsExactly(new FactSite.Method(new MethodId("com/example/net/Adapter", "isSerdes", "()Z")));
        assertThat(sites("  - {fact: f, parameter: {class: '**', method: setup, index: 1}}"))
                .containsExactly(new FactSite.Parameter(setup2, 1));
        assertThat(sites("  - {fact: f, type: {class: com.example.net.*}}"))
                .containsExactly(new FactSite.Type("com/example/net/Adapter"));
        assertThat(sites("  - {fact: f, condition: {class: '**Adapter', method: setup, line: 20, occurrence: 2}}"))
                .containsExactly(new FactSite.Marker(setup2, 9));
    }

    @Test
    void theAgentIsToldWhatFieldsMethodsAndParametersRulesName() {
        RuleSet set =
                rules("  - {fact: f, field: {class: a.B, name: c}}\n  - {fact: f, field: {class: a.**, name: c*}}\n"
                        + "  - {fact: g, field: {class: a.B, name: c}}\n"
                        + "  - {fact: f, method: {class: a.*, name: is*}}\n"
                        + "  - {fact: f, parameter: {class: a.B, method: rx, index: 1}}\n"
                        + "  - {fact: f, type: {class: a.B}}");
        assertThat(set.fields()).containsExactly("a.B.c", "a.**.c*");
        assertThat(set.methods()).containsExactly("a.*.is*");
        assertThat(set.parameters()).containsExactly("a.B.rx#1");
        assertThat(new AgentOptions(java.nio.file.Path.of("/p"), 5, List.of(), List.of(), List.of())
                        .withRules(set)
                        .with("hot", "0")
                        .option(java.nio.file.Path.of("/a.jar")))
                .isEqualTo("-javaagent:/a.jar=output=/p,interval=5,facts=a.B.c:a.**.c*,hot=0,methods=a.*.is*,"
                        + "params=a.B.rx#1");
    }

    @Test
    void aDescriptorPicksOneOfSeveral() {
        assertThat(sites("  - {fact: f, field: {class: '**', name: 'mac*', descriptor: J}}"))
                .containsExactly(new FactSite.Field("com/example/net/Adapter", "macs", "J"));
    }

    @Test
    void oneStarStaysWithinAPackage() {
        RuleSet.Resolved resolved = rules("  - {fact: f, type: {class: com.*}}").resolve(List.of(ADAPTER));
        assertThat(resolved.declarations()).isEmpty();
        assertThat(resolved.unmatched()).singleElement().asString().contains("Rule 1 of my.yaml");
    }

    @Test
    void severalConditionsOnOneLineNeedAnOccurrence() {
        RuleSet set = rules("  - {fact: f, condition: {class: '**', method: setup, line: 20}}");
        assertThatExceptionOfType(BadInputException.class)
                .isThrownBy(() -> set.resolve(List.of(ADAPTER)))
                .withMessageContaining("my.yaml, rule 1")
                .withMessageContaining("occurrence");
    }

    @Test
    void theDocumentedExampleReadsBackAsItself() throws IOException {
        RuleSet documented = RulesCodec.fromText(example(), "rules.md");
        assertThat(documented.rules())
                .hasSize(5)
                .extracting(r -> r.target().getClass())
                .doesNotHaveDuplicates();
        assertThat(RulesCodec.fromText(RulesCodec.toText(documented), "rules.md"))
                .isEqualTo(documented);
    }

    private static String example() throws IOException {
        String page = Files.readString(Path.of("../docs/rules.md"));
        int start = page.indexOf("```yaml\n") + 8;
        return page.substring(start, page.indexOf("```", start));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  - {fact: f}",
                "  - {fact: '', type: {class: a}}",
                "  - {type: {class: a}}",
                "  - {fact: f, type: {class: a}, field: {class: a, name: b}}",
                "  - {fact: f, field: {class: a}}",
                "  - {fact: f, field: {class: a, nome: b}}",
                "  - {fact: f, parameter: {class: a, method: b, index: -1}}",
                "  - {fact: f, parameter: {class: a, method: b, index: x}}",
                "  - {fact: f, condition: {class: a, method: b, line: 0}}",
                "  - {fact: f, condition: {class: a, method: b, line: 5, occurrence: 0}}",
                "  - {fact: f, guard: none}",
                "  - {fact: f, fact: g, type: {class: a}}",
                "  - just text",
                "  -",
                "  {fact: f}",
                "  - [",
                "  - &a [*a]",
                "  - !!java.net.URL [\"http://x\"]"
            })
    void whatIsNotARuleIsRefusedInOneSentence(String body) {
        assertOneSentence(catchThrowable(() -> rules(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rules: []",
                "format: whittle-rules\nversion: 9\nrules: []",
                "format: whittle-rules\nversion: 1"
            })
    void aFileWithoutItsHeaderOrRulesIsRefused(String text) {
        assertOneSentence(catchThrowable(() -> RulesCodec.fromText(text, "my.yaml")));
    }

    @Test
    void truncatedAndDamagedFilesAreReadOrRefused() throws IOException {
        String text = example();
        Random random = new Random(11);
        for (int i = 0; i < text.length(); i++) {
            StringBuilder damaged = new StringBuilder(text);
            damaged.setCharAt(i, "\"'{}[]:,-&*!|>%@`\t\u0000\n#".charAt(random.nextInt(21)));
            for (String hostile : List.of(text.substring(0, i), damaged.toString())) {
                Throwable thrown = catchThrowable(() -> RulesCodec.fromText(hostile, "my.yaml"));
                if (thrown != null) {
                    assertOneSentence(thrown);
                }
            }
        }
    }

    @Test
    void deepNestingAndAliasBombsAreRefused() {
        assertOneSentence(catchThrowable(() -> RulesCodec.fromText("[".repeat(100_000), "my.yaml")));
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 40; i++) {
            String previous = "*a" + (i - 1) + ",";
            bomb.append("a" + i + ": &a" + i + " [" + previous.repeat(8) + "x]\n");
        }
        assertOneSentence(catchThrowable(() -> RulesCodec.fromText(bomb.toString(), "my.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b.C", "a.*.C", "a.**", "**C", "*.*.*", "a.b.C*"})
    void patternsMatch(String pattern) {
        assertThat(NamePattern.ofClass(pattern).matches("a.b.C")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a.*", "*", "b.C", "a.b.C.", "a.b.c", "**D"})
    void patternsDoNotMatch(String pattern) {
        assertThat(NamePattern.ofClass(pattern).matches("a.b.C")).isFalse();
    }

    private static void assertOneSentence(Throwable thrown) {
        assertThat(thrown).isInstanceOf(BadInputException.class);
        assertThat(thrown.getMessage())
                .doesNotContain("\n", "com.fasterxml", "snakeyaml")
                .endsWith(".");
    }
}
