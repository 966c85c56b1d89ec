package dev.whittle.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Tells what came back and which guards broke: for {@code -Dwhittle.report=FILE}, a JSON file written at exit, and for
 * {@link Cold#loads()}.
 */
final class ColdEvents {
    private static final Queue<String> LOADS = new ConcurrentLinkedQueue<>();

    static {
        String file = System.getProperty("whittle.report");
        if (file != null) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> write(Path.of(file)), "whittle-report"));
        }
    }

    private ColdEvents() {}

    static void loaded(String fragment) {
        LOADS.add(fragment);
    }

    /** Makes sure that the report is armed also where only guards break. */
    static void factInvalidated(String factKey) {
        if (factKey.isEmpty()) {
            throw new IllegalArgumentException("a fact has a key");
        }
    }

    static List<String> loads() {
        return List.copyOf(LOADS);
    }

    private static void write(Path file) {
        List<String> loads = loads();
        String json = "{\n  \"coldLoads\": " + loads.size() + ",\n  \"fragments\": " + array(loads)
                + ",\n  \"invalidatedFacts\": " + array(Facts.invalidated()) + "\n}\n";
        try {
            Files.write(file, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // The program is ending and is not to fail because of a report.
            System.err.println("whittle: the report " + file + " could not be written: " + e.getMessage());
        }
    }

    private static String array(List<String> values) {
        return values.stream()
                .map(v -> '"' + v.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
