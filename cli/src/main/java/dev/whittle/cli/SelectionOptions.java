package dev.whittle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of each command that looks at classes. */
final class SelectionOptions {
    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            split = ",",
            description = "Only classes that match, such as com.example.net.** (default: each class).")
    private List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "PATTERN", split = ",", description = "Leave these classes as they are.")
    private List<String> exclude = new ArrayList<>();

    @Option(names = "--rules", paramLabel = "FILE", description = "YAML rules that mark code without annotations.")
    private @Nullable Path rules;

    List<String> include() {
        return include;
    }

    List<String> exclude() {
        return exclude;
    }

    @Nullable
    Path rules() {
        return rules == null ? null : Context.existing(rules, "rules file");
    }
}
