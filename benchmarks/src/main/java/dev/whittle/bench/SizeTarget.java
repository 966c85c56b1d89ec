package dev.whittle.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A jar as its users have it, and a small program that uses a part of it.
 *
 * @param name of the jar, with its version
 * @param jar the jar
 * @param besides what runs with it, untouched
 * @param main words after the class path that run the program
 * @param other words that use another part of the jar
 * @param source of the program, or null if the jar brings its own
 */
record SizeTarget(
        String name,
        Path jar,
        List<Path> besides,
        List<String> main,
        List<String> other,
        @Nullable Path source) {
    private static final String CLI = "dev.whittle.cli.Main";

    /** Small programs, one for each library. */
    private static final String PROGRAMS = "engine/src/test/resources/workloads";

    private static final String FETCHED = "benchmarks/rivals/target";

    SizeTarget {
        besides = List.copyOf(besides);
        main = List.copyOf(main);
        other = List.copyOf(other);
    }

    /** @throws BenchException if one of them is not there */
    static List<SizeTarget> all(Libraries libraries, Tool tool) {
        List<SizeTarget> all = new ArrayList<>();
        all.add(library(libraries, "commons-lang3", "Lang3"));
        all.add(library(libraries, "commons-codec", "Codec"));
        all.add(library(libraries, "netty-common", "Common"));
        all.add(library(libraries, "netty-buffer", "Buffers"));
        all.add(library(libraries, "h2", "Database"));
        List<Path> oshi = fetched("oshi");
        if (!oshi.isEmpty()) {
            Path core = oshi.stream()
                    .filter(p -> name(p).startsWith("oshi-core-"))
                    .findFirst()
                    .orElseThrow();
            List<Path> needs = oshi.stream().filter(p -> !p.equals(core)).toList();
            all.add(of(title(core), core, needs, "Machine"));
        }
        List<String> main =
                List.of(CLI, "analyze", libraries.jar("commons-codec").toString());
        all.add(new SizeTarget(title(tool.cli()), tool.cli(), List.of(), main, List.of(CLI, "--help"), null));
        return List.copyOf(all);
    }

    private static SizeTarget library(Libraries libraries, String library, String program) {
        List<Path> needs = libraries.besides(library).stream()
                .filter(p -> !p.equals(libraries.workloads()))
                .toList();
        return of(libraries.title(library), libraries.jar(library), needs, program);
    }

    private static SizeTarget of(String name, Path jar, List<Path> needs, String program) {
        Path source = place(PROGRAMS).resolve(program + ".java");
        return new SizeTarget(name, jar, needs, List.of(program), List.of(program, "other"), source);
    }

    /** Returns the jars of a tool that {@code ./benchmark sizes} fetches, none if it did not. */
    static List<Path> fetched(String tool) {
        Path folder = place(FETCHED).resolve(tool);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toAbsolutePath).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a folder of the repository, of which this is the folder or one within. */
    private static Path place(String folder) {
        return Stream.of("", "..", "../..")
                .map(above -> Path.of(above, folder))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(Path.of(folder));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String title(Path jar) {
        return name(jar).replaceFirst("\\.jar$", "");
    }

    /** Compiles the program into a folder, which is empty if the jar brings its own. */
    void compile(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (source == null) {
            return;
        }
        ToolProvider javac = ToolProvider.findFirst("javac")
                .orElseThrow(() -> BenchException.usage("There is no javac: run it with a JDK."));
        int exit = javac.run(
                System.out,
                System.err,
                "-nowarn",
                "-Xlint:none",
                "-cp",
                path(jar, folder),
                "-d",
                folder.toString(),
                source.toString());
        if (exit != 0) {
            throw BenchException.fault(source + " cannot be compiled.");
        }
    }

    /**
     * Returns the words that run a program with a jar in place of this one.
     *
     * @param words {@link #main} or {@link #other}
     */
    List<String> command(Path instead, Path program, List<String> words) {
        List<String> command = new ArrayList<>(List.of("-cp", path(instead, program)));
        command.addAll(words);
        return command;
    }

    private String path(Path first, Path program) {
        return Stream.of(Stream.of(first), besides.stream(), Stream.of(program))
                .flatMap(s -> s)
                .map(p -> p.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
