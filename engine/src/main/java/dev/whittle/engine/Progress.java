package dev.whittle.engine;

/** Told how long work goes on. Called from the thread that does the work. */
public interface Progress {
    /** A stage begins; the one before it has ended. */
    void stage(String name);

    /** So many of so many units of the stage are done. */
    void step(int done, int total);

    /** Returns a listener that does nothing. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void stage(String name) {}

            @Override
            public void step(int done, int total) {}
        };
    }
}
