package dev.whittle.cli;

import dev.whittle.model.MethodId;
import dev.whittle.model.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what came of a comparison of two methods, in one sentence or as JSON. */
final class PairText {
    private PairText() {}

    static String sentence(MethodId method, Verdict verdict) {
        Map<String, Object> parts = parts(method, verdict);
        String head = parts.get("verdict") + " " + method + ": ";
        if (verdict instanceof Verdict.Proved p) {
            return head + "both do the same (" + p.how() + ", " + p.queries() + " queries).";
        } else if (verdict instanceof Verdict.Tested t) {
            return head + "both agree on " + t.inputs() + " inputs that take " + Math.round(t.coverage() * 100)
                    + " % of its outcomes; not proved: " + t.reason() + ".";
        } else if (verdict instanceof Verdict.Counterexample c) {
            return head + "with " + c.input() + " the first " + c.expected() + ", and the second " + c.actual() + ".";
        }
        return head + parts.get("reason") + ".";
    }

    static String json(MethodId method, Verdict verdict) {
        return parts(method, verdict).entrySet().stream()
                .map(e -> quoted(e.getKey()) + ": " + (e.getValue() instanceof String s ? quoted(s) : e.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static Map<String, Object> parts(MethodId method, Verdict verdict) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("method", method.toString());
        if (verdict instanceof Verdict.Proved p) {
            parts.put("verdict", "PROVED");
            parts.put("how", p.how());
            parts.put("queries", p.queries());
        } else if (verdict instanceof Verdict.Tested t) {
            parts.put("verdict", "TESTED");
            parts.put("inputs", t.inputs());
            parts.put("coverage", t.coverage());
            parts.put("seed", t.seed());
            parts.put("reason", t.reason());
        } else if (verdict instanceof Verdict.Counterexample c) {
            parts.put("verdict", "COUNTEREXAMPLE");
            parts.put("input", c.input());
            parts.put("first", c.expected());
            parts.put("second", c.actual());
        } else if (verdict instanceof Verdict.Unsupported u) {
            parts.put("verdict", "UNSUPPORTED");
            parts.put("reason", u.reason());
        }
        return parts;
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
