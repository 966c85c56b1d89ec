package dev.whittle.cli;

import dev.whittle.model.BadInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a whittled program, or the same program entirely on its original code. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a whittled program. Example: whittle run app-whittled.jar --its-own-option")
final class RunCommand implements Callable<Integer> {
    private final Context context;

    @Option(names = "--off", description = "Run entirely on the original code, as -Dwhittle.off=true does.")
    private boolean off;

    @Option(
            names = "--learn",
            paramLabel = "FILE",
            description = "Write down what comes back, for plan --refine; as -Dwhittle.learn=FILE does.")
    private @Nullable Path learn;

    @Option(
            names = "--rehearse",
            description =
                    "Do at the start what has to be done once before cold code comes back, as -Dwhittle.rehearse=true"
                            + " does: the start takes longer, and the first rare event stalls less.")
    private boolean rehearse;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description =
                    "Rules on which cold code may come back, is logged, or is denied; as -Dwhittle.policy=FILE does.")
    private @Nullable Path policy;

    @Option(
            names = "--jmx",
            description = "Count what comes back in the bean dev.whittle:type=ColdCode, as -Dwhittle.jmx=true does.")
    private boolean jmx;

    @Option(names = "--main", paramLabel = "CLASS", description = "The main class, where the jar does not name one.")
    private @Nullable String main;

    @Option(names = "--jvm", paramLabel = "OPTION", description = "An option for the JVM, such as --jvm=-Xmx1g.")
    private List<String> jvm = new ArrayList<>();

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "The whittled jar, directory or class path.")
    @SuppressWarnings("NullAway.Init")
    private String program;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Arguments of the program.")
    private List<String> arguments = new ArrayList<>();

    RunCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<Path> parts = Context.classPath(program, "program");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (off) {
            command.add("-Dwhittle.off=true");
        }
        if (learn != null) {
            command.add("-Dwhittle.learn=" + learn.toAbsolutePath());
        }
        if (rehearse) {
            command.add("-Dwhittle.rehearse=true");
        }
        if (policy != null) {
            command.add("-Dwhittle.policy=" + policy.toAbsolutePath());
        }
        if (jmx) {
            command.add("-Dwhittle.jmx=true");
        }
        command.addAll(jvm);
        if (main == null && parts.size() == 1) {
            command.addAll(List.of("-jar", parts.get(0).toString()));
        } else {
            String classPath = String.join(
                    File.pathSeparator, parts.stream().map(Path::toString).toList());
            command.addAll(List.of("-cp", classPath, main == null ? mainOf(parts.get(0)) : main));
        }
        command.addAll(arguments);
        return context.launcher().run(command);
    }

    /** With -jar, java would take no other entry than the jar. */
    private static String mainOf(Path first) {
        String named = null;
        if (Files.isRegularFile(first)) {
            try (JarFile jar = new JarFile(first.toFile())) {
                Manifest manifest = jar.getManifest();
                named = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            } catch (IOException e) {
                throw new BadInputException(first + " cannot be read as a jar (" + e.getMessage() + ").", e);
            }
        }
        if (named == null) {
            throw new BadInputException(first + " names no main class: give --main CLASS.");
        }
        return named;
    }
}
