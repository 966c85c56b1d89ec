package dev.whittle.acceptance.suites;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A library of Maven Central and the suite that its authors published, as {@code acceptance/suites} resolves them.
 *
 * @param name its name in Maven Central
 * @param workload the small program that uses it
 * @param options what the JVM of its suite needs
 */
record Library(String name, String workload, List<String> options) {
    private static final List<Library> ALL = List.of(
            new Library("commons-codec", "Codec", List.of()),
            new Library(
                    "commons-lang3",
                    "Lang3",
                    Stream.of("java.lang", "java.lang.reflect", "java.util", "java.time", "java.time.chrono")
                            .flatMap(p -> Stream.of("--add-opens", "java.base/" + p + "=ALL-UNNAMED"))
                            .toList()),
            new Library("netty-common", "Common", List.of()),
            new Library("netty-buffer", "Buffers", List.of()));

    static Library named(String name) {
        return ALL.stream().filter(l -> l.name.equals(name)).findFirst().orElseThrow();
    }

    /** The library as it was released. */
    Path jar() {
        return only(f -> !f.endsWith("-tests.jar"));
    }

    /** The suite, packed. */
    Path tests() {
        return only(f -> f.endsWith("-tests.jar"));
    }

    /** The version before. */
    Path older() {
        return target("older.jar");
    }

    /** What library and suite run with, themselves left out. */
    List<Path> beside() {
        return classPath().filter(p -> !p.equals(jar()) && !p.equals(tests())).toList();
    }

    /** The source of the small program. */
    String source() {
        try {
            return Files.readString(
                    Path.of("..", "engine", "src", "test", "resources", "workloads", workload + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path only(java.util.function.Predicate<String> what) {
        return classPath()
                .filter(p -> {
                    String file = p.getFileName().toString();
                    return file.matches(name + "-\\d.*") && what.test(file);
                })
                .findFirst()
                .orElseThrow();
    }

    private Stream<Path> classPath() {
        try {
            return Stream.of(Files.readString(target("class-path")).trim().split(File.pathSeparator))
                    .map(Path::of);
        } catch (IOException e) {
            throw new UncheckedIOException("run mvn -pl acceptance -am verify, which resolves the suites", e);
        }
    }

    private Path target(String file) {
        return Path.of("suites", name, "target", file).toAbsolutePath();
    }
}
