package dev.whittle.verifier.internal.smt;

import dev.whittle.verifier.internal.child.ChildJvm;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
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
        places.add(ChildJvm.place(Launch.class));
        for (String type : classes) {
            try {
                places.add(ChildJvm.place(Class.forName(type, false, loader)));
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

    private static Path jar(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return ChildJvm.path(jar.getJarFileURL());
        }
        throw new Missing(resource + " is not in a jar");
    }

    /**
     * @param scratch folder of the process alone
     * @param megabytes that the solver may take
     */
    Process start(Path scratch, int megabytes) throws IOException {
        return ChildJvm.builder(
                        scratch,
                        places(),
                        List.of(HEAP, "-XX:+ExitOnOutOfMemoryError", "-XX:ErrorFile=" + scratch.resolve("crash.log")),
                        List.of(main, Integer.toString(megabytes)))
                .redirectError(errors(scratch).toFile())
                .start();
    }

    private static Path errors(Path scratch) {
        return scratch.resolve("errors.txt");
    }

    /** Returns the beginning of what the process complained of, or nothing. */
    static String lastWords(Path scratch) {
        try {
            return ChildJvm.said(errors(scratch)).stream().limit(2).collect(Collectors.joining("; "));
        } catch (IOException e) {
            return "";
        }
    }
}
