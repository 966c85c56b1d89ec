package dev.whittle.cli;

import dev.whittle.formats.WhittleFile;
import dev.whittle.model.WhittleReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is asked of the stages, and what they answer. Files that are to be read are known to exist. */
public final class Jobs {
    private Jobs() {}

    /**
     * Which classes, and what is said of them beside their annotations.
     *
     * @param include class patterns as in {@link dev.whittle.formats.NamePattern#ofClass}; empty means each class
     * @param exclude class patterns, stronger than include
     * @param rules rules files
     */
    public record Selection(List<String> include, List<String> exclude, List<Path> rules) {
        public Selection {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
            rules = List.copyOf(rules);
        }
    }

    /** @param input one jar or directory, or the entries of a class path in order */
    public record Analyze(List<Path> input, Selection selection) {
        public Analyze {
            input = List.copyOf(input);
        }
    }

    public record MakePlan(List<Path> input, Selection selection, Path profile) {
        public MakePlan {
            input = List.copyOf(input);
        }
    }

    /** Which verdict lets a method stay whittled. */
    public enum Require {
        PROVED,
        TESTED
    }

    /** Where the cold code goes. */
    public enum StorePlace {
        EMBEDDED,
        SIDECAR
    }

    /**
     * @param plan what to do; absent: it is made from the profile
     * @param profile absent only where a plan is given
     * @param output the whittled jar or directory; the certificate lies beside it
     * @param dryRun judge everything and write nothing
     * @param force replace what is there
     */
    public record Transform(
            List<Path> input,
            Selection selection,
            Optional<Path> profile,
            Optional<Path> plan,
            Path output,
            Require require,
            StorePlace store,
            boolean dryRun,
            boolean force) {
        public Transform {
            input = List.copyOf(input);
        }
    }

    /** @param written files that were written, empty for a dry run */
    public record Transformed(WhittleReport report, List<Path> written) {
        public Transformed {
            written = List.copyOf(written);
        }
    }

    public record Verify(Path original, Path whittled, Require require) {}

    /**
     * @param accepted true if each transformed method has the verdict that was required and nothing else differs
     * @param verdicts one for each transformed method
     * @param findings what is wrong besides, one sentence each
     */
    public record Verified(boolean accepted, List<WhittleFile.Judged> verdicts, List<String> findings) {
        public Verified {
            verdicts = List.copyOf(verdicts);
            findings = List.copyOf(findings);
        }
    }
}
