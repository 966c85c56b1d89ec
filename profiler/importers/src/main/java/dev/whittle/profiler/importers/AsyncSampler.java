package dev.whittle.profiler.importers;

import java.io.IOException;
import one.profiler.AsyncProfiler;
import org.jspecify.annotations.Nullable;

/** Samples this JVM with async-profiler. Where it cannot run, {@link #run} says so in the result and the work is done all the same. */
public final class AsyncSampler {
    private static final String START = "start,event=ctimer,interval=1ms,sig";

    private AsyncSampler() {}

    /** Runs the work and returns which methods were hot in it, at most {@code limit}. */
    public static HotMethods run(Runnable work, int limit) {
        String refusal = start();
        if (refusal != null) {
            work.run();
            return HotMethods.unavailable(refusal);
        }
        try {
            work.run();
        } finally {
            AsyncProfiler.getInstance().stop();
        }
        try {
            String stacks = AsyncProfiler.getInstance().execute("collapsed,sig");
            return HotMethods.ofCollapsed("async-profiler (ctimer, 1 ms)", stacks, limit);
        } catch (IOException | IllegalStateException e) {
            return HotMethods.unavailable("async-profiler gave no samples (" + e.getMessage() + ")");
        }
    }

    private static @Nullable String start() {
        try {
            AsyncProfiler.getInstance().execute(START);
            return null;
        } catch (IOException | IllegalStateException | IllegalArgumentException | LinkageError e) {
            // No native library for this system, perf events forbidden, or a profiler that already runs.
            return "async-profiler cannot run here (" + e.getMessage() + ")";
        }
    }
}
