package dev.whittle.cli;

import dev.whittle.formats.DemoResult;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The table that ends the demo. */
final class DemoTable {
    private DemoTable() {}

    static String render(DemoResult r) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("recorded device", r.device() + " (" + r.backend() + ")");
        rows.put("exchanged for", r.exchanged());
        rows.put("decision points", number(r.decisionPoints()));
        rows.put("hardware branches", number(r.hardwareBranches()));
        rows.put("eliminated", number(r.eliminated()));
        rows.put("guards", number(r.guards()));
        rows.put("hot bytes", number(r.hotBytes()));
        rows.put("cold bytes, in the store", number(r.coldBytes()) + ", " + number(r.storeBytes()) + " compressed");
        rows.put("methods proved, tested, reverted", r.proved() + ", " + r.tested() + ", " + r.reverted());
        rows.put("frames on the recorded device", equal(r.framesEqual()));
        rows.put("frames after the exchange", equal(r.framesEqualAfterSwap()));
        rows.put("frames after a restart", equal(r.framesEqualAfterRestart()));
        rows.put(
                "cold code loaded after the exchange",
                number(r.coldLoads()) + (r.coldLoads() == 1 ? " time" : " times"));
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder out = new StringBuilder();
        rows.forEach((name, value) -> out.append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(value)
                .append('\n'));
        return out.toString();
    }

    private static String equal(boolean equal) {
        return equal ? "byte-equal" : "DIFFERENT";
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
