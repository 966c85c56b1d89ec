package dev.whittle.report;

import dev.whittle.formats.TextOutput;
import dev.whittle.formats.WhittleFile.Judged;
import dev.whittle.model.BadInputException;
import dev.whittle.model.MethodId;
import dev.whittle.model.Reproducer;
import dev.whittle.model.Verdict;
import dev.whittle.report.internal.ReproducerPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes counterexamples as tests that need neither Whittle nor each other. */
public final class Reproducers {
    private Reproducers() {}

    /**
     * The two programs, as paths of jars, folders or class files; the tests name them as they are given here.
     *
     * @param library what both run with
     */
    public record Programs(List<Path> first, List<Path> second, List<Path> library) {
        public Programs {
            first = List.copyOf(first);
            second = List.copyOf(second);
            library = List.copyOf(library);
        }
    }

    /**
     * What was written, and what could not be.
     *
     * @param files one test each
     * @param without methods whose difference no test can show
     */
    public record Written(List<Path> files, List<MethodId> without) {
        public Written {
            files = List.copyOf(files);
            without = List.copyOf(without);
        }
    }

    /** Returns the source of the test. */
    public static String source(Verdict.Counterexample verdict, Reproducer reproducer, Programs programs) {
        return ReproducerPage.render(verdict, reproducer, programs);
    }

    /** Returns the name of the test of a method: its class, without a package. */
    public static String name(MethodId method) {
        return ReproducerPage.name(method);
    }

    /**
     * Writes a test for each counterexample; equal verdicts give equal files.
     *
     * @param force replace files that are there
     * @throws BadInputException if one is there with other content, or cannot be written; then none was replaced
     */
    public static Written write(Path folder, List<Judged> verdicts, Programs programs, boolean force) {
        Map<Path, String> tests = new TreeMap<>();
        TreeMap<MethodId, String> without = new TreeMap<>();
        for (Judged judged : verdicts) {
            if (judged.verdict() instanceof Verdict.Counterexample c) {
                Reproducer reproducer = c.reproducer();
                if (reproducer == null) {
                    without.put(judged.method(), "");
                } else {
                    tests.put(folder.resolve(name(judged.method()) + ".java"), source(c, reproducer, programs));
                }
            }
        }
        if (!force) {
            tests.forEach(Reproducers::mayWrite);
        }
        tests.forEach((file, text) -> TextOutput.write(file, text, "test"));
        return new Written(List.copyOf(tests.keySet()), List.copyOf(without.keySet()));
    }

    private static void mayWrite(Path file, String text) {
        try {
            boolean other = Files.exists(file)
                    && !Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8));
            if (other) {
                throw new BadInputException(
                        file + " exists and is not replaced: give another folder, or use --force to replace it.");
            }
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: give another folder.", e);
        }
    }
}
