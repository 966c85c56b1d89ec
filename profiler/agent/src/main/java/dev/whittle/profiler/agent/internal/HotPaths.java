package dev.whittle.profiler.agent.internal;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives path counters to methods that turn hot. A thread of its own looks at the counters, or at async-profiler's samples, and
 * has the classes of hot methods instrumented again; probes never do. Counters that a class has already stay where they are.
 */
public final class HotPaths {
    /** How methods are chosen. */
    public enum By {
        /** async-profiler where it can run, else the counters. */
        ASYNC,
        COUNTERS
    }

    private static final long TICK_MILLIS = 50;

    /** A look at the samples costs more than one at the counters. */
    private static final int TICKS_A_LOOK = 5;

    /** Fewer samples of a method are chance. */
    private static final long FEWEST_SAMPLES = 5;

    private final Instrumentation instrumentation;
    private final Recorder recorder;
    private final int threshold;
    private volatile @Nullable Sampler sampler;
    private volatile String provenance = "";
    private volatile boolean later;

    /** @param threshold count from which the counters take a method */
    public HotPaths(Instrumentation instrumentation, Recorder recorder, int threshold) {
        this.instrumentation = instrumentation;
        this.recorder = recorder;
        this.threshold = threshold;
    }

    /** Returns one line for the profile: what chose the methods, and if need be why nothing better could. */
    public String provenance() {
        return provenance;
    }

    /**
     * Starts choosing.
     *
     * @param listed methods that were found hot before and count from the start; decides alone if it is not null
     * @return which methods count paths as soon as they are loaded
     */
    public PathChoice start(By by, @Nullable HotMethods listed) {
        if (listed != null) {
            provenance = "paths: of " + listed.methods().size() + " methods that " + listed.source() + " found hot";
            return listed.choice(1);
        }
        if (threshold == 0) {
            provenance = "paths: of all methods from the start";
            return PathChoice.all();
        }
        if (!instrumentation.isRetransformClassesSupported()) {
            provenance = "paths: of all methods from the start; classes cannot be changed again in this JVM";
            return PathChoice.all();
        }
        if (OtherAgents.present()) {
            provenance = "paths: of all methods from the start; another agent changes classes too";
            return PathChoice.all();
        }
        later = true;
        if (by == By.ASYNC) {
            sample();
        } else {
            countersDecide("");
        }
        Thread thread = new Thread(this::watch, "whittle-profile-paths");
        thread.setDaemon(true);
        thread.start();
        return (owner, name, descriptor, hotness) -> false;
    }

    /** Returns true if classes are changed again when methods turn hot. */
    public boolean later() {
        return later;
    }

    private void sample() {
        try {
            sampler = Sampler.start();
            provenance = "paths: chosen by " + Sampler.NAME;
        } catch (Sampler.Refusal e) {
            countersDecide("; async-profiler could not run: " + e.getMessage());
        }
    }

    private void countersDecide(String reason) {
        sampler = null;
        provenance = "paths: chosen by counters (threshold " + threshold + ")" + reason;
    }

    /** Ends the sampling. */
    public void stop() {
        Sampler running = sampler;
        if (running != null) {
            running.stop();
        }
    }

    private void watch() {
        try {
            while (true) {
                Sampler running = sampler;
                Thread.sleep(running == null ? TICK_MILLIS : TICKS_A_LOOK * TICK_MILLIS);
                look(running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError e) {
            System.err.println("Whittle's agent records no more paths (" + e + "); all else is recorded.");
        }
    }

    private void look(@Nullable Sampler running) {
        PathChoice choice = PathChoice.countedAtLeast(threshold);
        if (running != null) {
            try {
                choice = running.hot().choice(FEWEST_SAMPLES);
            } catch (Sampler.Refusal | RuntimeException e) {
                countersDecide("; async-profiler gave no samples: " + e.getMessage());
            }
        }
        List<RecordedClass> hot = new ArrayList<>();
        for (RecordedClass type : recorder.entered()) {
            if (type.want(choice)) {
                hot.add(type);
            }
        }
        if (!hot.isEmpty()) {
            instrumentAgain(hot);
        }
    }

    private void instrumentAgain(List<RecordedClass> hot) {
        Set<String> names = new TreeSet<>();
        hot.forEach(type -> names.add(type.name().replace('/', '.')));
        Class<?>[] loaded = Arrays.stream(instrumentation.getAllLoadedClasses())
                .filter(c -> names.contains(c.getName()) && instrumentation.isModifiableClass(c))
                .toArray(Class<?>[]::new);
        if (!retransform(loaded)) {
            // One of them was refused, and so all: the others may do alone.
            for (Class<?> type : loaded) {
                if (!retransform(type)) {
                    hot.stream()
                            .filter(t -> t.name().replace('/', '.').equals(type.getName()))
                            .forEach(RecordedClass::refuseUncounted);
                }
            }
        }
    }

    private boolean retransform(Class<?>... types) {
        try {
            instrumentation.retransformClasses(types);
            return true;
        } catch (UnmodifiableClassException | LinkageError | RuntimeException | InternalError e) {
            // The classes keep the probes that they have.
            return false;
        }
    }
}
