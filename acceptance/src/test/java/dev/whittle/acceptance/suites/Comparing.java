package dev.whittle.acceptance.suites;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what becomes of a suite's tests on the released library and on a whittled one. Some tests do not do the same twice, on any jar: what
 * differs between runs of the released library says nothing, and what differs on a whittled one is looked at again.
 */
final class Comparing {
    private final Suite suite;
    private final Path original;
    private final int every;
    private final SuiteResult released;
    private final Set<String> unstable = new TreeSet<>();
    private double originalSeconds;
    private int originalRuns;

    /** @param every of how many test methods one is run */
    Comparing(Suite suite, Path original, int every) throws IOException {
        this.suite = suite;
        this.original = original;
        this.every = every;
        released = run();
        again();
    }

    private SuiteResult run() throws IOException {
        SuiteResult result = suite.run(original, every);
        originalSeconds += result.seconds();
        originalRuns++;
        return result;
    }

    private void again() throws IOException {
        unstable.addAll(released.differing(run()));
    }

    /**
     * What was seen of a whittled jar.
     *
     * @param result of its first run
     * @param differing tests of which something else became both times
     * @param once those of which something else became the first time alone
     */
    record Compared(SuiteResult result, Set<String> differing, Set<String> once) {}

    Compared with(Path whittled) throws IOException {
        SuiteResult first = suite.run(whittled, every);
        Set<String> differing = released.differing(first);
        differing.removeAll(unstable);
        Set<String> once = new TreeSet<>();
        if (!differing.isEmpty()) {
            again();
            Set<String> second = released.differing(suite.run(whittled, every));
            once.addAll(differing);
            differing.retainAll(second);
            differing.removeAll(unstable);
            once.removeAll(differing);
        }
        return new Compared(first, differing, once);
    }

    SuiteResult released() {
        return released;
    }

    /** The tests that did not do the same each time on the released library. */
    Set<String> unstable() {
        return Set.copyOf(unstable);
    }

    /** How long the suite takes on the released library, on average. */
    double seconds() {
        return originalSeconds / originalRuns;
    }
}
