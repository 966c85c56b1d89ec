package dev.whittle.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.report.Verification.Finding;
import dev.whittle.report.Verification.Kind;
import dev.whittle.report.Verification.Method;
import dev.whittle.report.Verification.Place;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class VerificationReportsTest {
    /** Names that a class file may hold: markup, control characters, half of a surrogate pair, what XML cannot hold. */
    private static final String NASTY = "a<b>&\"c'\u0000\u001b\n\ud800\uffff]]>";

    private static final Method PROVED =
            new Method(new MethodId("a/Adapter", "rx", "(I)V"), new Verdict.Proved("product", 3), null);
    private static final Method TESTED = new Method(
            new MethodId("a/Adapter", "tx", "()V"),
            new Verdict.Tested(12, 1.0, 1, "a loop"),
            new Place("a/Adapter.java", 7));
    private static final Method WRONG = new Method(
            new MethodId("b/Zed", NASTY, "()V"),
            new Verdict.Counterexample("x = 1", "returns 2", "returns 3"),
            new Place("b/Z ed.java", 0));
    private static final Method UNSUPPORTED =
            new Method(new MethodId("b/Zed", "ugly", "()V"), new Verdict.Unsupported("why " + NASTY), null);
    private static final Finding FILE = new Finding(Kind.FILE, "The file x is missing <&" + NASTY, null);
    private static final Finding CLASS = new Finding(Kind.CLASS, "The class a differs.", new Place("a/B.java", 0));

    private static Verification verification(boolean testedIsEnough) {
        return new Verification(testedIsEnough, List.of(WRONG, UNSUPPORTED, TESTED, PROVED), List.of(FILE, CLASS));
    }

    private static List<Element> elements(String xml, String name) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> result = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            result.add((Element) nodes.item(i));
        }
        return result;
    }

    private static List<String> failed(String xml) throws Exception {
        return elements(xml, "failure").stream()
                .map(e -> e.getAttribute("type"))
                .toList();
    }

    @Test
    void eachMethodAndFindingIsATestCase() throws Exception {
        String xml = Reports.junit(verification(false));
        assertThat(elements(xml, "testcase")).hasSize(6);
        assertThat(elements(xml, "testcase").get(0).getAttribute("classname")).isEqualTo("a.Adapter");
        assertThat(elements(xml, "testcase").get(0).getAttribute("name")).isEqualTo("rx(I)V");
        assertThat(elements(xml, "testcase")
                        .get(0)
                        .getElementsByTagName("failure")
                        .getLength())
                .isZero();
        assertThat(failed(xml))
                .containsExactly("tested", "counterexample", "unsupported", "finding.file", "finding.class");
        Element suite = elements(xml, "testsuite").get(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("6");
        assertThat(suite.getAttribute("failures")).isEqualTo("5");
        assertThat(elements(xml, "failure").get(0).getAttribute("message")).isEqualTo("TESTED(12): a loop");
        assertThat(elements(xml, "failure").get(1).getAttribute("message"))
                .isEqualTo("COUNTEREXAMPLE: with x = 1 the original returns 2, and the new code returns 3");
    }

    @Test
    void whatIsTestedPassesWhereThatIsEnough() throws Exception {
        String xml = Reports.junit(verification(true));
        assertThat(failed(xml)).doesNotContain("tested").hasSize(4);
        assertThat(elements(xml, "testsuite").get(0).getAttribute("failures")).isEqualTo("4");
        assertThat(elements(xml, "system-out").get(0).getTextContent()).isEqualTo("TESTED(12): a loop");
    }

    @Test
    void namesAreEscapedAndWhatXmlCannotHoldIsReplaced() throws Exception {
        List<Element> cases = elements(Reports.junit(verification(false)), "testcase");
        assertThat(cases).extracting(c -> c.getAttribute("name")).contains("a<b>&\"c'?????]]>()V");
        assertThat(elements(Reports.junit(verification(false)), "failure")
                        .get(2)
                        .getAttribute("message"))
                .isEqualTo("UNSUPPORTED: why a<b>&\"c'?????]]>");
    }

    @Test
    void sarifHasAResultForEachMethodNotProvedAndEachFinding() throws Exception {
        JsonNode log = new ObjectMapper().readTree(Reports.sarif(verification(false)));
        JsonNode run = log.at("/runs/0");
        assertThat(log.get("version").asText()).isEqualTo("2.1.0");
        assertThat(run.at("/tool/driver/name").asText()).isEqualTo("Whittle");
        JsonNode rules = run.at("/tool/driver/rules");
        Set<String> ids = new HashSet<>();
        rules.forEach(r -> {
            assertThat(ids.add(r.get("id").asText())).isTrue();
            assertThat(r.at("/shortDescription/text").asText()).isNotBlank();
        });
        List<String> said = new ArrayList<>();
        for (JsonNode result : run.get("results")) {
            said.add(result.get("ruleId").asText() + " " + result.get("level").asText());
            assertThat(rules.get(result.get("ruleIndex").asInt()).get("id")).isEqualTo(result.get("ruleId"));
            assertThat(result.at("/message/text").asText()).isNotBlank().doesNotContain("\n", "\u001b");
            for (JsonNode location : result.path("locations")) {
                String uri =
                        location.at("/physicalLocation/artifactLocation/uri").asText();
                assertThat(URI.create(uri).isAbsolute()).isFalse();
            }
        }
        assertThat(said)
                .containsExactly(
                        "method/tested error",
                        "method/counterexample error",
                        "method/unsupported error",
                        "finding/file error",
                        "finding/class error");
        JsonNode tested = run.at("/results/0/locations/0");
        assertThat(tested.at("/physicalLocation/artifactLocation/uri").asText()).isEqualTo("a/Adapter.java");
        assertThat(tested.at("/physicalLocation/region/startLine").asInt()).isEqualTo(7);
        assertThat(tested.at("/logicalLocations/0/fullyQualifiedName").asText()).isEqualTo("a.Adapter.tx()V");
        JsonNode wrong = run.at("/results/1/locations/0/physicalLocation");
        assertThat(wrong.at("/artifactLocation/uri").asText()).isEqualTo("b/Z%20ed.java");
        assertThat(wrong.has("region")).isFalse();
    }

    @Test
    void eachKindOfFindingHasARule() throws Exception {
        List<Finding> findings = Stream.of(Kind.values())
                .map(k -> new Finding(k, "It is " + k, null))
                .toList();
        JsonNode run = new ObjectMapper()
                .readTree(Reports.sarif(new Verification(false, List.of(), findings)))
                .at("/runs/0");
        assertThat(run.get("results")).hasSameSizeAs(findings);
        for (JsonNode result : run.get("results")) {
            JsonNode rule =
                    run.at("/tool/driver/rules").get(result.get("ruleIndex").asInt());
            assertThat(rule).as(result.toString()).isNotNull();
            assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
        }
    }

    @Test
    void whatIsTestedIsANoteWhereThatIsEnough() throws Exception {
        JsonNode log = new ObjectMapper().readTree(Reports.sarif(verification(true)));
        assertThat(log.at("/runs/0/results/0/level").asText()).isEqualTo("note");
    }

    @Test
    void equalVerificationsGiveEqualText() {
        Verification other = new Verification(false, List.of(PROVED, TESTED, UNSUPPORTED, WRONG), List.of(FILE, CLASS));
        assertThat(Reports.junit(other))
                .isEqualTo(Reports.junit(verification(false)))
                .doesNotContain("\r");
        assertThat(Reports.sarif(other))
                .isEqualTo(Reports.sarif(verification(false)))
                .doesNotContain("\r");
        assertThat(other.accepted()).isFalse();
        assertThat(new Verification(true, List.of(PROVED, TESTED), List.of()).accepted())
                .isTrue();
    }
}
