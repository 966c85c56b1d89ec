package dev.whittle.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** What {@link StartUp} found, for programs. Each list of values is in the order of the rounds. */
final class StartJson {
    private StartJson() {}

    static String text(StartResults results) {
        ObjectNode root = ResultsJson.root("whittle-start-up");
        ResultsJson.conditions(root, results.conditions());
        ArrayNode judged = root.putArray("targets");
        results.judged().forEach(j -> judged(judged.addObject(), j));
        ArrayNode starts = root.putArray("starts");
        results.starts().forEach(s -> start(starts.addObject(), s));
        ArrayNode packets = root.putArray("firstPackets");
        results.packets().forEach(p -> packets(packets.addObject(), p));
        ArrayNode events = root.putArray("rareEvents");
        results.events().forEach(e -> event(events.addObject(), e));
        ArrayNode made = root.putArray("programs");
        results.made().forEach(m -> made(made.addObject(), m));
        return ResultsJson.written(root);
    }

    private static void judged(ObjectNode node, StartResults.Judged judged) {
        node.put("claim", judged.claim()).put("program", judged.program()).put("jdk", judged.jdk());
        node.put("bound", round(judged.bound()));
        ratio(node.putObject("measured"), judged.measured());
        if (judged.processor() > 0) {
            node.put("measuredByProcessorTime", round(judged.processor()));
        }
        node.put("holds", judged.verdict().holds())
                .put("withinError", judged.verdict().withinError());
    }

    private static void start(ObjectNode node, StartTimes times) {
        node.put("registry", times.kind().name()).put("jdk", times.jdk().feature());
        node.put("sharing", times.sharing().name());
        ratio(node.putObject("timesOriginal"), times.timesOriginal());
        ratio(node.putObject("timesOnlyOne"), times.timesOnly());
        ratio(node.putObject("onlyOneTimesOriginal"), times.mostPossible());
        variant(node.putObject("original"), times.original());
        variant(node.putObject("whittled"), times.whittled());
        variant(node.putObject("onlyOne"), times.only());
    }

    private static void variant(ObjectNode node, StartTimes.Variant variant) {
        node.put("medianMillis", round(variant.millis().median()));
        node.put("meanProcessorMillis", round(variant.processor()));
        samples(node, "millis", variant.millis());
        node.put("classes", variant.classes()).put("classesFromArchive", variant.archived());
        node.put("drivers", variant.drivers()).put("jarBytes", variant.jar());
    }

    private static void packets(ObjectNode node, FirstPackets packets) {
        node.put("program", packets.program()).put("jdk", packets.jdk().feature());
        node.put("millis", FirstPackets.MILLIS);
        ratio(node.putObject("times"), packets.times());
        samples(node, "original", packets.original());
        samples(node, "whittled", packets.whittled());
        samples(node, "originalReadyMillis", packets.originalReady());
        samples(node, "whittledReadyMillis", packets.whittledReady());
    }

    private static void event(ObjectNode node, RareEvent event) {
        node.put("program", event.program()).put("jdk", event.jdk().feature());
        node.put("stallsNoLonger", event.stallsNoLonger()).put("paidBefore", event.isPaidBefore());
        node.put("ratioP50", round(event.ratio(50)))
                .put("ratioP90", round(event.ratio(90)))
                .put("ratioMost", round(event.ratio(100)));
        node.put("classesOriginal", event.classes().original())
                .put("classesWhittled", event.classes().whittled())
                .put("classesOfLinkage", event.classes().linkage())
                .put("classesOfRecorder", event.classes().recorder())
                .put("fragments", event.fragments());
        micros(node.putObject("originalMicros"), event.original());
        micros(node.putObject("whittledMicros"), event.whittled());
    }

    private static void micros(ObjectNode node, Map<String, Samples> all) {
        new TreeMap<>(all).forEach((what, samples) -> samples(node, what, samples));
    }

    private static void made(ObjectNode node, StartResults.Made made) {
        node.put("name", made.subject().name()).put("about", made.subject().about());
        node.put("proved", made.jars().proved()).put("reverted", made.jars().reverted());
        ObjectNode kept = node.putObject("kept");
        new TreeMap<>(made.jars().kept()).forEach(kept::put);
    }

    private static void samples(ObjectNode node, String name, Samples samples) {
        ArrayNode values = node.putArray(name);
        samples.values().forEach(v -> values.add(round(v)));
    }

    private static void ratio(ObjectNode node, Ratio ratio) {
        node.put("value", round(ratio.value())).put("low", round(ratio.low())).put("high", round(ratio.high()));
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
