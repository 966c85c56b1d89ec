package dev.whittle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that a run found, and the files that it goes into. */
record Results(Conditions conditions, List<Outcome> outcomes) {
    static final String NAME = "transformer";

    Results {
        outcomes = List.copyOf(outcomes);
    }

    /** A target beside a cell that says something of it. */
    record Judged(Target target, Cell cell) {
        Target.Verdict verdict() {
            return target.judge(cell);
        }
    }

    List<Cell> cells() {
        return outcomes.stream().flatMap(o -> o.cells().stream()).toList();
    }

    /** Each target on each JVM on which it was measured. */
    List<Judged> judged() {
        List<Judged> all = new ArrayList<>();
        for (Target target : Target.all()) {
            cells().stream().filter(target::isAbout).forEach(c -> all.add(new Judged(target, c)));
        }
        return all;
    }

    /** Targets that nothing was measured for. */
    List<Target> open() {
        return Target.all().stream()
                .filter(t -> cells().stream().noneMatch(t::isAbout))
                .toList();
    }

    /** Writes the JSON, the page and the plot. */
    void write(Path folder) {
        try {
            Files.writeString(folder.resolve(NAME + ".json"), ResultsJson.text(this));
            Files.writeString(folder.resolve(NAME + ".md"), ResultsPage.text(this));
            Files.writeString(folder.resolve(NAME + ".svg"), Plot.svg(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
