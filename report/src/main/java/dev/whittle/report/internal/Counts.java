package dev.whittle.report.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Words with how often they came: most frequent first, then by the alphabet. */
final class Counts {
    private final Map<String, Long> counts = new TreeMap<>();

    void add(String word) {
        counts.merge(word, 1L, Long::sum);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Lines of aligned counts, each after two blanks. */
    String render() {
        List<Map.Entry<String, Long>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        int digits = sorted.stream()
                .mapToInt(e -> Words.number(e.getValue()).length())
                .max()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        for (Map.Entry<String, Long> e : sorted) {
            String count = Words.number(e.getValue());
            out.append("  ")
                    .append(" ".repeat(digits - count.length()))
                    .append(count)
                    .append("  ");
            out.append(Words.clean(e.getKey())).append('\n');
        }
        return out.toString();
    }
}
