package dev.whittle.acceptance.suites;

import dev.whittle.bytecode.JarContents;
import dev.whittle.testkit.JvmFork;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A library's suite, unpacked, and how it is run. */
final class Suite {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /** What some suites open by its name in their sources. */
    private static final List<String> ROOT_FILES = List.of("LICENSE.txt", "NOTICE.txt");

    private final Library library;
    private final Path folder;
    private final Path tests;
    private final Path runner;
    private int runs;

    Suite(Library library, Path folder) throws IOException {
        this.library = library;
        this.folder = folder;
        tests = folder.resolve("tests");
        for (JarContents.Entry entry : JarContents.read(library.tests()).entries()) {
            if (!entry.isFolder()) {
                write(tests.resolve(entry.name()), entry.bytes());
            }
        }
        runner = folder.resolve("runner");
        String main = SuiteMain.class.getName().replace('.', '/');
        try (Stream<Path> files =
                Files.list(Path.of("target", "test-classes").resolve(main).getParent())) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("SuiteMain"))
                    .toList()) {
                write(runner.resolve(main).resolveSibling(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    /**
     * Runs the suite on a jar, in a folder that looks like that of the library's sources.
     *
     * @param every of how many test methods one is run
     */
    SuiteResult run(Path jar, int every) throws IOException {
        return run(List.of(), jar, every);
    }

    /** @param before words of a command that runs the suite's */
    SuiteResult run(List<String> before, Path jar, int every) throws IOException {
        Path place = folder.resolve("run" + ++runs);
        Path results = place.resolve("results");
        Path resources = place.resolve("src/test/resources");
        Files.createDirectories(resources.getParent());
        Files.createSymbolicLink(resources, tests.toAbsolutePath());
        for (JarContents.Entry entry : JarContents.read(library.jar()).entries()) {
            if (ROOT_FILES.stream().anyMatch(f -> entry.name().equals("META-INF/" + f))) {
                write(place.resolve(Path.of(entry.name()).getFileName().toString()), entry.bytes());
            }
        }
        long start = System.nanoTime();
        List<String> command = new ArrayList<>(before);
        command.addAll(command(jar, results, every));
        JvmFork.Result result = JvmFork.execute(command, place, LONGEST);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (result.exit() != 0 || !Files.exists(results)) {
            throw new IllegalStateException("the suite of " + library.name() + " on " + jar + " ended with code "
                    + result.exit() + ": " + result.err());
        }
        return SuiteResult.read(results, seconds);
    }

    private List<String> command(Path jar, Path results, int every) {
        // Some tests take what memory there is; the same is there each time.
        List<String> command = new ArrayList<>(List.of(JvmFork.java(), "-Xmx2g"));
        command.addAll(library.options());
        List<String> path = new ArrayList<>(List.of(tests.toString(), jar.toString()));
        library.beside().forEach(p -> path.add(p.toString()));
        path.add(runner.toString());
        command.addAll(List.of("-cp", String.join(File.pathSeparator, path), SuiteMain.class.getName()));
        command.addAll(List.of(results.toString(), tests.toString(), Integer.toString(every)));
        return command;
    }
}
