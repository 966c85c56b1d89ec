package dev.whittle.acceptance.suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of each test of a suite.
 *
 * @param tests status by name, sorted: names of a test twice in a run are numbered
 * @param reasons why it is not successful, by name
 * @param seconds on the clock, the JVM's start included
 */
record SuiteResult(SortedMap<String, String> tests, Map<String, String> reasons, double seconds) {
    static final String ABSENT = "ABSENT";

    SuiteResult {
        tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
        reasons = Map.copyOf(reasons);
    }

    static SuiteResult read(Path file, double seconds) throws IOException {
        SortedMap<String, String> tests = new TreeMap<>();
        Map<String, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split("\t", 3);
            String name = parts[1];
            for (int i = 2; tests.containsKey(name); i++) {
                name = parts[1] + " (" + i + ")";
            }
            tests.put(name, parts[0]);
            reasons.put(name, parts[2]);
        }
        return new SuiteResult(tests, reasons, seconds);
    }

    int found() {
        return tests.size();
    }

    long with(String status) {
        return tests.values().stream().filter(status::equals).count();
    }

    /** The tests of which something else became, and those that only one of the two has. */
    Set<String> differing(SuiteResult other) {
        Set<String> names = new TreeSet<>(tests.keySet());
        names.addAll(other.tests.keySet());
        names.removeIf(n -> status(n).equals(other.status(n)));
        return names;
    }

    String status(String name) {
        return tests.getOrDefault(name, ABSENT);
    }

    /** What a person wants to know of a test. */
    String say(String name) {
        return status(name) + " " + reasons.getOrDefault(name, "");
    }
}
