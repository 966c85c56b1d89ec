package dev.whittle.cli;

import dev.whittle.engine.Progress;
import java.io.PrintStream;

/** One line that is rewritten in place on a terminal, and nothing anywhere else. */
final class StderrProgress implements Progress {
    private static final String ERASE = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private String stage = "";
    private String shown = "";

    StderrProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void stage(String name) {
        stage = name;
        show(name + " ...");
    }

    @Override
    public synchronized void step(int done, int total) {
        if (total > 0) {
            show(stage + " " + 100L * Math.min(done, total) / total + " %");
        }
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
