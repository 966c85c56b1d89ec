package dev.whittle.report.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import dev.whittle.report.Verification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verification as SARIF 2.1.0: a result for each finding and for each method that was not proved. */
public final class Sarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    /** What can be wrong; the order is that of the rules in the file, and results name a rule by its place there. */
    private static final List<Rule> RULES = List.of(
            new Rule("method/unsupported", "A whittled method was not proved to do what the original does."),
            new Rule(
                    "method/tested",
                    "A whittled method was not proved; it agreed with the original on replayed inputs."),
            new Rule("method/counterexample", "A whittled method did something else than the original on an input."),
            new Rule("finding/file", "The whittled program holds, lacks or changes a file that it should not."),
            new Rule("finding/certificate", "The certificate is not of this program."),
            new Rule("finding/store", "The stores of cold code do not agree."),
            new Rule("finding/class", "A class differs from the original where no certificate accounts for it."),
            new Rule("finding/fact", "A fact was folded that may not be relied on."),
            new Rule("finding/solver", "A solver did not answer, so that something could not be judged."));

    private record Rule(String id, String text) {}

    private Sarif() {}

    public static String render(Verification verification) {
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        log.put("$schema", SCHEMA);
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        driver(run.putObject("tool").putObject("driver"));
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode results = run.putArray("results");
        for (Verification.Method method : verification.methods()) {
            Verdict verdict = method.verdict();
            if (!(verdict instanceof Verdict.Proved)) {
                ObjectNode result = result(
                        results,
                        "method/" + Words.kind(verdict),
                        verification.enough(verdict) ? "note" : "error",
                        Words.method(method.id()) + " is " + Words.verdict(verdict) + ": " + Words.because(verdict));
                locate(result.putArray("locations").addObject(), method.place(), method.id());
            }
        }
        for (Verification.Finding finding : verification.findings()) {
            String kind = finding.kind().name().toLowerCase(java.util.Locale.ROOT);
            ObjectNode result = result(results, "finding/" + kind, "error", finding.text());
            if (finding.place() != null) {
                locate(result.putArray("locations").addObject(), finding.place(), null);
            }
        }
        return JsonText.of(log);
    }

    private static void driver(ObjectNode driver) {
        driver.put("name", "Whittle");
        ArrayNode rules = driver.putArray("rules");
        for (Rule rule : RULES) {
            ObjectNode node = rules.addObject();
            node.put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.text());
        }
    }

    private static ObjectNode result(ArrayNode results, String rule, String level, String message) {
        ObjectNode result = results.addObject();
        result.put("ruleId", rule);
        result.put("ruleIndex", RULES.stream().map(Rule::id).toList().indexOf(rule));
        result.put("level", level);
        result.putObject("message").put("text", Words.clean(message));
        return result;
    }

    private static void locate(ObjectNode location, Verification.@Nullable Place place, @Nullable MethodId method) {
        if (place != null) {
            ObjectNode physical = location.putObject("physicalLocation");
            // Relative to a source folder, which class files do not name.
            physical.putObject("artifactLocation").put("uri", uri(place.file())).put("uriBaseId", "SRCROOT");
            if (place.line() > 0) {
                physical.putObject("region").put("startLine", place.line());
            }
        }
        if (method != null) {
            ObjectNode logical = location.putArray("logicalLocations").addObject();
            logical.put("name", Words.clean(method.name()));
            logical.put("fullyQualifiedName", Words.clean(method.toString()));
            logical.put("kind", "function");
        }
    }

    /** Names in class files may hold anything; a URI reference holds only what RFC 3986 leaves unreserved. */
    private static String uri(String path) {
        StringBuilder out = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-._~/".indexOf(c) >= 0;
            out.append(plain ? String.valueOf(c) : String.format(java.util.Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
