package dev.whittle.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A library, whittled to one workload.
 *
 * @param original its jar
 * @param whittled what the tool made of it
 * @param besides what both run with
 * @param inPlace methods that ran in the recorded workload, and were changed and proved equal
 * @param whole methods that did not run, and were moved whole to the cold store
 * @param reverted methods that were put back because they were not proved
 * @param kept what was left as it was: reason and how often
 */
record LibraryBuild(
        Path original,
        Path whittled,
        List<Path> besides,
        int inPlace,
        int whole,
        int reverted,
        Map<String, Integer> kept) {
    private static final String RUN = "dev.whittle.bench.library.Run";
    private static final int OPERATIONS = 4000;
    private static final int SECONDS = 2;

    LibraryBuild {
        besides = List.copyOf(besides);
        kept = Map.copyOf(kept);
    }

    /** What the tool did to what is measured. */
    enum Extent {
        /** Code that runs. */
        HOT("code that runs was changed"),
        /** Only code that never ran. */
        COLD("only code that never ran was moved"),
        /** Nothing at all. */
        NOTHING("nothing was changed");

        private final String title;

        Extent(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Extent extent() {
        return inPlace > 0 ? Extent.HOT : whole > 0 ? Extent.COLD : Extent.NOTHING;
    }

    List<Path> originalPath() {
        return path(original);
    }

    List<Path> whittledPath() {
        return path(whittled);
    }

    private List<Path> path(Path first) {
        List<Path> all = new ArrayList<>(List.of(first));
        all.addAll(besides);
        return all;
    }

    /**
     * Records a workload and whittles its library to it, as users do.
     *
     * @param folder takes the profile, the whittled jar and a log
     * @param settings what transform is told besides its input and output
     * @throws BenchException if the tool fails
     */
    static LibraryBuild make(Workload workload, Libraries libraries, Tool tool, List<String> settings, Path folder) {
        Path original = libraries.jar(workload.library());
        List<Path> besides = libraries.besides(workload.library());
        Path profile = folder.resolve(workload.name() + ".wprof");
        Path whittled = folder.resolve(workload.name() + ".jar");
        Path log = folder.resolve(workload.name() + ".log");
        String all = joined(Stream.concat(Stream.of(original), besides.stream()));
        List<Object> record = new ArrayList<>(List.of("record", "--force", "-o", profile, "--", Tool.java()));
        record.addAll(List.of("-cp", all, RUN, workload.type(), OPERATIONS, SECONDS));
        tool.run(log, record.toArray());
        List<Object> transform = new ArrayList<>(List.of("transform", original, "--force", "--profile", profile));
        transform.addAll(List.of("--class-path", joined(besides.stream()), "-o", whittled));
        transform.addAll(settings);
        tool.run(log, transform.toArray());
        return read(original, whittled, besides, folder, workload.name());
    }

    private static String joined(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static LibraryBuild read(Path original, Path whittled, List<Path> besides, Path folder, String name) {
        Tool.Whittled report = Tool.read(original, whittled, folder.resolve(name + ".report.json"));
        int inPlace = 0;
        int whole = 0;
        try {
            JsonNode root = new ObjectMapper()
                    .readTree(folder.resolve(name + ".whittle").toFile());
            for (JsonNode certificate : root.path("certificates")) {
                if (certificate.path("movedWhole").asBoolean()) {
                    whole++;
                } else {
                    inPlace++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LibraryBuild(original, whittled, besides, inPlace, whole, report.reverted(), report.kept());
    }
}
