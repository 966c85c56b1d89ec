package dev.whittle.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What {@link TwoModels} found, for people and for programs. Each verdict is computed from the figures beside it. */
final class TwoPage {
    /** Share of its pace alone that each board has to have. */
    private static final double BOUND = 0.8;

    private TwoPage() {}

    static String text(Conditions conditions, List<TwoModels.Pace> paces) {
        StringBuilder page = new StringBuilder("# Two device models at once\n\n");
        page.append("Made by `./benchmark two-models`; written by that program, not by hand. ")
                .append(
                        "[The figures](two-models.json), and how they are made: [README](../README.md#two-models).\n\n");
        ResultsPage.conditions(page, conditions);
        page.append(ResultsPage.line(
                "What has to be shown: each of two models that are both hot runs at %.1f or more of its pace alone in the program that was"
                        + " whittled to it. Nanoseconds are the mean of the rounds' medians, for a ring of 32 frames and 4 that are sent.%n%n",
                BOUND));
        page.append("| program | board | JDK | alone, ns | beside the other, ns | ratio (95 % interval) | verdict |\n")
                .append("|---|---|---|---|---|---|---|\n");
        for (TwoModels.Pace pace : paces) {
            Ratio ratio = pace.ratio();
            page.append(ResultsPage.line(
                    "| %s | %s | %d | %.0f | %.0f | %.2f (%.2f to %.2f) | %s |%n",
                    pace.serving().about(),
                    pace.board(),
                    pace.jdk().feature(),
                    nanos(pace.alone()),
                    nanos(pace.both()),
                    ratio.value(),
                    ratio.low(),
                    ratio.high(),
                    // The original is there to compare with.
                    pace.serving().recorded().isEmpty()
                            ? ""
                            : Target.Verdict.atLeast(BOUND, ratio).text()));
        }
        return page.toString();
    }

    static String json(Conditions conditions, List<TwoModels.Pace> paces) {
        ObjectNode root = ResultsJson.root("whittle-two-models");
        ResultsJson.conditions(root, conditions);
        ArrayNode all = root.putArray("paces");
        for (TwoModels.Pace pace : paces) {
            ObjectNode node = all.addObject();
            node.put("board", pace.board()).put("program", pace.serving().about());
            node.put("jdk", pace.jdk().feature());
            ResultsJson.ratio(node.putObject("ratio"), pace.ratio());
            ArrayNode alone = node.putArray("aloneNanos");
            pace.alone().forEach(p -> alone.add(ResultsJson.round(p / 1000)));
            ArrayNode both = node.putArray("bothNanos");
            pace.both().forEach(p -> both.add(ResultsJson.round(p / 1000)));
        }
        return ResultsJson.written(root);
    }

    private static double nanos(List<Double> picos) {
        return picos.stream().mapToDouble(p -> p / 1000).average().orElse(0);
    }
}
