package dev.whittle.demo;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the demo's command line and keeps what it says. */
record Runs(int status, String out, String err) {
    static final List<String> MODELS = List.of("82540em", "82544gc", "82545em", "82574l");

    static Runs demo(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                words);
        return new Runs(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static List<String> models() {
        return MODELS;
    }

    /** All ordered pairs of different models. */
    static List<org.junit.jupiter.params.provider.Arguments> pairs() {
        return MODELS.stream()
                .flatMap(a -> MODELS.stream()
                        .filter(b -> !a.equals(b))
                        .map(b -> org.junit.jupiter.params.provider.Arguments.of(a, b)))
                .toList();
    }
}
