package dev.whittle.verifier.internal.smt;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the process of a solver is started: this JVM's own java, with the places on the class path that the solver's classes came from here.
 *
 * @param name of the solver and its version
 * @param main class of the process
 * @param classes of the solver, one of each place
 * @param libraries resources that must be there besides; empty if the solver looks for them itself
 * @param loader where all of them are looked for
 */
public record Launch(String name, String main, List<String> classes, List<String> libraries, ClassLoader loader) {
    private static final String HEAP = "-Xmx512m";

    /** The settings of a JVM that would print or run something in the process. */
    private static final List<String> FOREIGN = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    public Launch {
        classes = List.copyOf(classes);
        libraries = List.copyOf(libraries);
    }

    public static Launch z3(ClassLoader loader) {
        return new Launch(
                "Z3 4.14.1",
                "dev.whittle.verifier.internal.smt.Z3Worker",
                List.of("com.microsoft.z3.Context", "tools.aqua.turnkey.support.TurnKey"),
                List.of(),
                loader);
    }

    public static Launch cvc5(ClassLoader loader) {
        return new Launch(
                "cvc5 1.3.2",
                "dev.whittle.verifier.internal.smt.Cvc5Worker",
                List.of("io.github.cvc5.Solver"),
                List.of("cvc5-libs/" + platform() + "/" + System.mapLibraryName("cvc5jni")),
                loader);
    }

    /** What is missing, as a sentence's end. */
    static final class Missing extends IOException {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.contains("win") ? "windows" : os.contains("mac") ? "osx" : "linux";
        return system + "/" + (arch.equals("aarch64") ? "aarch_64" : "x86_64");
    }

    /** Returns where all of it lies, in a fixed order. */
    public List<Path> places() throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        places.add(place(Launch.class));
        for (String type : classes) {
            try {
                places.add(place(Class.forName(type, false, loader)));
            } catch (ClassNotFoundException | LinkageError e) {
                throw new Missing(type + " is not on the class path");
            }
        }
        for (String library : libraries) {
            URL url = loader.getResource(library);
            if (url == null) {
                throw new Missing("there is no " + library + " on the class path, so it cannot run on this platform");
            }
            places.add(jar(url));
        }
        return List.copyOf(places);
    }

    private static Path place(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new Missing("the place of " + type.getName() + " is not known");
        }
        return path(source.getLocation());
    }

    private static Path jar(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return path(jar.getJarFileURL());
        }
        throw new Missing(resource + " is not in a jar");
    }

    private static Path path(URL url) throws IOException {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException | IllegalArgumentException | java.nio.file.FileSystemNotFoundException e) {
            throw new Missing(url + " is not a file");
        }
    }

    /**
     * @param scratch folder of the process alone
     * @param megabytes that the solver may take
     */
    Process start(Path scratch, int megabytes) throws IOException {
        String classPath =
                places().stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:ErrorFile=" + scratch.resolve("crash.log"),
                "-Djava.io.tmpdir=" + scratch));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", classPath, main, Integer.toString(megabytes)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectError(errors(scratch).toFile());
        builder.environment().keySet().removeAll(FOREIGN);
        return builder.start();
    }

    private static Path errors(Path scratch) {
        return scratch.resolve("errors.txt");
    }

    /** Returns the beginning of what the process complained of, or nothing. */
    static String lastWords(Path scratch) {
        try {
            String said = Files.readString(errors(scratch), java.nio.charset.StandardCharsets.ISO_8859_1);
            return said.lines()
                    .map(String::strip)
                    .filter(l -> !l.isEmpty())
                    .limit(2)
                    .collect(Collectors.joining("; "));
        } catch (IOException e) {
            return "";
        }
    }
}
