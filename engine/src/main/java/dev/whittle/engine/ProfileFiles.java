package dev.whittle.engine;

import dev.whittle.model.BadInputException;
import dev.whittle.model.Profile;
import dev.whittle.profiler.format.ProfileDiff;
import dev.whittle.profiler.format.ProfileFile;
import dev.whittle.profiler.format.ProfileMerge;
import dev.whittle.profiler.importers.JacocoImport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Work on profiles alone. Each method throws {@link BadInputException} if a file that it names cannot be used, and writes its output
 * whole or not at all. Stateless.
 */
public final class ProfileFiles {
    private ProfileFiles() {}

    /**
     * Writes a profile in which nothing is cold that JaCoCo saw run, or cannot exclude.
     *
     * @param program jars or directories, as they were when JaCoCo recorded them
     * @return one sentence for people
     */
    public static String importJacoco(Path profile, List<Path> execs, List<Path> program, Path output) {
        Profile widened = ProfileFile.read(profile);
        Map<String, byte[]> classes = ProgramInput.library(program);
        for (Path exec : execs) {
            widened = JacocoImport.widen(widened, JacocoImport.coverage(exec, classes));
        }
        ProfileFile.write(output, widened);
        List<String> lines = widened.provenance();
        return String.join("; ", lines.subList(lines.size() - execs.size(), lines.size()));
    }

    /** Writes the union of what several runs showed. */
    public static void merge(List<Path> profiles, Path output) {
        ProfileFile.write(
                output,
                ProfileMerge.merge(profiles.stream().map(ProfileFile::read).toList()));
    }

    /** Returns one line for each thing that one of two profiles saw and the other did not, after {@code <} or {@code >}. */
    public static List<String> compare(Path first, Path second) {
        return ProfileDiff.of(ProfileFile.read(first), ProfileFile.read(second)).stream()
                .map(d -> (d.seenBy() == ProfileDiff.Side.FIRST ? "< " : "> ") + d.what())
                .toList();
    }

    /** Returns one sentence on how far a profile fits a program. */
    public static String match(Path profile, List<Path> program) {
        return Matching.of(ProfileFile.read(profile), ProgramInput.library(program))
                .summary();
    }
}
