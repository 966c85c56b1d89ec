package dev.whittle.profiler.agent.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import one.profiler.AsyncProfiler;

/**
 * Samples this JVM with async-profiler, which is inside the agent's jar with its native libraries. Its classes are loaded apart
 * from the program's, which may use one of its own.
 */
final class Sampler {
    static final String NAME = "async-profiler (ctimer, 1 ms)";

    // Eight frames: the probes, and what they are in. A file, as it would else report its end on the program's output.
    private static final String START = "start,event=ctimer,interval=1ms,cstack=no,jstackdepth=8,file=/dev/null";
    private static final int MOST_METHODS = 1024;

    private final Object profiler;
    private final Method execute;

    private Sampler(Object profiler, Method execute) {
        this.profiler = profiler;
        this.execute = execute;
    }

    /** @throws Refusal if it cannot run here */
    static Sampler start() throws Refusal {
        try {
            Class<?> type = new ApartLoader(AsyncProfiler.class).load();
            Object profiler = type.getMethod("getInstance").invoke(null);
            Sampler sampler = new Sampler(profiler, type.getMethod("execute", String.class));
            sampler.execute(START);
            return sampler;
        } catch (InvocationTargetException e) {
            throw new Refusal(e.getTargetException());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new Refusal(e);
        }
    }

    /** Why there are no samples. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(Throwable cause) {
            super(reason(cause), cause);
        }

        private static String reason(Throwable cause) {
            String message = String.valueOf(cause.getMessage());
            return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
        }
    }

    /** Returns the methods found running since the start. */
    HotMethods hot() throws Refusal {
        return HotMethods.ofCollapsed(NAME, execute("collapsed,sig"), MOST_METHODS);
    }

    void stop() {
        try {
            execute("stop");
        } catch (Refusal e) {
            // The JVM is going down, and takes it along.
        }
    }

    private String execute(String command) throws Refusal {
        try {
            return String.valueOf(execute.invoke(profiler, command));
        } catch (InvocationTargetException e) {
            throw new Refusal(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new Refusal(e);
        }
    }
}
