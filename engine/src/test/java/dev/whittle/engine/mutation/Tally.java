package dev.whittle.engine.mutation;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Counts mutants by kind. */
final class Tally {
    /** What became of a mutant. */
    enum Column {
        MADE("made"),
        REFUSED("not proved"),
        RULE("same: rule"),
        RUN("same: run"),
        READ("same: read"),
        UNEXPLAINED("unexplained"),
        FALSE_PROVED("FALSE PROVED"),
        MEASURED("measured"),
        REVEALED("revealed"),
        COUNTEREXAMPLE("counterexample");

        private final String title;

        Column(String title) {
            this.title = title;
        }
    }

    private final Map<String, int[]> counts = new TreeMap<>();
    private final int[] sums = new int[Column.values().length];

    void count(Mutant mutant, Column column) {
        counts.computeIfAbsent(mutant.kind().name(), k -> new int[sums.length])[column.ordinal()]++;
        sums[column.ordinal()]++;
    }

    int sum(Column column) {
        return sums[column.ordinal()];
    }

    int kinds() {
        return counts.size();
    }

    /** Returns a table, as documents hold it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("| kind |");
        for (Column c : Column.values()) {
            text.append(' ').append(c.title).append(" |");
        }
        text.append("\n|---|").append("--:|".repeat(sums.length)).append('\n');
        counts.forEach((kind, row) -> row(text, kind, row));
        row(text, "all", sums);
        return text.toString();
    }

    private static void row(StringBuilder text, String kind, int[] row) {
        text.append("| ").append(kind).append(" |");
        Arrays.stream(row).forEach(n -> text.append(' ').append(n).append(" |"));
        text.append('\n');
    }
}
