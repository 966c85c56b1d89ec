package dev.whittle.cli;

import java.io.PrintStream;

/**
 * Where words go.
 *
 * @param terminal true if a person looks at {@code err}
 * @param width columns of the terminal behind {@code out}, or 0 if it is a file or a pipe
 */
record Console(PrintStream out, PrintStream err, boolean terminal, int width) {

    /** The launcher script knows what the JVM cannot ask for: whether each stream is a terminal, and how wide. */
    static Console system() {
        return new Console(
                System.out,
                System.err,
                Boolean.getBoolean("whittle.terminal"),
                Integer.getInteger("whittle.columns", 0));
    }
}
