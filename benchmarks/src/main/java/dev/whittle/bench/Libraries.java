package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The libraries as Maven Central has them, and the jar with what they do.
 *
 * @param jars the libraries
 * @param workloads the classes of the operations
 */
record Libraries(List<Path> jars, Path workloads) {
    private static final String MODULE = "workloads/target";

    /** What a library or its workloads cannot do without. */
    private static final Map<String, List<String>> NEEDS = Map.of(
            "commons-text", List.of("commons-lang3"),
            "commons-csv", List.of("commons-io", "commons-codec"),
            "commons-compress", List.of("commons-io", "commons-lang3", "commons-codec"),
            "guava", List.of("failureaccess"),
            "jackson-databind", List.of("jackson-core", "jackson-annotations"),
            "netty-buffer", List.of("netty-common"),
            "netty-common", List.of("netty-buffer"));

    Libraries {
        jars = List.copyOf(jars);
    }

    /**
     * Finds what the build of the module of workloads left, seen from this folder, the one above or from within.
     *
     * @throws BenchException if there is nothing
     */
    static Libraries find() {
        for (String place : new String[] {"benchmarks/" + MODULE, MODULE, "../benchmarks/" + MODULE, "target"}) {
            Path target = Path.of(place);
            Path libraries = target.resolve("libraries");
            if (Files.isDirectory(libraries)) {
                List<Path> own = list(target, "whittle-benchmarks-workloads-");
                if (!own.isEmpty()) {
                    return new Libraries(list(libraries, ""), own.get(0));
                }
            }
        }
        throw BenchException.usage(
                "There are no libraries in benchmarks/" + MODULE + ": run ./benchmark, which builds it first.");
    }

    private static List<Path> list(Path folder, String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> name(f).startsWith(prefix) && name(f).endsWith(".jar"))
                    .map(f -> f.toAbsolutePath().normalize())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** @throws BenchException if there is no such library */
    Path jar(String library) {
        return jars.stream()
                .filter(j ->
                        name(j).startsWith(library + "-") && Character.isDigit(name(j).charAt(library.length() + 1)))
                .findFirst()
                .orElseThrow(() -> BenchException.usage("There is no " + library + " among the libraries."));
    }

    /** What a library is called with its version. */
    String title(String library) {
        return name(jar(library)).replaceFirst("\\.jar$", "");
    }

    /** All else that a program with this library runs with. */
    List<Path> besides(String library) {
        return Stream.concat(NEEDS.getOrDefault(library, List.of()).stream().map(this::jar), Stream.of(workloads))
                .toList();
    }
}
