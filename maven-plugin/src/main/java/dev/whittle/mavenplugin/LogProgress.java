package dev.whittle.mavenplugin;

import dev.whittle.engine.Progress;
import org.apache.maven.plugin.logging.Log;

/** One line for each stage: a build's log is not rewritten in place. */
record LogProgress(Log log) implements Progress {
    @Override
    public void stage(String name) {
        log.info("whittle: " + name);
    }

    @Override
    public void step(int done, int total) {
        log.debug("whittle: " + done + " of " + total);
    }
}
