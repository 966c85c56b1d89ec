package dev.whittle.cli;

import java.io.PrintStream;

/** One line that is rewritten in place on a terminal, and nothing but warnings anywhere else. */
final class StderrProgress implements Progress {
    private static final String ERASE = "\r\033[K";

    private final PrintStream err;
    private final boolean terminal;
    private String shown = "";

    StderrProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void at(String stage, long done, long total) {
        String line = total > 0 ? stage + " " + 100 * Math.min(done, total) / total + " %" : stage;
        if (terminal && !line.equals(shown)) {
            err.print(ERASE + line);
            err.flush();
            shown = line;
        }
    }

    @Override
    public synchronized void warn(String sentence) {
        clear();
        err.println("warning: " + sentence);
    }

    synchronized void clear() {
        if (!shown.isEmpty()) {
            err.print(ERASE);
            err.flush();
            shown = "";
        }
    }
}
