package dev.whittle.profiler.agent;

import dev.whittle.model.BadInputException;
import dev.whittle.profiler.agent.internal.Bridge;
import dev.whittle.profiler.agent.internal.HotPaths;
import dev.whittle.profiler.agent.internal.PathChoice;
import dev.whittle.profiler.agent.internal.ProbeTransformer;
import dev.whittle.profiler.agent.internal.Recorder;
import java.lang.instrument.Instrumentation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entry point of the agent: {@code java -javaagent:agent.jar=out=app.wprof -jar app.jar}. */
public final class ProfilerAgent {
    private ProfilerAgent() {}

    /** Called by the JVM before the program's main class is loaded; ends the JVM with code 2 if the options make no sense. */
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        try {
            start(AgentOptions.parse(options == null ? "" : options), instrumentation);
        } catch (BadInputException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    /**
     * Called when the agent is loaded into a JVM that it records already, as by {@code jcmd PID JVMTI.agent_load agent.jar}: writes
     * the profile at once.
     */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        Runnable dump = Bridge.dump();
        if (dump == null) {
            System.err.println("This program is not being recorded; start it with -javaagent.");
        } else {
            dump.run();
        }
    }

    private static void start(AgentOptions options, Instrumentation instrumentation) {
        Bridge bridge = Bridge.install(instrumentation);
        Recorder recorder = new Recorder(bridge, options.inputs());
        HotPaths paths = new HotPaths(instrumentation, recorder, options.hot());
        String provenance = "agent 0.1 on Java " + Runtime.version() + ", started "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        ProfileWriter writer =
                new ProfileWriter(options.output(), () -> recorder.snapshot(List.of(provenance, paths.provenance())));
        PathChoice atLoad = paths.start(options.hotBy(), options.listed());
        // Before the program runs: a place that cannot be written is said now, not after hours of recording.
        writer.writeOrThrow();
        bridge.setDump(writer::write);
        instrumentation.addTransformer(
                new ProbeTransformer(recorder, options::accepts, options.facts(), atLoad), paths.later());
        Thread last = new Thread(
                () -> {
                    paths.stop();
                    writer.write();
                },
                "whittle-profile-at-exit");
        Runtime.getRuntime().addShutdownHook(last);
        if (options.jmx()) {
            ProfilerControl.register(writer, recorder::classCount);
        }
        if (options.intervalSeconds() > 0) {
            writer.startTimer(options.intervalSeconds());
        }
    }
}
