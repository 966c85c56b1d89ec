package dev.whittle.cli;

import dev.whittle.model.BadInputException;
import java.nio.file.Path;
import java.util.List;

/** Names of outputs that the reader did not name: beside the input, and never the input itself. */
final class OutputNames {
    private OutputNames() {}

    /** {@code app.jar} becomes {@code app-whittled.jar}, {@code classes} becomes {@code classes-whittled}. */
    static Path whittled(List<Path> input) {
        Path one = single(input);
        String name = String.valueOf(one.getFileName());
        return one.resolveSibling(
                name.endsWith(".jar") ? name.substring(0, name.length() - 4) + "-whittled.jar" : name + "-whittled");
    }

    /** {@code app.jar} becomes {@code app} and the suffix. */
    static Path beside(List<Path> input, String suffix) {
        Path one = single(input);
        String name = String.valueOf(one.getFileName());
        return one.resolveSibling((name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name) + suffix);
    }

    private static Path single(List<Path> input) {
        if (input.size() > 1) {
            throw new BadInputException("A class path of " + input.size()
                    + " entries has no place of its own for an output: name one with --output.");
        }
        return input.get(0).toAbsolutePath().normalize();
    }
}
