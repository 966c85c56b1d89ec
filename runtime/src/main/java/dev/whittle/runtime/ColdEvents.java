package dev.whittle.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;

/**
 * Tells what came back and which guards broke: to {@link Cold#loads()}, to Java Flight Recorder, for {@code -Dwhittle.learn=FILE} in a
 * {@link LearnedFile}, and for {@code -Dwhittle.report=FILE} in a JSON file written at exit. Its callers hold no lock.
 */
final class ColdEvents {
    /** At most one entry for each fragment and class loader. */
    private static final Queue<String> LOADS = new ConcurrentLinkedQueue<>();

    private ColdEvents() {}

    /** A fragment came back. */
    static void loaded(String fragment) {
        LOADS.add(fragment);
    }

    /**
     * Cold code is about to go on that did not before: that of a fragment that just came back, or another method of one that is there.
     *
     * @param hot internal name of the class that it left
     * @param origin the method that it continues, and where, as the store's index says
     */
    static void reached(String build, String fragment, String hot, Origin origin) {
        missed(build, hot, origin);
        if (isRecording()) {
            ColdLoadEvent.commit(build, fragment, origin.place(), String.join(", ", origin.facts()));
        }
    }

    /** Cold code was to go on, and is not there. */
    static void missed(String build, String hot, Origin origin) {
        LearnedFile learned = Switch.LEARNED;
        if (learned != null) {
            learned.cold(build, hot, origin.place());
        }
    }

    /** Returns true if it matters to anybody what is {@link #reached}: where not, it need not be told. */
    static boolean anybodyAsks() {
        return Switch.LEARNED != null || isRecording();
    }

    /**
     * A fact's guard broke.
     *
     * @param writer name of the class that wrote the value
     */
    static void failed(String build, String factKey, String expected, String actual, String writer) {
        LearnedFile learned = Switch.LEARNED;
        if (learned != null) {
            learned.fact(build, factKey, expected, actual);
        }
        if (isRecording()) {
            GuardFailedEvent.commit(build, factKey, expected, actual, writer);
        }
    }

    /**
     * Returns true if a flight recorder was ever started. It is asked here, for to load a class of an event starts its machinery, which takes a
     * quarter of a second: too much for a thread that leaves its hot code.
     */
    private static boolean isRecording() {
        try {
            return FlightRecorder.isInitialized();
        } catch (LinkageError e) {
            // The module jdk.jfr is optional: a runtime image may lack it.
            return false;
        }
    }

    static List<String> loads() {
        return List.copyOf(LOADS);
    }

    /** Has the report written at exit. */
    static void reportAtExit(String file) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> write(file), "whittle-report"));
    }

    private static void write(String file) {
        List<String> loads = loads();
        String json = "{\n  \"coldLoads\": " + loads.size() + ",\n  \"fragments\": " + array(loads)
                + ",\n  \"invalidatedFacts\": " + array(Facts.invalidated()) + "\n}\n";
        try {
            Files.write(Path.of(file), json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            // The program is ending and is not to fail because of a report.
            System.err.println("whittle: the report " + file + " could not be written (" + e + ")");
        }
    }

    private static String array(List<String> values) {
        return values.stream().map(ColdEvents::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                // A class name may hold half a surrogate pair, which UTF-8 cannot carry.
                out.append("\\u").append(Integer.toHexString(c | 0x10000).substring(1));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
