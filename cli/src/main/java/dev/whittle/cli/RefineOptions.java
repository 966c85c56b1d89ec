package dev.whittle.cli;

import dev.whittle.engine.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What plans heed besides a profile. */
final class RefineOptions {
    @Option(
            names = "--refine",
            paramLabel = "FILE",
            description = "What a whittled program wrote for -Dwhittle.learn=FILE: what came back there stays from now"
                    + " on. May be given several times.")
    private List<Path> files = new ArrayList<>();

    boolean given() {
        return !files.isEmpty();
    }

    Request refined(Request request) {
        files.forEach(file -> Context.existing(file, "learned file"));
        return request.refinedBy(files);
    }
}
