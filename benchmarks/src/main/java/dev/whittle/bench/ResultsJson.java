package dev.whittle.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The results for programs. Times are nanoseconds of processor time an operation, errors halves of 95 % confidence intervals. */
final class ResultsJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final MathContext DIGITS = new MathContext(5, RoundingMode.HALF_UP);

    private ResultsJson() {}

    static String text(Results results) {
        ObjectNode root = root("whittle-benchmarks");
        conditions(root, results.conditions());
        ArrayNode subjects = root.putArray("subjects");
        results.outcomes().forEach(o -> subject(subjects.addObject(), o));
        ArrayNode cells = root.putArray("cells");
        results.cells().forEach(c -> cell(cells.addObject(), c));
        ArrayNode targets = root.putArray("targets");
        results.judged().forEach(j -> judged(targets.addObject(), j));
        return written(root);
    }

    /** Returns a document of that format, to be filled. */
    static ObjectNode root(String format) {
        return JSON.createObjectNode().put("format", format).put("version", 1);
    }

    static String written(ObjectNode root) {
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static void conditions(ObjectNode root, Conditions c) {
        root.put("date", c.date().toString()).put("minutes", c.minutes()).put("machine", c.machine());
        root.put("loadBefore", round(c.load())).put("loadAfter", round(c.loadAfter()));
        root.put("quick", c.quick());
        ArrayNode jdks = root.putArray("jdks");
        c.jdks().forEach(j -> jdks.addObject().put("feature", j.feature()).put("version", j.version()));
    }

    private static void subject(ObjectNode node, Outcome outcome) {
        Tool.Whittled tool = outcome.whittled();
        node.put("name", outcome.subject().name())
                .put("about", outcome.subject().about());
        ArrayNode options = node.putArray("options");
        outcome.subject().options().forEach(options::add);
        node.put("proved", tool.proved()).put("reverted", tool.reverted()).put("eliminated", tool.eliminated());
        ObjectNode kept = node.putObject("kept");
        tool.kept().forEach(kept::put);
        BranchCount.Compared counted = outcome.branches();
        if (counted != null) {
            node.putObject("branches")
                    .put("before", round(counted.before().branches()))
                    .put("after", round(counted.after().branches()))
                    .put("offSwitch", round(counted.after().switches()))
                    .put("most", counted.path().most())
                    .put("holds", counted.holds());
        }
    }

    private static void cell(ObjectNode node, Cell cell) {
        node.put("subject", cell.subject())
                .put("case", cell.part())
                .put("mode", cell.mode().name());
        node.put("jdk", cell.jdk());
        score(node.putObject(cell.againstOriginal() ? "original" : "withoutFact"), cell.reference());
        score(node.putObject("whittled"), cell.whittled());
        ratio(node.putObject("ratio"), cell.ratio());
        node.put("harm", cell.harm());
    }

    static void score(ObjectNode node, Score score) {
        node.put("score", round(score.mean())).put("error", round(score.error()));
        ArrayNode rounds = node.putArray("rounds");
        score.rounds().forEach(r -> rounds.add(round(r)));
        node.put("wall", round(score.wall())).put("bytes", round(score.allocated()));
    }

    static void ratio(ObjectNode node, Ratio ratio) {
        node.put("value", round(ratio.value())).put("low", round(ratio.low())).put("high", round(ratio.high()));
    }

    private static void judged(ObjectNode node, Results.Judged judged) {
        Target target = judged.target();
        Cell cell = judged.cell();
        node.put("claim", target.claim()).put("subject", target.subject()).put("case", target.part());
        node.put("mode", target.mode().name()).put("jdk", cell.jdk());
        node.put("measure", target.measure().name()).put("bound", round(target.bound()));
        node.put(
                "figure",
                round(
                        target.measure() == Target.Measure.BYTES
                                ? cell.whittled().allocated()
                                : cell.ratio().value()));
        node.put("holds", judged.verdict().holds())
                .put("withinError", judged.verdict().withinError());
    }

    static BigDecimal round(double value) {
        return new BigDecimal(value).round(DIGITS);
    }
}
