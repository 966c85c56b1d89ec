package dev.whittle.cli;

import dev.whittle.engine.Progress;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One line that is rewritten in place on a terminal, and nothing anywhere else. Knows how long each stage took. */
final class StderrProgress implements Progress {
    private static final String ERASE = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private String stage = "";
    private long since;
    private String shown = "";

    StderrProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void stage(String name) {
        end();
        stage = name;
        show(name + " ...");
    }

    @Override
    public synchronized void step(int done, int total) {
        if (total > 0) {
            show(stage + " " + 100L * Math.min(done, total) / total + " %");
        }
    }

    private void end() {
        long now = System.nanoTime();
        if (!stage.isEmpty()) {
            // Rounds of a stage count together.
            nanos.merge(stage.replaceFirst(",.*", ""), now - since, Long::sum);
        }
        since = now;
    }

    /** Returns how long each stage took until now, in the order in which they began, such as {@code analyze 1.3 s}. */
    synchronized String times() {
        end();
        return nanos.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%s %.1f s", e.getKey(), e.getValue() / 1e9))
                .collect(Collectors.joining(", "));
    }

    private void show(String line) {
        if (terminal && !line.equals(shown)) {
            err.print(ERASE + line);
            err.flush();
            shown = line;
        }
    }

    /** Leaves the line free for other words. */
    synchronized void clear() {
        if (!shown.isEmpty()) {
            err.print(ERASE);
            err.flush();
            shown = "";
        }
    }
}
