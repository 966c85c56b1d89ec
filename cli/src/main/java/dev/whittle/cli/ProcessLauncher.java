package dev.whittle.cli;

import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts real processes, and finds the agent where it was installed. */
final class ProcessLauncher implements Launcher {
    static final String AGENT_PROPERTY = "whittle.agent";
    static final String DEMO_PROPERTY = "whittle.demo";

    @Override
    public Path agentJar() {
        return installed("recording agent", AGENT_PROPERTY, "whittle-profiler-agent");
    }

    @Override
    public Path demoJar() {
        return installed("demo's driver", DEMO_PROPERTY, "whittle-demo-drivers");
    }

    private static Path installed(String what, String property, String name) {
        String given = System.getProperty(property);
        Path found = given == null ? besideProgram(name) : Path.of(given);
        if (found == null || !Files.isRegularFile(found)) {
            throw new BadInputException("The " + what + " " + (given == null ? name + ".jar" : given)
                    + " is missing: put it beside the program's jar, or name it with -D" + property + "=FILE.");
        }
        return found.toAbsolutePath();
    }

    private static @Nullable Path besideProgram(String name) {
        Path folder = programFolder();
        if (folder == null) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> String.valueOf(f.getFileName()).startsWith(name)
                            && f.toString().endsWith(".jar"))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Path programFolder() {
        CodeSource source = ProcessLauncher.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI()).getParent();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public int run(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new BadInputException(
                    "The command " + command.get(0) + " cannot be started: check that it exists and may be executed.",
                    e);
        }
        Thread stopper = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            return process.waitFor();
        } finally {
            process.destroy();
            removeHook(stopper);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already, and the hook has run or will.
            return;
        }
    }
}
