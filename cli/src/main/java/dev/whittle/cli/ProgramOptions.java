package dev.whittle.cli;

import dev.whittle.engine.Filter;
import dev.whittle.engine.Request;
import dev.whittle.engine.Require;
import dev.whittle.engine.StoreMode;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The program that a command looks at, and which part of it. */
final class ProgramOptions {
    @Parameters(
            paramLabel = "INPUT",
            description = "A jar, a directory, or a class path: all its entries together are the program.")
    @SuppressWarnings("NullAway.Init")
    private String input;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private LibraryOptions library = new LibraryOptions();

    List<Path> inputs() {
        return Context.classPath(input, "input");
    }

    /** A request that writes nothing: to look at a program. */
    Request looking(@Nullable Path profile) {
        List<Path> outputs = inputs().stream().map(Request::besides).toList();
        return request(profile, outputs, false, Require.PROVED);
    }

    /** @param outputs one for each input */
    Request request(@Nullable Path profile, List<Path> outputs, boolean force, Require require) {
        return new Request(
                inputs(),
                library.entries(),
                profile,
                selection.rules(),
                new Filter(selection.include(), selection.exclude()),
                outputs,
                force,
                require,
                StoreMode.EMBEDDED);
    }
}
