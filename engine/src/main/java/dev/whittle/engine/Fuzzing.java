package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Whether Jazzer looks for inputs on which a method that is not proved differs, where those that are made up otherwise show nothing. It makes
 * no verdict better, and equal programs have equal verdicts: its length is counted, and its seed comes from the method's name.
 *
 * @param runs of each method; 0 for no search
 * @param jars of Jazzer and of its API, or folders that hold them
 */
public record Fuzzing(int runs, List<Path> jars) {
    private static final List<String> NEEDED =
            List.of("com/code_intelligence/jazzer/Jazzer.class", "com/code_intelligence/jazzer/api/Jazzer.class");

    /** @throws BadInputException if Jazzer is missing, or the number is none */
    public Fuzzing {
        jars = jars.stream().flatMap(Fuzzing::files).toList();
        if (runs < 0) {
            throw new BadInputException("A number of runs of the fuzzer is at least 0, not " + runs + ".");
        }
        if (runs == 0 && !jars.isEmpty()) {
            throw new BadInputException("Jazzer has nothing to do: give a number of runs, too, or leave its jars out.");
        }
        if (runs > 0 && !hold(jars)) {
            throw new BadInputException("Fuzzing needs Jazzer, which is not part of Whittle, and "
                    + (jars.isEmpty() ? "no jars of it are named" : "it is not in " + jars)
                    + ": fetch com.code-intelligence:jazzer:0.30.0 and jazzer-api:0.30.0 from Maven Central, and give the"
                    + " paths of both jars.");
        }
    }

    public static Fuzzing none() {
        return new Fuzzing(0, List.of());
    }

    private static Stream<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return Stream.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new BadInputException("The folder " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean hold(List<Path> jars) {
        List<String> missing = new ArrayList<>(NEEDED);
        for (Path each : jars) {
            try (JarFile jar = new JarFile(each.toFile())) {
                missing.removeIf(name -> jar.getJarEntry(name) != null);
            } catch (IOException e) {
                throw new BadInputException(
                        each + " is no jar that can be read: give those of Jazzer and of its API.", e);
            }
        }
        return missing.isEmpty();
    }

    dev.whittle.verifier.Fuzzing settings() {
        return new dev.whittle.verifier.Fuzzing(runs, jars);
    }
}
