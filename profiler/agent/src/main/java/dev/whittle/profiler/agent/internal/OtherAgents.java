package dev.whittle.profiler.agent.internal;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells whether this JVM was started with more than one Java agent. An agent that may change classes again sees them only after all agents
 * that may not, such as JaCoCo's, whatever their order on the command line (see {@link java.lang.instrument.Instrumentation}): it would
 * number and digest another class file than the one in the jar.
 */
public final class OtherAgents {
    private static final String WORD = "-javaagent:";

    private OtherAgents() {}

    public static boolean present() {
        List<String> environment = Stream.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
                .map(System::getenv)
                .filter(v -> v != null)
                .toList();
        Optional<String[]> words = ProcessHandle.current().info().arguments();
        // A file of arguments is not spread out there, and some systems do not tell; only then is JMX worth its start.
        boolean told = words.isPresent() && Arrays.stream(words.get()).noneMatch(w -> w.startsWith("@"));
        return told
                ? count(Arrays.asList(words.get())) + count(environment) > 1
                : count(ManagementFactory.getRuntimeMXBean().getInputArguments()) > 1;
    }

    /** Returns how often an agent is named in the texts. */
    static long count(List<String> texts) {
        return texts.stream()
                .flatMap(t -> Arrays.stream(t.split("\\s+")))
                .filter(w -> w.startsWith(WORD))
                .count();
    }
}
