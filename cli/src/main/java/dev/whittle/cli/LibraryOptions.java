package dev.whittle.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a program runs with besides its own entries. */
final class LibraryOptions {
    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            description = "What the program runs with: jars and directories that are read and never changed.")
    private @Nullable String classPath;

    List<Path> entries() {
        return classPath == null ? List.of() : Context.classPath(classPath, "class path entry");
    }
}
