package dev.whittle.report.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.model.Verdict;
import dev.whittle.report.Verification;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A verification as JSON of Whittle's own. */
public final class VerificationJson {
    private VerificationJson() {}

    public static String render(Verification verification) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("format", "whittle-verification");
        out.put("version", 1);
        out.put("accepted", verification.accepted());
        out.put("required", verification.testedIsEnough() ? "tested" : "proved");
        ArrayNode methods = out.putArray("methods");
        for (Verification.Method method : verification.methods()) {
            ObjectNode node = methods.addObject();
            node.put("class", Words.clean(method.id().owner().replace('/', '.')));
            node.put("method", Words.clean(method.id().name()));
            node.put("descriptor", Words.clean(method.id().descriptor()));
            place(node, method.place());
            node.put("verdict", Words.kind(method.verdict()));
            node.put("enough", verification.enough(method.verdict()));
            if (!(method.verdict() instanceof Verdict.Proved)) {
                node.put("because", Words.clean(Words.because(method.verdict())));
            }
        }
        ArrayNode findings = out.putArray("findings");
        for (Verification.Finding finding : verification.findings()) {
            ObjectNode node = findings.addObject();
            node.put("kind", finding.kind().name().toLowerCase(Locale.ROOT));
            place(node, finding.place());
            node.put("text", Words.clean(finding.text()));
        }
        return JsonText.of(out);
    }

    private static void place(ObjectNode node, Verification.@Nullable Place place) {
        if (place != null) {
            node.put("file", Words.clean(place.file()));
            if (place.line() > 0) {
                node.put("line", place.line());
            }
        }
    }
}
